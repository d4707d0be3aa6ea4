import { z } from 'zod';
import { accountOf } from './accounts.ts';
import { readBody } from './body.ts';
import { announce } from './events.ts';
import { meetHashtag } from './hashtags.ts';
import { kindOf } from './media-view.ts';
import { id, newPost, type NewPost } from './new-post.ts';
import { invalid, Refusal } from './refusals.ts';
import { mentionedIn, renderTweet } from './rendering.ts';
import type { Tweet, Upload } from './state.ts';
import { findCashtags, findUrls, problemOf } from './text.ts';
import { tierOf } from './tiers.ts';
import { latestOf, newTweet, removal, standing, tweetAt, tweetEntry, userOf } from './tweet-store.ts';
import { editableUntil, editControls, missing } from './tweet-view.ts';
import { ownId } from './users.ts';
import { nowOf, recordAndTell, type Call, type Made } from './world.ts';

const notPermitted = () => new Refusal('not-permitted');

const price = { post: 15, withUrl: 200, summoned: 10 };

/** `POST /2/tweets`: a post, an answer, a part of a thread, or a new version of a post. */
export function createTweet(call: Call): Made {
  const { world, request } = call;
  const { state } = world;
  const wanted = readBody(newPost, request);
  const { text = '' } = wanted;
  const authorId = ownId(call);
  assertAttachments(wanted);
  const previous = wanted.edit_options && editable(wanted.edit_options.previous_post_id, authorId, call);
  assertText(wanted, authorId, call);
  const isSummoned = assertTargets(wanted, authorId, call);
  const media = wanted.media ? wanted.media.media_ids.map((one) => usable(one, authorId, call)) : [];
  assertMix(media);
  assertFresh(text, media, authorId, call, previous);
  const { cut } = meetHashtag(text);

  const at = nowOf(world);
  const answered = wanted.reply && tweetAt(wanted.reply.in_reply_to_tweet_id, state);
  const poll = wanted.poll && {
    id: state.nextId(at),
    options: wanted.poll.options,
    minutes: wanted.poll.duration_minutes,
  };
  const newId = state.nextId(at);
  const written = withMentions(text, wanted, answered, authorId);
  const tweet = newTweet({
    id: newId,
    authorId,
    ...written,
    at,
    conversationId: previous?.conversationId ?? answered?.conversationId ?? newId,
    replyTo: previous ? previous.replyTo : answered?.id,
    quoteOf: previous ? previous.quoteOf : wanted.quote_tweet_id,
    media: media.map((one) => one.id),
    poll,
    replySettings: wanted.reply_settings ?? 'everyone',
    versions: [...(previous?.versions ?? []), newId],
    isPaid: wanted.paid_partnership ?? false,
    isByAi: wanted.made_with_ai ?? false,
    communityId: wanted.community_id,
  });
  recordAndTell(
    world,
    ...(previous ? [tweetEntry({ ...previous, editedTo: newId })] : []),
    tweetEntry(tweet),
    ...announce(world, { type: 'post.create', userId: authorId, tweet }),
  );
  const mills = isSummoned ? price.summoned : findUrls(text).length > 0 ? price.withUrl : price.post;
  return {
    status: 201,
    body: { data: { id: newId, text: renderTweet(tweet, world).text, edit_history_tweet_ids: tweet.versions } },
    cut,
    mills,
  };
}

function assertAttachments({ text, media, poll, quote_tweet_id, card_uri, direct_message_deep_link }: NewPost): void {
  if (text === undefined && !media) throw invalid('$.text: is missing but it is required');
  const attachments = [media, poll, quote_tweet_id, card_uri, direct_message_deep_link];
  if (attachments.filter((one) => one !== undefined).length > 1) {
    throw invalid('$: only one of media, poll, quote_tweet_id, card_uri and direct_message_deep_link may be given');
  }
}

function assertText({ text = '', media }: NewPost, authorId: string, { world }: Call): void {
  const problem = problemOf(text, accountOf(authorId)?.subscription === 'Premium');
  if (problem === 'empty' && !media) throw invalid('$.text: must not be empty');
  if (problem === 'invalid') throw invalid('$.text: contains characters that are not allowed');
  // The network does not say more.
  if (problem === 'long') throw notPermitted();
  if (tierOf(authorId, world) === 'self-serve' && findCashtags(text).length > 1) throw new Refusal('too-many-cashtags');
}

/** Whether what is answered or quoted may be. Returns whether its author called for an answer. */
function assertTargets({ reply, quote_tweet_id: quoted }: NewPost, authorId: string, { world }: Call): boolean {
  const { state } = world;
  const isSelfServe = tierOf(authorId, world) === 'self-serve';
  if (quoted !== undefined) {
    if (isSelfServe) throw notPermitted();
    if (!tweetAt(quoted, state)) throw invalid('$.quote_tweet_id: there is no such post');
  }
  if (!reply) return false;
  const target = tweetAt(reply.in_reply_to_tweet_id, state);
  if (!target) throw new Refusal('385');
  if (target.authorId === authorId) return false;
  if (!isSelfServe) return false;
  const quotedByTarget = target.quoteOf === undefined ? undefined : state.get('tweet', target.quoteOf);
  if (!mentionedIn(target.text).includes(authorId) && quotedByTarget?.authorId !== authorId) throw notPermitted();
  return true;
}

function withMentions(text: string, { reply }: NewPost, answered: Tweet | undefined, authorId: string) {
  const answeredUser = answered && answered.authorId !== authorId ? userOf(answered.authorId) : undefined;
  const isExcluded = answeredUser && reply?.exclude_reply_user_ids?.includes(answeredUser.id) === true;
  if (!answeredUser || isExcluded || reply?.auto_populate_reply_metadata !== true) return { text, prefix: 0 };
  const mention = `@${answeredUser.username} `;
  return { text: `${mention}${text}`, prefix: mention.length };
}

/** A file of one's own that is ready to be shown. */
function usable(mediaId: string, authorId: string, { world }: Call): Upload {
  const found = world.state.get('upload', mediaId);
  const now = nowOf(world);
  const isReady = found?.file && found.failure === undefined && (found.processedAt ?? 0) <= now;
  const isGood = isReady && found.ownerId === authorId && found.expiresAt > now;
  if (!isGood || !/^(tweet|amplify)_/.test(found.category)) throw new Refusal('invalid-media-ids');
  return found;
}

function assertMix(media: readonly Upload[]): void {
  const kinds = media.map(kindOf);
  const gifs = kinds.filter((kind) => kind === 'animated_gif').length;
  if (gifs > 1) throw new Refusal('323');
  const others = kinds.filter((kind) => kind !== 'photo').length;
  if (others > 0 && media.length > 1) throw new Refusal('386');
}

const freshMs = 12 * 3_600_000;

/** The same words again soon are turned away. */
function assertFresh(
  text: string,
  media: readonly Upload[],
  authorId: string,
  { world }: Call,
  previous: Tweet | undefined,
): void {
  if (media.length > 0) return;
  const since = nowOf(world) - freshMs;
  const twin = standing(world.state).find(
    (one) => one.authorId === authorId && one.text === text && one.at > since && one.media.length === 0,
  );
  if (twin && twin.id !== previous?.id) throw new Refusal('duplicate-content');
}

/** A post's latest version, if its author may still change it. */
function editable(previousId: string, authorId: string, { world }: Call): Tweet {
  const { state } = world;
  const found = tweetAt(previousId, state);
  if (!found) throw invalid('$.edit_options.previous_post_id: there is no such post');
  const isPremium = accountOf(authorId)?.subscription === 'Premium';
  const { is_edit_eligible: isEligible, edits_remaining: left } = editControls(found, world);
  const isOpen = isEligible && left > 0 && nowOf(world) < editableUntil(found, world);
  if (!isPremium || found.authorId !== authorId || found.editedTo !== undefined || !isOpen) throw notPermitted();
  return found;
}

/** `DELETE /2/tweets/{id}`: with all its versions. */
export function deleteTweet(call: Call): Made {
  const { world, path } = call;
  const tweet = tweetAt(path.id ?? '', world.state);
  if (!tweet) throw notFound(path.id ?? '', call);
  if (tweet.authorId !== ownId(call)) throw notPermitted();
  recordAndTell(
    world,
    ...removal(tweet, world.state),
    ...announce(world, { type: 'post.delete', userId: tweet.authorId, tweet }),
  );
  return { status: 200, body: { data: { deleted: true } }, mills: 10 };
}

export function notFound(value: string, { world }: Call): Refusal {
  return new Refusal('resource-not-found', undefined, { ...missing('tweet', 'id', value, world) });
}

const hiding = z.strictObject({ hidden: z.boolean() });

/** `PUT /2/tweets/{tweet_id}/hidden`: somebody's answer in a conversation that one began. */
export function hideReply(call: Call): Made {
  const { world, path, request } = call;
  const { hidden } = readBody(hiding, request);
  const me = ownId(call);
  const reply = tweetAt(path.tweet_id ?? '', world.state);
  if (!reply) throw notFound(path.tweet_id ?? '', call);
  const root = world.state.get('tweet', reply.conversationId);
  if (reply.replyTo === undefined || root?.authorId !== me || reply.authorId === me) throw notPermitted();
  world.state.record(tweetEntry({ ...reply, hidden }));
  return { status: 200, body: { data: { hidden } }, mills: 5 };
}

const aboutTweet = z.strictObject({ tweet_id: id });

/** Likes and follows by the API are for those who pay for it. */
function assertMayLike(call: Call): void {
  if (tierOf(ownId(call), call.world) === 'self-serve') throw new Refusal('client-not-enrolled');
}

export function likeTweet(call: Call): Made {
  assertMayLike(call);
  return setLike(call, readBody(aboutTweet, call.request).tweet_id, true);
}

export function unlikeTweet(call: Call): Made {
  assertMayLike(call);
  return setLike(call, call.path.tweet_id ?? '', false);
}

function setLike(call: Call, tweetId: string, on: boolean): Made {
  const { world } = call;
  const userId = ownId(call, 'id');
  const tweet = tweetAt(tweetId, world.state);
  if (!tweet) throw notFound(tweetId, call);
  const key = `${userId} ${tweetId}`;
  const isOn = world.state.get('like', key)?.on === true;
  if (isOn !== on) {
    const like = { userId, tweetId, at: nowOf(world), on };
    recordAndTell(
      world,
      ['like', key, like],
      ...(on ? announce(world, { type: 'like.create', userId, by: userId, tweet, at: like.at }) : []),
    );
  }
  return { status: 200, body: { data: { liked: on } } };
}

export function repost(call: Call): Made {
  const { world } = call;
  const { state } = world;
  const userId = ownId(call, 'id');
  const { tweet_id: tweetId } = readBody(aboutTweet, call.request);
  const found = tweetAt(tweetId, state);
  if (!found) throw notFound(tweetId, call);
  const tweet = latestOf(found, state);
  const before = standing(state).find((one) => one.authorId === userId && one.repostOf === tweet.id);
  if (!before) {
    const at = nowOf(world);
    const text = `RT @${userOf(tweet.authorId)?.username}: ${tweet.text}`;
    recordAndTell(
      world,
      tweetEntry(newTweet({ id: state.nextId(at), authorId: userId, text, at, repostOf: tweet.id })),
    );
  }
  return { status: 200, body: { data: { retweeted: true, rest_id: tweet.id } } };
}

export function undoRepost(call: Call): Made {
  const { state } = call.world;
  const userId = ownId(call, 'id');
  const found = standing(state).filter(
    (one) => one.authorId === userId && one.repostOf === (call.path.source_tweet_id ?? ''),
  );
  recordAndTell(call.world, ...found.flatMap((one) => removal(one, state)));
  return { status: 200, body: { data: { retweeted: false } } };
}
