import { countOfStory, isTold, storyCounts, storyKey } from './counts.ts';
import {
  assertManages,
  communityByGroup,
  communityByOwner,
  secondsOf,
  type Call,
  type Methods,
  type World,
} from './method.ts';
import { badParameter, Refusal } from './refusals.ts';
import type { Entry, Story } from './state.ts';
import { openSlot } from './upload.ts';
import { sidesOf, storyView } from './views.ts';

const linkTexts = [
  'to_store', 'vote', 'more', 'book', 'order', 'enroll', 'fill', 'signup', 'buy', 'ticket', 'write', 'open',
  'learn_more', 'view', 'go_to', 'contact', 'watch', 'play', 'install', 'read', 'calendar',
]; // prettier-ignore

const openUpload = (kind: 'story_photo' | 'story_video') => (call: Call) => {
  const { world, parameters } = call;
  const community = communityByGroup(call);
  assertManages(call, community);
  if (!parameters.is('add_to_news') && parameters.list('user_ids').length === 0) {
    throw badParameter('add_to_news or user_ids should be passed');
  }
  const text = parameters.text('link_text');
  const link = parameters.text('link_url');
  if (text !== undefined && !linkTexts.includes(text)) throw badParameter('link_text is incorrect');
  if (link !== undefined && !isOnVk(link, world)) throw badParameter('link_url should lead to the network itself');
  return { upload_url: openSlot({ kind, groupId: community.id, link }, world), user_ids: [] };
};

/** Ordinary communities may link to the network only. */
const isOnVk = (link: string, { url }: World): boolean =>
  URL.canParse(link) && (/(^|\.)vk\.(com|ru)$/.test(new URL(link).hostname) || link.startsWith(`${url}/`));

function save(call: Call) {
  const { world, caller, parameters } = call;
  const { state } = world;
  const names = parameters.list('upload_results');
  if (names.length === 0) throw badParameter('upload_results is undefined');
  const entries: Entry[] = [];
  const stories = names.map((name): Story => {
    const upload = state.get('upload', name);
    if (upload?.groupId === undefined || !upload.kind.startsWith('story_'))
      throw badParameter('upload_results is incorrect');
    const saved = upload.savedAs === undefined ? undefined : state.get('story', upload.savedAs);
    if (saved) return saved;
    const story: Story = {
      id: state.nextId(),
      groupId: upload.groupId,
      type: upload.kind === 'story_photo' ? 'photo' : 'video',
      date: secondsOf(world.now()),
      link: upload.link,
      file: upload.file,
      upload: name,
      deleted: false,
    };
    entries.push(['story', storyKey(story), story], ['upload', name, { ...upload, savedAs: storyKey(story) }]);
    return story;
  });
  state.record(...entries);
  const sides = parameters.is('extended')
    ? sidesOf(
        stories.map(({ groupId }) => -groupId),
        world,
        caller,
      )
    : {};
  return { count: stories.length, items: stories.map((story) => storyView(story, world)), ...sides };
}

function storyAt(key: string, { state, now }: World): Story {
  const story = state.get('story', key);
  if (!story || story.deleted) throw new Refusal(15, 'there is no such story');
  if (story.date + 86_400 <= secondsOf(now())) throw new Refusal(1600);
  return story;
}

function getStats(call: Call) {
  const { world, parameters } = call;
  const story = world.state.get('story', `${parameters.required('owner_id')}_${parameters.required('story_id')}`);
  if (!story || story.deleted) throw new Refusal(15, 'there is no such story');
  assertManages(call, { id: story.groupId });
  return Object.fromEntries(
    storyCounts.map((name) => [
      name,
      isTold(name, world) ? { count: countOfStory(story, name, world), state: 'on' } : { state: 'hidden' },
    ]),
  );
}

function remove(call: Call) {
  const { world, parameters } = call;
  const ownerId = parameters.number('owner_id');
  const keys = ownerId === undefined ? parameters.list('stories') : [`${ownerId}_${parameters.required('story_id')}`];
  const stories = keys.map((key) => storyAt(key, world));
  for (const { groupId } of stories) assertManages(call, { id: groupId });
  world.state.record(...stories.map((story): Entry => ['story', storyKey(story), { ...story, deleted: true }]));
  return 1 as const;
}

/** What can be seen now, by whose it is. */
function get(call: Call) {
  const { world, caller, parameters } = call;
  const now = secondsOf(world.now());
  const { id } = communityByOwner(call);
  const all = world.state.all('story').filter(({ groupId, deleted }) => groupId === id && !deleted);
  const shown = all.filter(({ date }) => date + 86_400 > now);
  const item = {
    type: 'stories',
    id: `stories${-id}`,
    owner_id: -id,
    stories: shown.map((story) => storyView(story, world)),
    has_unseen: true,
  };
  const items = shown.length === 0 ? [] : [item];
  return { count: items.length, items, ...(parameters.is('extended') && sidesOf([-id], world, caller)) };
}

function getById({ world, caller, parameters }: Call) {
  const found = parameters.list('stories').flatMap((key) => world.state.get('story', key) ?? []);
  const items = found.map((story) => storyView(story, world));
  return {
    count: items.length,
    items,
    ...sidesOf(
      found.map(({ groupId }) => -groupId),
      world,
      caller,
    ),
  };
}

export const storyMethods: Methods = {
  'stories.getPhotoUploadServer': openUpload('story_photo'),
  'stories.getVideoUploadServer': openUpload('story_video'),
  'stories.save': save,
  'stories.getStats': getStats,
  'stories.delete': remove,
  'stories.get': get,
  'stories.getById': getById,
};
