import { assertManages, communityByGroup, pageOf, secondsOf, type Call, type Methods } from './method.ts';
import { badParameter } from './refusals.ts';
import type { Video } from './state.ts';
import { openSlot } from './upload.ts';
import { videoView } from './views.ts';

const most = { name: 128, description: 5_000 };

function save(call: Call) {
  const { world, caller, parameters } = call;
  const groupId = parameters.number('group_id');
  if (groupId !== undefined) assertManages(call, communityByGroup(call));
  const title = parameters.text('name') ?? '';
  const description = parameters.text('description') ?? '';
  if (Array.from(title).length > most.name) throw badParameter('name is too long');
  if (Array.from(description).length > most.description) throw badParameter('description is too long');
  if (parameters.is('wallpost')) throw badParameter('wallpost is not emulated: post the video with wall.post');
  const link = parameters.text('link') ?? '';
  const userId = caller.kind === 'user' ? caller.userId : 0;
  const video: Video = {
    id: world.state.nextId(),
    ownerId: groupId === undefined ? userId : -groupId,
    title: title === '' ? 'Без названия' : title,
    description,
    accessKey: world.state.nextName('video').slice(0, 18),
    date: secondsOf(world.now()),
    link: link === '' ? undefined : link,
  };
  world.state.record(['video', `${video.ownerId}_${video.id}`, video]);
  return {
    upload_url: openSlot({ kind: 'video', groupId, userId, videoId: video.id, link: video.link }, world),
    video_id: video.id,
    owner_id: video.ownerId,
    title: video.title,
    description,
    access_key: video.accessKey,
  };
}

function get(call: Call) {
  const { world, parameters } = call;
  const asked = parameters.list('videos').map((text) => /^-?\d+_\d+/.exec(text)?.[0] ?? '');
  const ownerId = parameters.number('owner_id');
  const found = [...world.state.table('video')]
    .filter(([key, video]) => {
      if (video.readyAt === undefined) return false;
      return parameters.has('videos') ? asked.includes(key) : video.ownerId === ownerId;
    })
    .map(([, video]) => video);
  return { count: found.length, items: pageOf(found, call, 200, 100).map((video) => videoView(video, world)) };
}

export const videoMethods: Methods = { 'video.save': save, 'video.get': get };
