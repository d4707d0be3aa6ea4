import { createHash } from 'node:crypto';
import type { EmulatedMessage, EmulatedPost, EmulatorControl, Faults } from '@polyphony/sdk/emulator';
import { accountOf, accounts, type Account, type Tier } from './accounts.ts';
import { postCountOf, synonymsOf, userCountOf } from './counts.ts';
import { crowd } from './crowd.ts';
import { announce } from './events.ts';
import type { EventSender } from './event-sender.ts';
import { decide, readAsked } from './oauth.ts';
import { documentedCodes } from './refusals.ts';
import { addressedBy } from './rendering.ts';
import { messageEntries, messageOf, replyTo, settle, tweetEntries } from './settling.ts';
import { compareIds } from './snowflake.ts';
import type { Entry, Spelling, State, Tweet, Upload } from './state.ts';
import { findUrls, lengthOf } from './text.ts';
import { isPublication, latestOf, newTweet, partsAfter, removal, standing, tweetAt } from './tweet-store.ts';
import { subscribe } from './subscriptions.ts';
import { registerWebhook } from './webhooks.ts';
import { nowOf, recordAndTell, type World } from './world.ts';

/** What tests do to this network beyond what they do to every one. */
export interface TwitterControl extends EmulatorControl {
  /** What the app of an account pays for, and so what it may do; `app`: the app itself. */
  setTier(account: string, tier: Tier): Promise<void>;
  /** So much is left to pay for calls, in dollars; until then nobody counts. */
  setBalance(dollars: number): Promise<void>;
  /** The words of which description of the API it speaks. */
  speak(spelling: Spelling): Promise<void>;
}

export function createControl(
  world: World,
  faults: Faults,
  sender: EventSender,
): Required<Omit<TwitterControl, 'profile' | 'demand'>> {
  const { state } = world;
  return {
    codes: documentedCodes,
    fail: async (fault) => faults.plant(fault),
    async posts() {
      settle(world);
      const all = standing(state);
      return all.filter((tweet) => isPublication(tweet, state)).map((tweet) => emulatedPost(tweet, all, state));
    },
    insert: async (wanted) => insertPost(wanted, world),
    async remove(id) {
      const found = tweetAt(id, state);
      if (!found) return;
      const tweet = latestOf(found, state);
      const whole = [tweet, ...partsAfter(tweet, standing(state))];
      recordAndTell(
        world,
        ...whole.flatMap((one) => [
          ...removal(one, state),
          ...announce(world, { type: 'post.delete', userId: one.authorId, tweet: one }),
        ]),
      );
    },
    async consent(authorizationUrl, account) {
      const asked = readAsked(new URL(authorizationUrl));
      if (typeof asked === 'string') throw new Error(asked);
      return decide(asked, known(account).id, world);
    },
    async expire(account) {
      const { access, refresh } = epochOf(known(account), state);
      state.record(['epoch', account, { access: access + 1, refresh }]);
    },
    async revoke(account) {
      const { access } = epochOf(known(account), state);
      recordAndTell(
        world,
        ['epoch', account, { access: access + 1, refresh: access + 1 }],
        ...announce(world, { type: 'oauth.revoke', userId: account }),
      );
    },
    talk: async (said) => say(said, world),
    async messages() {
      settle(world);
      return messagesOf(world);
    },
    async count({ account, post, name, add }) {
      const found = post === undefined ? userCountOf(name) : postCountOf(name);
      if (found === undefined) throw new Error(`nothing is called ${name} here`);
      const of = post ?? `user ${known(account).id}`;
      state.record(['count', state.nextName('count'), { of, name: found, add, at: nowOf(world) }]);
    },
    async withhold(name) {
      state.record(...synonymsOf(name).map((one): Entry => ['withheld', one, { name: one }]));
    },
    async hook({ url, account }) {
      const { id: userId } = known(account);
      const registered = state.all('webhook').find((one) => one.url === url && !one.deleted);
      const { id: webhookId } = registered ?? (await registerWebhook(url, world));
      for (const [eventType, direction] of told) {
        const ofUser = eventType === 'oauth.revoke' ? undefined : userId;
        subscribe({ eventType, userId: ofUser, direction, tag: undefined, webhookId }, world);
      }
    },
    async retell(all) {
      settle(world);
      return sender.retell(all);
    },
    async setTier(account, tier) {
      state.record(['access', account, { tier }]);
    },
    async setBalance(dollars) {
      state.record(['balance', 'all', { mills: Math.round(dollars * 1000) }]);
    },
    async speak(value) {
      state.record(['spelling', 'all', { value }]);
    },
  };
}

/** What an address hears of that a person entered. */
const told: readonly (readonly [string, 'inbound' | undefined])[] = [
  ['post.create', undefined],
  ['post.delete', undefined],
  ['post.mention.create', undefined],
  ['post.reply.create', undefined],
  ['post.quote.create', undefined],
  ['like.create', 'inbound'],
  ['follow.follow', 'inbound'],
  ['follow.unfollow', 'inbound'],
  ['dm.received', undefined],
  ['dm.sent', undefined],
  ['oauth.revoke', undefined],
];

function known(account: string): Account {
  const found = accountOf(account);
  if (!found) throw new Error(`there is no account ${account}`);
  return found;
}

const epochOf = ({ id }: Account, state: State) => state.get('epoch', id) ?? { access: 0, refresh: 0 };

const visibleText = ({ text, prefix }: Tweet): string => Array.from(text).slice(prefix).join('');

/** The address at the end of a text, of which the network makes a card. */
function splitLink(text: string): { readonly text: string; readonly link?: string } {
  const last = findUrls(text).at(-1);
  if (last?.end !== lengthOf(text) || !/^https?:/i.test(last.text)) return { text };
  const before = Array.from(text).slice(0, last.start).join('');
  return { text: before.trimEnd(), link: last.text };
}

function mediaOf(tweet: Tweet, state: State): EmulatedPost['media'] {
  return tweet.media.flatMap((id) => {
    const upload = state.get('upload', id);
    return upload ? [{ source: upload.file?.url ?? `sha256:${upload.file?.sha256}`, altText: upload.altText }] : [];
  });
}

function emulatedPost(tweet: Tweet, all: readonly Tweet[], state: State): EmulatedPost {
  return {
    id: tweet.id,
    account: tweet.authorId,
    ...splitLink(tweet.text),
    media: mediaOf(tweet, state),
    parts: partsAfter(tweet, all).map((part) => ({ text: part.text, media: mediaOf(part, state) })),
    createdAt: new Date(state.get('tweet', tweet.versions[0] ?? tweet.id)?.at ?? tweet.at).toISOString(),
  };
}

type Wanted = Parameters<EmulatorControl['insert']>[0];

function insertPost({ account, text, createdAt, media = [] }: Wanted, world: World) {
  const { state } = world;
  const { id: authorId, username } = known(account);
  const at = Date.parse(createdAt);
  settle(world);
  const uploads = media.map(({ url, altText }): Upload => {
    const sha256 = createHash('sha256').update(url).digest('hex');
    return {
      id: state.nextId(nowOf(world)),
      ownerId: authorId,
      category: 'tweet_image',
      mimeType: 'image/jpeg',
      total: 1,
      expiresAt: at,
      file: { sha256, size: 1, url },
      altText,
    };
  });
  const id = at < nowOf(world) ? state.idInThePast(at) : state.nextId(at);
  const tweet = newTweet({ id, authorId, text, at, media: uploads.map((one) => one.id) });
  recordAndTell(world, ...uploads.map((one): Entry => ['upload', one.id, one]), ...tweetEntries(tweet, world));
  return { id, url: `${world.url}/${username}/status/${id}` };
}

type Saying = Parameters<NonNullable<EmulatorControl['talk']>>[0];

function say({ account, kind, text, post }: Saying, world: World): { readonly id: string } {
  const { state } = world;
  const { id: userId, username } = known(account);
  settle(world);
  const spoken = state.all('tweet').length + state.all('message').length;
  const by = crowd[spoken % (crowd.length - 1)];
  if (!by) throw new Error('nobody is there');
  const at = nowOf(world);
  if (kind === 'DIRECT') {
    const message = messageOf(by.id, userId, text, at, world);
    recordAndTell(world, ...messageEntries(message, world));
    return { id: message.id };
  }
  if (kind !== 'COMMENTS' && kind !== 'MENTION') throw new Error(`nobody can say anything in ${kind} here`);
  const subject = subjectOf(userId, kind, post, world);
  const mention = `@${username} `;
  const tweet =
    kind === 'COMMENTS' && subject
      ? replyTo(subject, by.id, text, at, world)
      : newTweet({
          id: state.nextId(at),
          authorId: by.id,
          text: `${mention}${text}`,
          prefix: mention.length,
          at,
          quoteOf: subject?.id,
        });
  recordAndTell(world, ...tweetEntries(tweet, world));
  return { id: tweet.id };
}

/** What it is about; of a mention only what was told. */
function subjectOf(userId: string, kind: string, post: string | undefined, { state }: World): Tweet | undefined {
  if (post === undefined && kind === 'MENTION') return undefined;
  const own = standing(state).filter((one) => one.authorId === userId && isPublication(one, state));
  const found = post === undefined ? own.at(-1) : tweetAt(post, state);
  if (!found) throw new Error(`${userId} has no post ${post ?? 'at all'}`);
  return latestOf(found, state);
}

function messagesOf(world: World): readonly EmulatedMessage[] {
  const { state } = world;
  const all = standing(state);
  const isAccount = (id: string) => accounts.some((account) => account.id === id);
  const kindOf = ({ replyTo: answered }: Tweet) => (answered === undefined ? 'MENTION' : 'COMMENTS');
  const theirs = all
    .filter(({ authorId, repostOf }) => !isAccount(authorId) && repostOf === undefined)
    .flatMap((tweet) =>
      addressedBy(tweet, state)
        .filter(isAccount)
        .map((account) => ({ id: tweet.id, message: messageOfTweet(tweet, account, kindOf(tweet), state) })),
    );
  const ours = all
    .filter((tweet) => isAccount(tweet.authorId) && tweet.repostOf === undefined)
    .flatMap((tweet) => {
      const to = tweet.replyTo === undefined ? undefined : state.get('tweet', tweet.replyTo);
      if (!to || to.authorId === tweet.authorId) return [];
      return [{ id: tweet.id, message: messageOfTweet(tweet, tweet.authorId, kindOf(to), state) }];
    });
  const direct = state
    .all('message')
    .flatMap((message) =>
      message.participants
        .filter((account) => isAccount(account) && !message.deletedFor.includes(account))
        .map((account) => ({ id: message.id, message: directMessage(message.id, account, state) })),
    );
  return [...theirs, ...ours, ...direct].sort((a, b) => compareIds(a.id, b.id)).map(({ message }) => message);
}

function messageOfTweet(tweet: Tweet, account: string, kind: 'COMMENTS' | 'MENTION', state: State): EmulatedMessage {
  return {
    id: tweet.id,
    account,
    kind,
    text: visibleText(tweet),
    replyTo: tweet.replyTo ?? tweet.quoteOf,
    ours: tweet.authorId === account,
    hidden: tweet.hidden,
    liked: state.get('like', `${account} ${tweet.id}`)?.on === true,
  };
}

function directMessage(id: string, account: string, state: State): EmulatedMessage {
  const message = state.get('message', id);
  const ours = message?.senderId === account;
  // Who answers, answers the last thing that was said.
  const before = state
    .all('message')
    .filter((one) => one.conversationId === message?.conversationId && compareIds(one.id, id) < 0)
    .findLast((one) => one.senderId !== account);
  return {
    id,
    account,
    kind: 'DIRECT',
    text: message?.text ?? '',
    replyTo: ours ? before?.id : undefined,
    ours,
    hidden: false,
    liked: false,
  };
}
