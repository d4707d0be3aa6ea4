import { communityOf } from './accounts.ts';
import { assertManages, communityByGroup, secondsOf, type Call, type Methods } from './method.ts';
import { badParameter, Refusal } from './refusals.ts';
import type { Photo, Upload } from './state.ts';
import { hashOf, openSlot, serverNumber } from './upload.ts';
import { fileAddress, photoView } from './views.ts';

/** Photos of walls are in one album that nobody sees. */
const wallAlbum = -14;

const userOf = ({ caller }: Call): number => (caller.kind === 'user' ? caller.userId : 0);

function getWallUploadServer(call: Call) {
  const { world, parameters } = call;
  const userId = userOf(call);
  const groupId = parameters.number('group_id');
  if (groupId !== undefined) assertManages(call, communityByGroup(call));
  const url = openSlot({ kind: 'wall_photo', groupId, userId }, world);
  return { upload_url: url, album_id: wallAlbum, user_id: userId, fallback_upload_url: url };
}

/** What was uploaded, after the proof that the client has the answer. */
function uploadOf(call: Call, name: string, kind: Upload['kind']): Upload {
  const { world, parameters } = call;
  if (parameters.text('hash') !== hashOf(name)) throw new Refusal(121);
  const upload = world.state.get('upload', name);
  if (upload?.kind !== kind) throw new Refusal(129);
  return upload;
}

function saveWallPhoto(call: Call) {
  const { world, caller, parameters } = call;
  const { state } = world;
  if ((parameters.number('server') ?? 0) !== serverNumber) throw new Refusal(118);
  const name = markOf(parameters.text('photo') ?? '');
  const upload = uploadOf(call, name, 'wall_photo');
  const groupId = parameters.number('group_id');
  if (caller.kind === 'user' && (upload.userId !== caller.userId || upload.groupId !== groupId)) throw new Refusal(129);
  // Saved before: it is the same photo.
  const saved = upload.savedAs === undefined ? undefined : state.get('photo', upload.savedAs);
  if (saved) return [photoView(saved, world)];
  const ownerId = userOf(call);
  const photo: Photo = {
    id: state.nextId(),
    ownerId,
    userId: ownerId,
    albumId: wallAlbum,
    accessKey: state.nextName('photo').slice(0, 18),
    text: parameters.text('caption') ?? '',
    date: secondsOf(world.now()),
    file: upload.file,
    upload: name,
  };
  const key = `${ownerId}_${photo.id}`;
  state.record(['photo', key, photo], ['upload', name, { ...upload, savedAs: key }]);
  return [photoView(photo, world)];
}

/** The name of the upload, in what the upload server answered. */
function markOf(text: string): string {
  try {
    // As the upload server wrote it; anything else has no such name.
    const [first] = JSON.parse(text) as readonly { readonly photo?: unknown }[];
    if (typeof first?.photo === 'string') return first.photo;
  } catch {
    // It is no JSON, so no answer of the upload server.
  }
  throw badParameter('photo is undefined');
}

function getOwnerPhotoUploadServer(call: Call) {
  const { world, parameters } = call;
  const ownerId = parameters.number('owner_id') ?? userOf(call);
  const community = ownerId < 0 ? communityOf(-ownerId) : undefined;
  if (ownerId < 0 && !community) throw badParameter('owner_id is incorrect');
  if (community) assertManages(call, community, 3);
  return { upload_url: openSlot({ kind: 'owner_photo', groupId: community?.id, userId: userOf(call) }, world) };
}

function saveOwnerPhoto(call: Call) {
  const { world, parameters } = call;
  if (parameters.text('server') !== String(serverNumber)) throw new Refusal(118);
  const name = parameters.text('photo') ?? '';
  const { file, groupId } = uploadOf(call, name, 'owner_photo');
  const address = fileAddress(name, file, world);
  if (groupId !== undefined) {
    const key = String(groupId);
    world.state.record(['profile', key, { ...world.state.get('profile', key), photo: name }]);
  }
  return { photo_hash: hashOf(name), photo_src: address, photo_src_big: address, photo_src_small: address, saved: 1 };
}

function getCoverUploadServer(call: Call) {
  const community = communityByGroup(call);
  assertManages(call, community, 3);
  return { upload_url: openSlot({ kind: 'cover', groupId: community.id }, call.world) };
}

function saveCover(call: Call) {
  const { world, parameters } = call;
  const name = parameters.text('photo') ?? '';
  const { file, groupId } = uploadOf(call, name, 'cover');
  const url = fileAddress(name, file, world);
  const key = String(groupId);
  world.state.record(['profile', key, { ...world.state.get('profile', key), cover: name }]);
  return { images: [{ url, width: file.width ?? 1, height: file.height ?? 1 }] };
}

function getById({ world, parameters }: Call) {
  return parameters.list('photos').flatMap((text) => {
    const [, key = '', accessKey] = /^(-?\d+_\d+)(?:_(\w+))?$/.exec(text) ?? [];
    const photo = world.state.get('photo', key);
    const isShown = photo && (photo.accessKey === undefined || photo.accessKey === accessKey);
    return isShown ? [photoView(photo, world)] : [];
  });
}

export const photoMethods: Methods = {
  'photos.getWallUploadServer': getWallUploadServer,
  'photos.saveWallPhoto': saveWallPhoto,
  'photos.getOwnerPhotoUploadServer': getOwnerPhotoUploadServer,
  'photos.saveOwnerPhoto': saveOwnerPhoto,
  'photos.getOwnerCoverPhotoUploadServer': getCoverUploadServer,
  'photos.saveOwnerCoverPhoto': saveCover,
  'photos.getById': getById,
};
