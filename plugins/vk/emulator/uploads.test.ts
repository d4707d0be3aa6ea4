import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoTokens } from './index.ts';
import { bakery, minute, openNetwork, ownerId, pixel, sendFile, type Network } from './test-client.ts';

let vk: Network;
beforeEach(async () => {
  vk = await openNetwork();
});
afterEach(() => vk.close());

const groupId = -ownerId;
const bytes = Uint8Array.from(pixel);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

interface Place {
  readonly upload_url: string;
}
type Photos = readonly { readonly id: number; readonly owner_id: number; readonly access_key: string }[];

const wallPlace = async () => (await vk.ask<Place>('photos.getWallUploadServer', { group_id: groupId })).upload_url;

/** A GIF of these sides; nothing else of it is looked at. */
function gifOf(width: number, height: number): Uint8Array<ArrayBuffer> {
  const head = Buffer.from('GIF89a\0\0\0\0\0\0\0', 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  return Uint8Array.from(head);
}

describe('a photo of the wall', () => {
  test('arrives byte for byte, and is saved with its caption', async () => {
    const data = Uint8Array.from([...pixel, 1, 2, 3]);
    const uploaded = await sendFile(await wallPlace(), 'photo', data);
    const saved = await vk.ask<Photos>('photos.saveWallPhoto', { group_id: groupId, ...uploaded, caption: 'Хлеб' });
    const [photo] = saved;
    const attachments = `photo${photo?.owner_id}_${photo?.id}_${photo?.access_key}`;
    await vk.ask('wall.post', { owner_id: ownerId, from_group: 1, attachments });
    expect((await vk.control.posts())[0]?.media).toEqual([{ source: `sha256:${sha256(data)}`, altText: 'Хлеб' }]);
    expect(await vk.ask('photos.getById', { photos: attachments.slice('photo'.length) })).toMatchObject([
      { id: photo?.id, text: 'Хлеб', sizes: expect.arrayContaining([expect.objectContaining({ type: 'w' })]) },
    ]);
    expect(await vk.ask('photos.getById', { photos: `${photo?.owner_id}_${photo?.id}` })).toEqual([]);
  });

  test('saved twice is the same photo', async () => {
    const uploaded = await sendFile(await wallPlace(), 'photo', bytes);
    const given = { group_id: groupId, ...uploaded };
    const once = await vk.ask<Photos>('photos.saveWallPhoto', given);
    expect(await vk.ask('photos.saveWallPhoto', given)).toEqual(once);
  });

  test.each([
    ['no picture', new TextEncoder().encode('This is no picture')],
    ['too wide', gifOf(13_000, 2_000)],
    ['too thin', gifOf(2_100, 100)],
  ])('is not taken: %s', async (_what, data) => {
    expect(await sendFile(await wallPlace(), 'photo', Uint8Array.from(data))).toMatchObject({ photo: '[]' });
  });

  test('is taken at the most that its sides may be', async () => {
    expect(await sendFile(await wallPlace(), 'photo', gifOf(7_000, 7_000))).not.toMatchObject({ photo: '[]' });
  });

  test('must stand in its field', async () => {
    expect(await sendFile(await wallPlace(), 'file', bytes)).toHaveProperty('error');
  });

  test('is saved with what the upload server answered', async () => {
    const uploaded = await sendFile(await wallPlace(), 'photo', bytes);
    const refused = (changes: Parameters<Network['ask']>[1]) =>
      vk.refused('photos.saveWallPhoto', { group_id: groupId, ...uploaded, ...changes });
    expect(await refused({ hash: 'guess' })).toMatchObject({ error_code: 121 });
    expect(await refused({ server: 1 })).toMatchObject({ error_code: 118 });
    expect(await refused({ photo: '[]' })).toMatchObject({ error_code: 100 });
    expect(await refused({ group_id: undefined })).toMatchObject({ error_code: 129 });
  });
});

test('a video is processed for a while', async () => {
  const saved = await vk.ask<Place & { video_id: number; owner_id: number; access_key: string }>('video.save', {
    group_id: groupId,
    name: 'Печь',
    description: 'Как мы печём',
    wallpost: 0,
  });
  const key = `${saved.owner_id}_${saved.video_id}`;
  const get = () => vk.ask<{ items: readonly unknown[] }>('video.get', { videos: `${key}_${saved.access_key}` });
  expect((await get()).items).toEqual([]);
  const data = new TextEncoder().encode('not looked at');
  expect(await sendFile(saved.upload_url, 'video_file', data, 'oven.mp4')).toMatchObject({
    size: data.length,
    video_id: saved.video_id,
    owner_id: ownerId,
  });
  expect((await get()).items).toMatchObject([{ title: 'Печь', processing: 1, converting: 1 }]);
  await vk.ask('wall.post', { owner_id: ownerId, from_group: 1, attachments: `video${key}` });
  vk.clock.advance(minute);
  expect((await get()).items[0]).not.toHaveProperty('processing');
  expect((await vk.control.posts())[0]?.media).toEqual([{ source: `sha256:${sha256(data)}`, altText: undefined }]);
  expect(await vk.refused('video.save', { group_id: groupId, name: 'a'.repeat(129) })).toMatchObject({
    error_code: 100,
  });
});

test('a video is processed for as long as a fault wills', async () => {
  const saved = await vk.ask<Place & { video_id: number }>('video.save', { group_id: groupId, name: 'Долго' });
  await sendFile(saved.upload_url, 'video_file', bytes, 'long.mp4');
  const key = `${ownerId}_${saved.video_id}`;
  await vk.control.fail({ kind: 'processing', ms: 5 * minute });
  await vk.ask('wall.post', { owner_id: ownerId, from_group: 1, attachments: `video${key}` });
  vk.clock.advance(4 * minute);
  expect(await vk.ask('video.get', { videos: key })).toMatchObject({ items: [{ processing: 1 }] });
  vk.clock.advance(minute);
  expect(await vk.ask('video.get', { videos: key })).toMatchObject({
    items: [expect.not.objectContaining({ processing: 1 })],
  });
});

test('a video from elsewhere only needs its address to be opened', async () => {
  const { upload_url: url, video_id: id } = await vk.ask<Place & { video_id: number }>('video.save', {
    group_id: groupId,
    link: 'https://example.com/video',
  });
  await fetch(url);
  expect(await vk.ask('video.get', { videos: `${ownerId}_${id}` })).toMatchObject({ count: 1 });
});

test('a document is saved with a community key too', async () => {
  const token = demoTokens.communityKey;
  const { upload_url: url } = await vk.ask<Place>('docs.getWallUploadServer', {}, token);
  const { file } = await sendFile(url, 'file', bytes, 'menu.pdf');
  const saved = await vk.ask<{ doc: { id: number; owner_id: number } }>('docs.save', { file, title: 'Меню' }, token);
  expect(saved).toMatchObject({
    type: 'doc',
    doc: { title: 'Меню', ext: 'pdf', size: bytes.length, owner_id: ownerId },
  });
  expect(await vk.ask('docs.save', { file, title: 'Меню' }, token)).toEqual(saved);
  const attachments = `doc${saved.doc.owner_id}_${saved.doc.id}`;
  await vk.ask('wall.post', { message: 'Меню', attachments }, token);
  expect((await vk.control.posts())[0]?.media).toMatchObject([{ source: `sha256:${sha256(bytes)}` }]);
  expect(await vk.refused('docs.save', { file: 'guess' }, token)).toMatchObject({ error_code: 105 });
  const { upload_url: other } = await vk.ask<Place>('docs.getWallUploadServer', {}, token);
  expect(await sendFile(other, 'file', bytes, 'song.mp3')).toHaveProperty('error_descr');
});

test('a community changes its face, cover, words and status', async () => {
  const owner = await vk.ask<Place>('photos.getOwnerPhotoUploadServer', { owner_id: ownerId });
  const face = await sendFile(owner.upload_url, 'photo', bytes);
  const { photo_src: source } = await vk.ask<{ photo_src: string }>('photos.saveOwnerPhoto', face);
  const cover = await vk.ask<Place>('photos.getOwnerCoverPhotoUploadServer', { group_id: groupId });
  const uploaded = await sendFile(cover.upload_url, 'photo', bytes);
  expect(await vk.ask('photos.saveOwnerCoverPhoto', uploaded)).toMatchObject({ images: [{ width: 1, height: 1 }] });
  await vk.ask('groups.edit', { group_id: groupId, title: 'Новая выпечка', description: 'Пироги' });
  await vk.ask('status.set', { group_id: groupId, text: 'Открыто' });
  expect(await vk.ask('groups.getById', { group_id: groupId, fields: 'description,status,cover' })).toMatchObject({
    groups: [
      { name: 'Новая выпечка', photo_200: source, description: 'Пироги', status: 'Открыто', cover: { enabled: 1 } },
    ],
  });
  expect(await vk.control.profile(bakery.externalId)).toEqual({
    displayName: 'Новая выпечка',
    bio: 'Пироги',
    link: undefined,
    avatar: `sha256:${sha256(bytes)}`,
    header: `sha256:${sha256(bytes)}`,
  });
  expect(await vk.refused('groups.edit', { group_id: groupId, title: 'a'.repeat(49) })).toMatchObject({
    error_code: 100,
  });
  expect((await fetch(source)).headers.get('content-type')).toBe('image/png');
  expect(await vk.refused('groups.edit', { group_id: groupId, screen_name: '1' })).toMatchObject({ error_code: 1260 });
});

describe('a story', () => {
  const token = demoTokens.communityKey;
  const place = async (given: Parameters<Network['ask']>[1] = {}) =>
    (await vk.ask<Place>('stories.getPhotoUploadServer', { group_id: groupId, add_to_news: 1, ...given }, token))
      .upload_url;
  async function publish(given?: Parameters<Network['ask']>[1]) {
    const answer = (await sendFile(await place(given), 'file', bytes)) as unknown as {
      response: { upload_result: string };
    };
    const upload = { upload_results: answer.response.upload_result };
    const saved = await vk.ask<{ items: readonly { id: number }[] }>('stories.save', upload, token);
    expect(await vk.ask('stories.save', upload, token)).toEqual(saved);
    return saved.items[0]?.id ?? 0;
  }

  test('is there for a day, and is counted', async () => {
    const id = await publish({ link_text: 'more', link_url: 'https://vk.com/riga_bakery' });
    const get = () => vk.ask<{ items: readonly unknown[] }>('stories.getById', { stories: `${ownerId}_${id}` }, token);
    expect((await get()).items).toMatchObject([{ id, owner_id: ownerId, type: 'photo', can_see: 1 }]);
    expect(await vk.control.posts()).toMatchObject([
      { id: `story${ownerId}_${id}`, account: bakery.externalId, media: [{ source: `sha256:${sha256(bytes)}` }] },
    ]);
    await vk.control.count({ account: bakery.externalId, post: `story${ownerId}_${id}`, name: 'views', add: 5 });
    expect(await vk.ask('stories.getStats', { owner_id: ownerId, story_id: id }, token)).toMatchObject({
      views: { count: 5, state: 'on' },
    });
    const list = () => vk.ask<{ items: readonly unknown[] }>('stories.get', { owner_id: ownerId }, token);
    expect((await list()).items).toMatchObject([{ owner_id: ownerId, stories: [{ id }] }]);
    vk.clock.advance(25 * 60 * minute);
    expect((await get()).items).toMatchObject([{ id, is_expired: true }]);
    expect((await list()).items).toEqual([]);
  });

  test('is deleted', async () => {
    const id = await publish();
    expect(await vk.ask('stories.delete', { owner_id: ownerId, story_id: id }, token)).toBe(1);
    expect(await vk.control.posts()).toEqual([]);
    expect(await vk.refused('stories.delete', { owner_id: ownerId, story_id: id }, token)).toMatchObject({
      error_code: 15,
    });
  });

  test('of video has its own field, and leads nowhere else', async () => {
    const { upload_url: url } = await vk.ask<Place>(
      'stories.getVideoUploadServer',
      { group_id: groupId, add_to_news: 1 },
      token,
    );
    expect(await sendFile(url, 'file', bytes)).toHaveProperty('error');
    expect(await sendFile(url, 'video_file', bytes)).toHaveProperty('response.upload_result');
    const elsewhere = { group_id: groupId, add_to_news: 1, link_text: 'more', link_url: 'https://example.com' };
    expect(await vk.refused('stories.getPhotoUploadServer', elsewhere, token)).toMatchObject({ error_code: 100 });
  });
});

test('an upload can be cut by a fault', async () => {
  const url = await wallPlace();
  await vk.control.fail({ kind: 'drop_before', on: 'any' });
  await expect(sendFile(url, 'photo', bytes)).rejects.toThrow('fetch failed');
  await vk.control.fail({ kind: 'code', code: 'busy', on: 'any' });
  expect(await sendFile(url, 'photo', bytes)).toMatchObject({ error: 'busy' });
});
