import { createHash } from 'node:crypto';
import { mediaKeyOf } from './media-view.ts';
import type { State, Tweet } from './state.ts';
import { findCashtags, findHashtags, findMentions, findUrls, isNote, lengthOf } from './text.ts';
import { answeredBy, userNamed } from './tweet-store.ts';
import type { World } from './world.ts';

interface UrlEntity {
  readonly start: number;
  readonly end: number;
  readonly url: string;
  readonly expanded_url: string;
  readonly display_url: string;
  readonly media_key?: string;
}

/** How the network writes a text: with short addresses, and some characters as in HTML. */
export interface Rendered {
  readonly text: string;
  readonly entities: object | undefined;
  /** What people read: without the mentions that a reply begins with, and without the address of the media. */
  readonly range: readonly [number, number];
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escape = (text: string) => text.replace(/[&<>]/g, (character) => escapes[character] ?? character);

/** Addresses that are short and always the same. */
const shortened = (what: string): string =>
  `https://t.co/${createHash('sha256').update(what).digest('base64url').replace(/[-_]/g, '0').slice(0, 10)}`;

const display = (url: string): string => {
  const plain = url.replace(/^https?:\/\/(www\.)?/, '');
  return lengthOf(plain) > 27 ? `${Array.from(plain).slice(0, 26).join('')}…` : plain;
};

function wrap(text: string): { readonly text: string; readonly urls: readonly UrlEntity[] } {
  const points = Array.from(text);
  const urls: UrlEntity[] = [];
  let made = '';
  let at = 0;
  for (const found of findUrls(text)) {
    made += escape(points.slice(at, found.start).join(''));
    at = found.end;
    const url = shortened(found.text);
    const start = lengthOf(made);
    made += url;
    const expanded = /^https?:/i.test(found.text) ? found.text : `http://${found.text}`;
    urls.push({ start, end: lengthOf(made), url, expanded_url: expanded, display_url: display(found.text) });
  }
  return { text: made + escape(points.slice(at).join('')), urls };
}

/** A text with its entities. */
export function renderText(raw: string): Rendered {
  const { text, urls } = wrap(raw);
  return { text, entities: entitiesOf(text, urls), range: [0, lengthOf(text)] };
}

const longest = 275;

/** A post's text; of a long one only its beginning, as everywhere but in `note_tweet`. */
export function renderTweet(tweet: Tweet, { state, url }: World): Rendered {
  const raw = isNote(tweet.text) ? `${Array.from(tweet.text).slice(0, longest).join('')}…` : tweet.text;
  const { text, urls } = wrap(raw);
  const [first] = tweet.media.flatMap((id) => state.get('upload', id) ?? []);
  const end = lengthOf(text);
  if (!first) return { text, entities: entitiesOf(text, urls), range: [tweet.prefix, end] };
  const address = shortened(`media ${tweet.id}`);
  const start = end === 0 ? 0 : end + 1;
  const ofMedia = {
    start,
    end: start + lengthOf(address),
    url: address,
    expanded_url: `${url}/i/status/${tweet.id}/photo/1`,
    display_url: `pic.x.com/${address.slice(-10)}`,
    media_key: mediaKeyOf(first),
  };
  const whole = `${text}${end === 0 ? '' : ' '}${address}`;
  return { text: whole, entities: entitiesOf(whole, [...urls, ofMedia]), range: [tweet.prefix, end] };
}

function entitiesOf(text: string, urls: readonly UrlEntity[]): object | undefined {
  const isOutside = ({ start }: { readonly start: number }) =>
    !urls.some((url) => start >= url.start && start < url.end);
  const tags = (found: ReturnType<typeof findHashtags>) =>
    found.filter(isOutside).map(({ start, end, text: tag }) => ({ start, end, tag }));
  const mentions = findMentions(text)
    .filter(isOutside)
    .map(({ start, end, text: username }) => {
      const user = userNamed(username);
      return { start, end, username: user?.username ?? username, ...(user && { id: user.id }) };
    });
  const all = { urls, mentions, hashtags: tags(findHashtags(text)), cashtags: tags(findCashtags(text)) };
  const there = Object.entries(all).filter(([, found]) => found.length > 0);
  return there.length > 0 ? Object.fromEntries(there) : undefined;
}

/** Who is mentioned, by id. */
export const mentionedIn = (text: string): readonly string[] =>
  findMentions(text).flatMap(({ text: username }) => userNamed(username)?.id ?? []);

/** Whom a post is for: who is named in it, and whose post it answers. */
export function addressedBy(tweet: Tweet, state: State): readonly string[] {
  const answered = answeredBy(tweet, state);
  return [...new Set([...mentionedIn(tweet.text), ...(answered ? [answered.authorId] : [])])];
}
