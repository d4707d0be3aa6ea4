import { createHash } from 'node:crypto';
import type { EmulatedMessage, EmulatedPost, EmulatorControl, Faults } from '@polyphony/sdk/emulator';
import { administratorOf, communities, communityOf, type Community } from './accounts.ts';
import { announce } from './announcing.ts';
import type { CallbackSender } from './callback-sender.ts';
import { readAttachment } from './attachments.ts';
import { communityCounts, likedBy, plainName, postCounts, postKey, storyCounts, storyKey } from './counts.ts';
import { crowd } from './crowd.ts';
import { conversationOf, messageEntry, messageKey } from './message-store.ts';
import { secondsOf, type World } from './method.ts';
import { decide, readAsked } from './oauth.ts';
import { postNews } from './post-view.ts';
import { documentedCodes } from './refusals.ts';
import { commentEntries, commentKey, newComment, newestPost, settle } from './settling.ts';
import type { Entry, Message, Photo, Post, Story } from './state.ts';

export function createControl(world: World, faults: Faults, sender: Pick<CallbackSender, 'retell'>): EmulatorControl {
  const { state } = world;
  return {
    codes: documentedCodes,
    fail: async (fault) => faults.plant(fault),
    async posts() {
      settle(world);
      const posts = state.all('post').filter(({ deleted }) => !deleted);
      const stories = state.all('story').filter(({ deleted }) => !deleted);
      return [
        ...posts.map((post) => ({ at: post.madeAt, id: post.id, made: emulatedPost(post, world) })),
        ...stories.map((story) => ({ at: story.date, id: story.id, made: emulatedStory(story) })),
      ]
        .sort((a, b) => a.at - b.at || a.id - b.id)
        .map(({ made }) => made);
    },
    insert: async (wanted) => insertPost(wanted, world),
    async remove(id) {
      const post = state.get('post', id);
      const story = state.get('story', id.replace(/^story/, ''));
      if (post) state.record(['post', postKey(post), { ...post, deleted: true }]);
      if (story && id.startsWith('story')) state.record(['story', storyKey(story), { ...story, deleted: true }]);
    },
    async consent(authorizationUrl, account) {
      const asked = readAsked(new URL(authorizationUrl));
      if (typeof asked === 'string') throw new Error(asked);
      return decide(asked, administratorOf(known(account)), world);
    },
    async expire(account) {
      const { access, refresh } = epochsOf(account, world);
      state.record(['epoch', String(known(account).id), { access: access + 1, refresh }]);
    },
    async revoke(account) {
      const { access } = epochsOf(account, world);
      state.record(['epoch', String(known(account).id), { access: access + 1, refresh: access + 1 }]);
    },
    talk: async (said) => say(said, world),
    async messages() {
      settle(world);
      return messagesOf(world);
    },
    async count({ account, post, name, add }) {
      const plain = plainName(name);
      const names: readonly string[] =
        post === undefined ? communityCounts : post.startsWith('story') ? storyCounts : postCounts;
      if (!names.includes(plain)) throw new Error(`nothing is called ${name} here`);
      const at = world.now().getTime();
      const of = post ?? String(known(account).id);
      state.record(['count', state.nextName('count'), { of, name: plain, add, at }]);
    },
    async profile(account) {
      const { name, description, id } = known(account);
      const own = state.get('profile', String(id));
      const source = (upload: string | undefined) => {
        const file = upload === undefined ? undefined : state.get('upload', upload)?.file;
        return file && `sha256:${file.sha256}`;
      };
      return {
        displayName: own?.name ?? name,
        bio: own?.description ?? description,
        link: own?.site,
        avatar: source(own?.photo),
        header: source(own?.cover),
      };
    },
    async retell(all) {
      settle(world);
      return sender.retell(all);
    },
    withhold: async (name) => state.record(['withheld', plainName(name), { name: plainName(name) }]),
  };
}

function known(account: string): Community {
  const found = communityOf(Number(account));
  if (!found) throw new Error(`there is no account ${account}`);
  return found;
}

const epochsOf = (account: string, { state }: World) =>
  state.get('epoch', String(known(account).id)) ?? { access: 0, refresh: 0 };

function emulatedPost(post: Post, { state }: World): EmulatedPost {
  const attachments = post.attachments.map(readAttachment);
  return {
    id: postKey(post),
    account: String(post.groupId),
    text: post.text,
    link: attachments.flatMap((one) => (one.type === 'link' ? [one.url] : []))[0],
    media: attachments.flatMap((one) => {
      if (one.type === 'link' || one.type === 'poll') return [];
      const found = state.get(one.type, one.key);
      if (!found?.file) return [];
      const altText = 'albumId' in found && found.text !== '' ? found.text : undefined;
      return [{ source: found.file.url ?? `sha256:${found.file.sha256}`, altText }];
    }),
    reference: post.guid,
    createdAt: new Date(post.madeAt * 1000).toISOString(),
  };
}

const emulatedStory = (story: Story): EmulatedPost => ({
  id: `story${storyKey(story)}`,
  account: String(story.groupId),
  text: '',
  link: story.link,
  media: [{ source: `sha256:${story.file.sha256}` }],
  createdAt: new Date(story.date * 1000).toISOString(),
});

type Wanted = Parameters<EmulatorControl['insert']>[0];

function insertPost({ account, text, createdAt, media = [] }: Wanted, world: World) {
  const { state } = world;
  const { id: groupId } = known(account);
  const date = secondsOf(new Date(createdAt));
  settle(world);
  const photos = media.map(({ url, altText = '' }): Photo => {
    const sha256 = createHash('sha256').update(url).digest('hex');
    const file = { sha256, name: 'picture.jpg', size: 1, width: 1, height: 1, mimeType: 'image/jpeg', url };
    return { id: state.nextId(), ownerId: -groupId, albumId: -7, text: altText, date, file, upload: '' };
  });
  const post: Post = {
    id: state.nextId(),
    groupId,
    fromId: -groupId,
    text,
    attachments: photos.map(({ ownerId, id }) => `photo${ownerId}_${id}`),
    date,
    madeAt: date,
    postponed: false,
    closedComments: false,
    markedAsAds: false,
    carousel: false,
    pinned: false,
    deleted: false,
  };
  state.record(
    ...photos.map((photo): Entry => ['photo', `${photo.ownerId}_${photo.id}`, photo]),
    ['post', postKey(post), post],
    ...announce(world, groupId, 'wall_post_new', postNews(post, world)),
  );
  world.wake();
  return { id: postKey(post), url: `${world.url}/wall${postKey(post)}` };
}

type Saying = Parameters<NonNullable<EmulatorControl['talk']>>[0];

function say({ account, kind, text, post: wanted }: Saying, world: World): { readonly id: string } {
  const { state, now } = world;
  const { id: groupId } = known(account);
  settle(world);
  const by = crowd[(state.all('comment').length + state.all('message').length) % crowd.length];
  if (!by) throw new Error('nobody is there');
  const date = secondsOf(now());
  if (kind === 'DIRECT') {
    const { message, entries } = messageEntry({ groupId, peerId: by.id, fromId: by.id, text, date }, world);
    state.record(...entries);
    world.wake();
    return { id: messageKey(message) };
  }
  if (kind !== 'COMMENTS') throw new Error(`nobody can say anything in ${kind} here`);
  const post = wanted === undefined ? newestPost(groupId, world) : state.get('post', wanted);
  if (!post || post.deleted) throw new Error(`${account} has no post ${wanted ?? 'at all'}`);
  const comment = newComment(by.id, post, text, date, world);
  state.record(...commentEntries(comment, world));
  world.wake();
  return { id: commentKey(comment) };
}

function messagesOf(world: World): readonly EmulatedMessage[] {
  const { state } = world;
  const comments = state
    .all('comment')
    .filter(({ deleted }) => !deleted)
    .map((comment) => {
      const { id, groupId, postId, fromId, text, replyTo, date } = comment;
      const ours = fromId === -groupId;
      const to = replyTo === undefined ? postKey({ groupId, id: postId }) : commentKey({ groupId, id: replyTo });
      const likers = likedBy('comment', groupId, id, world);
      const liked = likers.includes(-groupId) || likers.includes(managerOf(groupId));
      const kind = 'COMMENTS' as const;
      const message = {
        id: commentKey(comment),
        account: String(groupId),
        kind,
        text,
        replyTo: to,
        ours,
        hidden: false,
        liked,
      };
      return { date, id, message };
    });
  const direct = state
    .all('message')
    .filter(({ deleted }) => !deleted)
    .map((message) => ({ date: message.date, id: message.id, message: directMessage(message, world) }));
  return [...comments, ...direct].sort((a, b) => a.date - b.date || a.id - b.id).map(({ message }) => message);
}

const managerOf = (groupId: number): number => {
  const community = communities.find(({ id }) => id === groupId);
  return community ? administratorOf(community) : 0;
};

function directMessage(message: Message, world: World): EmulatedMessage {
  const { id, groupId, peerId, fromId, text, replyTo } = message;
  const ours = fromId !== peerId;
  // Who answers without saying to what, answers the last thing that was said.
  const last = conversationOf(groupId, peerId, world).findLast((one) => one.id < id && one.fromId === peerId)?.id;
  const to = ours ? (replyTo ?? last) : replyTo;
  return {
    id: messageKey(message),
    account: String(groupId),
    kind: 'DIRECT',
    text,
    replyTo: to === undefined ? undefined : messageKey({ groupId, id: to }),
    ours,
    hidden: false,
    liked: false,
  };
}
