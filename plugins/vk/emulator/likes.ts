import { announce } from './announcing.ts';
import { commentAt } from './comments.ts';
import { actsOn, countOf, likedBy } from './counts.ts';
import { actorOf, communityByOwner, pageOf, type Call, type Methods } from './method.ts';
import { levelOf } from './caller.ts';
import { badParameter, Refusal } from './refusals.ts';
import { personOf, userView } from './views.ts';
import { postAt } from './wall-post.ts';

/** Who likes a post or comment, and how many that are. */
function likersOf(call: Call): { readonly count: number; readonly ids: readonly number[]; readonly groupId: number } {
  const { world, parameters } = call;
  const { id: groupId } = communityByOwner(call);
  const item = parameters.required('item_id');
  const said = likedBy(parameters.text('type') ?? '', groupId, item, world);
  switch (parameters.text('type')) {
    case 'post': {
      const post = postAt(groupId, item, world);
      const crowd = actsOn(post, world).flatMap(({ kind, by }) => (kind === 'like' ? [by.id] : []));
      return { count: countOf(post, 'likes', world), ids: [...said, ...crowd], groupId };
    }
    case 'comment':
      commentAt(groupId, item, world);
      return { count: said.length, ids: said, groupId };
    default:
      throw badParameter('type: only likes of posts and comments are emulated');
  }
}

const setLike = (on: boolean) => (call: Call) => {
  const { world, caller, parameters } = call;
  const { groupId } = likersOf(call);
  const asGroup = parameters.is('from_group');
  if (asGroup && levelOf(caller, groupId) < 2) throw new Refusal(15, 'you should be group admin');
  const liker = asGroup ? -groupId : actorOf(caller);
  const type = parameters.text('type') ?? '';
  const item = parameters.required('item_id');
  world.state.record(
    ['like', `${liker} ${type}-${groupId}_${item}`, { on, at: world.now().getTime() }],
    ...announce(world, groupId, on ? 'like_add' : 'like_remove', {
      liker_id: liker,
      object_type: type,
      object_owner_id: -groupId,
      object_id: item,
      post_id: type === 'post' ? item : commentAt(groupId, item, world).postId,
      thread_reply_id: 0,
    }),
  );
  world.wake();
  return { likes: likersOf(call).count };
};

function getList(call: Call) {
  const { world, parameters } = call;
  const { count, ids } = likersOf(call);
  const items = pageOf(ids, call, 1_000, 100);
  if (!parameters.is('extended')) return { count, items };
  const people = items.flatMap((id) => personOf(id) ?? []);
  return { count, items: people.map((person) => ({ ...userView(person, world), type: 'profile' })) };
}

export const likeMethods: Methods = {
  'likes.add': setLike(true),
  'likes.delete': setLike(false),
  'likes.getList': getList,
};
