import { communities } from './accounts.ts';
import { announce } from './announcing.ts';
import { isBanned } from './attachments.ts';
import { levelOf } from './caller.ts';
import { postKey } from './counts.ts';
import { assertManages, communityByOwner, pageOf, secondsOf, type Call, type Methods, type World } from './method.ts';
import { postView } from './post-view.ts';
import { badParameter, Refusal } from './refusals.ts';
import type { Entry, Post } from './state.ts';
import { linkView, sidesOf } from './views.ts';
import { assertFree, contentOf, isAddress, postAt, postsOf, publishPost } from './wall-post.ts';

/** Posts that were published can be edited for so long. */
const editableSeconds = 86_400;

function edit(call: Call) {
  const { world, parameters } = call;
  const community = communityByOwner(call);
  assertManages(call, community);
  const post = postAt(community.id, parameters.required('post_id'), world);
  const now = secondsOf(world.now());
  if (!post.postponed && post.date + editableSeconds < now) throw new Refusal(15, 'edit time expired');
  const { carousel, ...content } = contentOf(call);
  const date = parameters.number('publish_date') ?? 0;
  if (date !== 0 && !post.postponed) throw badParameter('publish_date: the post is published already');
  if (date !== 0) assertFree(community, date, world, post.id);
  const signed = parameters.has('signed') && !parameters.is('signed') ? { signerId: undefined } : {};
  const edited: Post = {
    ...post,
    ...content,
    ...signed,
    carousel: post.carousel || carousel,
    date: date === 0 ? post.date : date,
    edited: post.postponed ? post.edited : now,
  };
  world.state.record(['post', postKey(post), edited]);
  return { post_id: post.id };
}

/** A change of one post that only its managers may make. */
const change =
  (make: (post: Post) => Post, news: (post: Post, world: World) => readonly Entry[] = () => []) =>
  (call: Call) => {
    const { world, parameters } = call;
    const community = communityByOwner(call);
    assertManages(call, community);
    const post = postAt(community.id, parameters.required('post_id'), world);
    world.state.record(['post', postKey(post), make(post)], ...news(post, world));
    world.wake();
    return 1 as const;
  };

function restore(call: Call) {
  const { world, parameters } = call;
  const community = communityByOwner(call);
  assertManages(call, community);
  const post = world.state.get('post', postKey({ groupId: community.id, id: parameters.required('post_id') }));
  if (!post || post.wentOutAs !== undefined) throw new Refusal(210, 'there is no such post');
  world.state.record(['post', postKey(post), { ...post, deleted: false }]);
  return 1 as const;
}

function get(call: Call) {
  const { world, caller, parameters } = call;
  const domain = parameters.text('domain') ?? '';
  const community =
    domain === '' ? communityByOwner(call) : communities.find(({ screenName }) => screenName === domain);
  if (!community) throw badParameter('domain is incorrect');
  const filter = parameters.text('filter') ?? 'all';
  const hidden = filter === 'postponed' || filter === 'suggests' || filter === 'archived';
  if (hidden && levelOf(caller, community.id) < 2) throw new Refusal(15, 'you should be group admin');
  const found = postsOf(community, world).filter(({ postponed, fromId }) => {
    if (filter === 'postponed') return postponed;
    if (postponed || !['owner', 'others', 'all', ''].includes(filter)) return false;
    return filter === 'owner' ? fromId < 0 : filter === 'others' ? fromId > 0 : true;
  });
  // Pinned first, then the newest; of what waits, what goes out next.
  const order =
    filter === 'postponed'
      ? (a: Post, b: Post) => a.date - b.date || a.id - b.id
      : (a: Post, b: Post) => Number(b.pinned) - Number(a.pinned) || b.date - a.date || b.id - a.id;
  const items = pageOf([...found].sort(order), call, 100).map((post) => postView(post, world));
  return { count: found.length, items, ...sides(items, call) };
}

function getById(call: Call) {
  const { world, caller, parameters } = call;
  const asked = parameters.list('posts');
  if (asked.length > 100) throw badParameter('posts has more than 100 elements');
  const items = asked.flatMap((text) => {
    const [, owner = '', id = ''] = /^(-?\d+)_(\d+)$/.exec(text) ?? [];
    if (owner === '') throw badParameter(`posts: ${text} is incorrect`);
    const post = world.state.get('post', postKey({ groupId: -Number(owner), id: Number(id) }));
    if (!post || post.deleted || (post.postponed && levelOf(caller, post.groupId) < 2)) return [];
    return [postView(post, world)];
  });
  return { items, ...sides(items, call) };
}

function sides(items: readonly { readonly owner_id: number; readonly from_id: number }[], call: Call) {
  const { world, caller, parameters } = call;
  if (!parameters.is('extended')) return {};
  const ids = items.flatMap((item) => [item.owner_id, item.from_id]);
  return sidesOf(ids, world, caller, parameters.list('fields'));
}

const switchComments = (closed: boolean) => (call: Call) => {
  const { world, parameters } = call;
  const community = communityByOwner(call);
  assertManages(call, community);
  const post = postAt(community.id, parameters.required('post_id'), world);
  world.state.record(['post', postKey(post), { ...post, closedComments: closed }]);
  return 1 as const;
};

function parseAttachedLink({ parameters }: Call) {
  const links = parameters.list('links');
  if (!links.every(isAddress)) throw badParameter('links is incorrect');
  return { data: links.filter((link) => !isBanned(link)).map((link) => ({ type: 'link', link: linkView(link) })) };
}

function checkCopyrightLink({ parameters }: Call) {
  if (!isAddress(parameters.text('link') ?? '')) throw new Refusal(3102);
  return 1 as const;
}

/** Only one post is on top. */
function pin(call: Call) {
  const { world, parameters } = call;
  const community = communityByOwner(call);
  assertManages(call, community);
  const post = postAt(community.id, parameters.required('post_id'), world);
  if (post.postponed) throw new Refusal(210, 'the post is not published');
  const before = postsOf(community, world).filter(({ pinned, id }) => pinned && id !== post.id);
  world.state.record(
    ...[...before.map((one) => ({ ...one, pinned: false })), { ...post, pinned: true }].map((one): Entry => [
      'post',
      postKey(one),
      one,
    ]),
  );
  return 1 as const;
}

export const wallMethods: Methods = {
  'wall.post': publishPost,
  'wall.edit': edit,
  'wall.delete': change(
    (post) => ({ ...post, deleted: true, pinned: false }),
    (post, world) =>
      post.postponed
        ? announce(world, post.groupId, 'wall_schedule_post_delete', { id: post.id, schedule_time: post.date })
        : [],
  ),
  'wall.restore': restore,
  'wall.get': get,
  'wall.getById': getById,
  'wall.openComments': switchComments(false),
  'wall.closeComments': switchComments(true),
  'wall.pin': pin,
  'wall.unpin': change((post) => ({ ...post, pinned: false })),
  'wall.parseAttachedLink': parseAttachedLink,
  'wall.checkCopyrightLink': checkCopyrightLink,
};
