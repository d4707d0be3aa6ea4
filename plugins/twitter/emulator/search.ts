import { invalid } from './refusals.ts';
import { mentionedIn } from './rendering.ts';
import type { Tweet } from './state.ts';
import { findCashtags, findHashtags, findUrls } from './text.ts';
import { answeredBy, hasMedia, userNamed } from './tweet-store.ts';
import type { World } from './world.ts';

/** One condition, or its opposite. */
interface Term {
  readonly operator: string;
  readonly value: string;
  readonly isNot: boolean;
}

/** All terms of one of the alternatives must hold. */
type Search = readonly (readonly Term[])[];

const operators = [
  'conversation_id', 'in_reply_to_tweet_id', 'quotes_of_tweet_id', 'retweets_of_tweet_id', 'from', 'to', 'is', 'has', 'url',
]; // prettier-ignore

/** Reads `a b OR c -d`. Brackets are not known. Throws 400. */
export function readSearch(query: string): Search {
  const tokens = query.match(/-?(?:\w+:)?"[^"]*"|\S+/g) ?? [];
  const alternatives: Term[][] = [[]];
  for (const token of tokens) {
    if (/[()]/.test(token)) throw invalid('Brackets are not known here', { query: [query] });
    if (token === 'OR') alternatives.push([]);
    else alternatives.at(-1)?.push(readTerm(token, query));
  }
  if (alternatives.some((terms) => terms.every(({ isNot }) => isNot))) {
    throw invalid('Rules must contain at least one positive, non-stopword clause', { query: [query] });
  }
  return alternatives;
}

function readTerm(token: string, query: string): Term {
  const isNot = token.startsWith('-');
  const plain = isNot ? token.slice(1) : token;
  const [, operator = '', value = ''] = /^([a-z_]+):(.+)$/.exec(plain) ?? [];
  if (operators.includes(operator)) return { operator, value: unquoted(value), isNot };
  if (operator !== '' && !/^https?$/.test(operator)) {
    throw invalid(`Reference to invalid operator '${operator}'`, { query: [query] });
  }
  return { operator: 'text', value: unquoted(plain), isNot };
}

const unquoted = (value: string): string => value.replace(/^"|"$/g, '');

export const matchesQuery = (tweet: Tweet, search: Search, world: World): boolean =>
  search.some((terms) => terms.every((term) => holds(tweet, term, world) !== term.isNot));

function holds(tweet: Tweet, { operator, value }: Term, world: World): boolean {
  const isUser = (id: string | undefined) => {
    const name = value.replace(/^@/, '');
    return id !== undefined && (id === name || userNamed(name)?.id === id);
  };
  switch (operator) {
    case 'conversation_id':
      return tweet.conversationId === value;
    case 'in_reply_to_tweet_id':
      return tweet.replyTo === value;
    case 'quotes_of_tweet_id':
      return tweet.quoteOf === value;
    case 'retweets_of_tweet_id':
      return tweet.repostOf === value;
    case 'from':
      return isUser(tweet.authorId);
    case 'to':
      return isUser(answeredBy(tweet, world.state)?.authorId);
    case 'url':
      return findUrls(tweet.text).some(({ text }) => text.includes(value));
    case 'is':
      return isKind(tweet, value);
    case 'has':
      return hasKind(tweet, value, world);
    default:
      return saysText(tweet, value);
  }
}

function isKind({ replyTo, quoteOf, repostOf }: Tweet, value: string): boolean {
  if (value === 'reply') return replyTo !== undefined;
  if (value === 'quote') return quoteOf !== undefined;
  if (value === 'retweet') return repostOf !== undefined;
  throw invalid(`There is no is:${value}`);
}

function hasKind(tweet: Tweet, value: string, world: World): boolean {
  if (value === 'links') return findUrls(tweet.text).length > 0;
  if (value === 'hashtags') return findHashtags(tweet.text).length > 0;
  if (value === 'mentions') return mentionedIn(tweet.text).length > 0;
  if (value === 'media' || value === 'images' || value === 'videos') return hasMedia(tweet, value, world.state);
  throw invalid(`There is no has:${value}`);
}

function saysText({ text }: Tweet, value: string): boolean {
  const lower = value.toLowerCase();
  const bare = lower.slice(1);
  const among = (found: readonly { readonly text: string }[]) => found.some((one) => one.text.toLowerCase() === bare);
  if (value.startsWith('#')) return among(findHashtags(text));
  if (value.startsWith('$')) return among(findCashtags(text));
  if (value.startsWith('@')) return mentionedIn(text).some((id) => userNamed(bare)?.id === id);
  const words: readonly string[] = text.toLowerCase().match(/[\p{L}\p{M}\p{N}_']+/gu) ?? [];
  return lower.includes(' ') ? text.toLowerCase().includes(lower) : words.includes(lower);
}
