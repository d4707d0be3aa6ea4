import { happened, type Call, type Found, type LostCommit, type NetworkCall, type Published } from '@polyphony/sdk';
import { ifThere, request } from './client.ts';
import { postSpends, refuseWhatCannotStand, textOf, type Post } from './limits.ts';
import { upload, type Uploaded } from './media.ts';
import { answeredBy, getTweet, hasText, listTweets, outcomeOf, type Tweet } from './tweets.ts';

export async function publish(call: Call, post: Post): Promise<Published> {
  refuseWhatCannotStand(call, post);
  // All uploads come before the first part, so that what can be refused is refused while nothing is public.
  const files = await uploadAll(call, post);
  const ids: string[] = [];
  for (const [index, { text }] of partsOf(post).entries()) {
    const body = {
      ...contentOf(text, files[index] ?? [], post),
      ...(index === 0 && beginningOf(post)),
      ...(index > 0 && { reply: { in_reply_to_tweet_id: ids.at(-1) } }),
    };
    const { id } = await call.commit(commitOf(index), () => createPost(call, body, text));
    ids.push(id);
  }
  const [first = ''] = ids;
  return outcomeOf(call, first);
}

const commitOf = (index: number) => `post ${index + 1}`;
const partsOf = (post: Post) => [{ text: textOf(post), media: post.media }, ...post.parts];

async function uploadAll(call: Call, post: Post): Promise<readonly (readonly Uploaded[])[]> {
  const all: Uploaded[][] = [];
  for (const [index, { media }] of partsOf(post).entries()) {
    const files: Uploaded[] = [];
    for (const [at, file] of media.entries()) {
      files.push(await upload(call, file, `file ${at + 1} of part ${index + 1}`));
    }
    all.push(files);
  }
  return all;
}

const contentOf = (text: string, files: readonly Uploaded[], { options = {} }: Post) => ({
  ...(text.trim() !== '' && { text }),
  ...(files.length > 0 && { media: { media_ids: files.map(({ id }) => id) } }),
  ...(options.madeWithAi !== undefined && { made_with_ai: options.madeWithAi }),
  ...(options.paidPartnership !== undefined && { paid_partnership: options.paidPartnership }),
});

/** What only the first part of a thread has. */
const beginningOf = ({ options: { replySettings, quotePostId, pollOptions, pollDurationMinutes } = {} }: Post) => ({
  ...(replySettings !== undefined && { reply_settings: replySettings }),
  ...(quotePostId !== undefined && { quote_tweet_id: quotePostId }),
  ...(pollOptions && { poll: { options: pollOptions, duration_minutes: pollDurationMinutes } }),
});

async function createPost(call: NetworkCall, json: object, text: string): Promise<{ readonly id: string }> {
  const options = { method: 'POST', json, spends: postSpends(text) } as const;
  const { data } = await request<{ readonly data: { readonly id: string } }>(call, '/2/tweets', options);
  return { id: data.id };
}

const clocksDifferMs = 60_000;

/** Reads what the account posted since then, which costs for each post. What was read too early X refuses as a duplicate. */
export async function find(call: Call, post: Post, { commit, since }: LostCommit): Promise<Found> {
  const index = partsOf(post).findIndex((_, at) => commitOf(at) === commit);
  const part = partsOf(post)[index];
  if (!part) return { outcome: 'unknown', why: `There is no part that is sent as ${commit}.` };
  const files = (await uploadAll(call, post))[index] ?? [];
  const from = new Date(since.getTime() - clocksDifferMs);
  const recent = await listTweets(call, post.channelId, { from });
  const isWanted = (tweet: Tweet) =>
    (answeredBy(tweet) !== undefined) === index > 0 &&
    (files.length > 0 ? hasFiles(tweet, files) : hasText(tweet, part.text) && !tweet.attachments?.media_keys?.length);
  const [found, ...others] = recent.filter(isWanted);
  if (others.length > 0) return { outcome: 'unknown', why: 'The same post is there more than once.' };
  return found ? happened({ id: found.id }) : { outcome: 'absent' };
}

/** What was uploaded for a post is in no other one. */
function hasFiles({ attachments: { media_keys: keys = [] } = {} }: Tweet, files: readonly Uploaded[]): boolean {
  return keys.length === files.length && files.every(({ key }) => keys.includes(key));
}

/** Every version of a post has an id of its own, and only the latest can be edited. */
export async function edit(call: Call, externalId: string, post: Post): Promise<Published> {
  refuseWhatCannotStand(call, post);
  const reject = (code: string, message: string) => call.refuse({ kind: 'content_rejected', code, message });
  if (post.format === 'POLL' || post.format === 'THREAD') {
    throw reject('not_editable', `X edits single posts without a poll; a ${post.format} stays as it is.`);
  }
  const tweet = await latestOf(call, externalId);
  const isEdited = tweet.id !== externalId;
  if (!isEdited) refuseLateEdit(call, tweet);
  const [files = []] = await uploadAll(call, post);
  const text = textOf(post);
  // An edit whose answer was lost is done already.
  const hasMedia = files.length > 0 ? hasFiles(tweet, files) : !tweet.attachments?.media_keys?.length;
  if (isEdited && hasMedia && hasText(tweet, text)) return outcomeOf(call, tweet.id);
  if (isEdited) refuseLateEdit(call, tweet);
  const body = { ...contentOf(text, files, post), edit_options: { previous_post_id: tweet.id } };
  // May run twice: what it has made is seen above.
  const { id } = await call.step('edit', () => createPost(call, body, text));
  return outcomeOf(call, id);
}

function refuseLateEdit(call: NetworkCall, { edit_controls: controls = {} }: Tweet): void {
  const reject = (code: string, message: string) => call.refuse({ kind: 'content_rejected', code, message });
  const { is_edit_eligible: isEligible, editable_until: until, edits_remaining: left } = controls;
  if (isEligible === false) throw reject('not_editable', 'X does not let this post be edited.');
  if (until !== undefined && Date.parse(until) <= call.now().getTime()) {
    throw reject('edit_too_late', `X lets this post be edited until ${until} only.`);
  }
  if (left === 0) throw reject('no_edits_left', 'X lets a post be edited five times, and they are used up.');
}

async function latestOf(call: NetworkCall, externalId: string): Promise<Tweet> {
  const known = await getTweet(call, externalId);
  const latest = known?.edit_history_tweet_ids?.at(-1) ?? externalId;
  const tweet = latest === externalId ? known : await getTweet(call, latest);
  if (tweet) return tweet;
  throw call.refuse({ kind: 'not_found', code: 'resource-not-found', message: 'The post is not there any more.' });
}

/** From the end, so that what is left after a failure is a thread still, whose parts are found again. */
export async function remove(call: NetworkCall, externalId: string): Promise<void> {
  const root = await getTweet(call, externalId);
  if (!root) return;
  const parts = await partsAfter(call, root);
  for (const id of [externalId, ...parts].reverse()) await deleteTweet(call, id);
}

async function deleteTweet(call: NetworkCall, id: string): Promise<void> {
  await ifThere(() => request(call, `/2/tweets/${id}`, { method: 'DELETE', spends: ['delete posts'] }));
}

/** How long after its first part the last one of a thread may have gone out. */
const longestThreadMs = 24 * 60 * 60_000;

/** Nobody is asked about a post that has no answers, as asking costs money. */
async function partsAfter(call: NetworkCall, root: Tweet): Promise<readonly string[]> {
  if (root.public_metrics?.reply_count === 0) return [];
  const from = new Date(root.created_at);
  const until = new Date(from.getTime() + longestThreadMs);
  // X takes no end that is still to come.
  const own = await listTweets(call, root.author_id, { from, ...(until < call.now() && { until }) });
  const ids = new Set(root.edit_history_tweet_ids ?? [root.id]);
  const parts: string[] = [];
  for (const tweet of [...own].reverse()) {
    const parent = answeredBy(tweet);
    if (parent === undefined || !ids.has(parent)) continue;
    for (const id of [tweet.id, ...(tweet.edit_history_tweet_ids ?? [])]) ids.add(id);
    parts.push(tweet.id);
  }
  return parts;
}

export async function state(call: NetworkCall, externalId: string): Promise<Published | { outcome: 'removed' }> {
  return (await getTweet(call, externalId)) ? outcomeOf(call, externalId) : { outcome: 'removed' };
}
