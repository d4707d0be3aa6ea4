import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ask,
  at,
  digestOf,
  film,
  get,
  gif,
  idOf,
  picture,
  pixel,
  post,
  roastery,
  testClock,
  upload,
  video,
} from './asking.ts';
import { startEmulator, type TwitterEmulator } from './index.ts';

let clock: ReturnType<typeof testClock>;
let x: TwitterEmulator;
beforeEach(async () => {
  clock = testClock();
  x = await startEmulator({ port: 0, seed: 1, now: clock.now });
});
afterEach(() => x.close());

const status = (id: string) => get(x, `/2/media/upload?command=STATUS&media_id=${id}`);
const stateOf = (body: unknown) => at(body, 'data', 'processing_info', 'state');

describe('a picture', () => {
  it('is uploaded in chunks, described, and posted', async () => {
    const done = await upload(x, picture, undefined, 40);
    expect(done.body).toMatchObject({ data: { size: pixel.length } });
    expect(stateOf(done.body)).toBeUndefined();
    const id = idOf(done);
    const metadata = { id, metadata: { alt_text: { text: 'A loaf' } } };
    expect((await ask(x, 'POST', '/2/media/metadata', metadata)).status).toBe(200);
    const made = await post(x, { text: 'Look', media: { media_ids: [id] } });
    expect(made.status).toBe(201);
    expect(await x.control.posts()).toMatchObject([
      { text: 'Look', media: [{ source: `sha256:${digestOf(pixel)}`, altText: 'A loaf' }] },
    ]);
    const fields = 'expansions=attachments.media_keys&media.fields=alt_text,width,url,type';
    const read = await get(x, `/2/tweets/${idOf(made)}?${fields}&tweet.fields=display_text_range`);
    expect(at(read.body, 'includes', 'media', 0)).toMatchObject({ type: 'photo', width: 1, alt_text: 'A loaf' });
    // The address of the picture stands behind what people read.
    expect(String(at(read.body, 'data', 'text'))).toMatch(/^Look https:\/\/t\.co\/\w+$/);
    expect(at(read.body, 'data', 'display_text_range')).toEqual([0, 4]);
    const shown = await fetch(String(at(read.body, 'includes', 'media', 0, 'url')));
    expect(digestOf(new Uint8Array(await shown.arrayBuffer()))).toBe(digestOf(pixel));
  });

  it('may be sent at once, and in the older way', async () => {
    const form = (own: Readonly<Record<string, string | Blob>>) => {
      const made = new FormData();
      for (const [name, value] of Object.entries(own)) made.set(name, value);
      return made;
    };
    const blob = new Blob([picture.bytes]);
    const send = (own: Readonly<Record<string, string | Blob>>) => ask(x, 'POST', '/2/media/upload', form(own));
    const atOnce = await send({ media: blob, media_category: 'tweet_image' });
    expect(atOnce.body).toMatchObject({ data: { size: pixel.length } });
    const total_bytes = String(pixel.length);
    const begun = await send({ command: 'INIT', media_type: 'image/png', total_bytes, media_category: 'tweet_image' });
    await send({ command: 'APPEND', media_id: idOf(begun), segment_index: '0', media: blob });
    const done = await send({ command: 'FINALIZE', media_id: idOf(begun) });
    expect(done.status).toBe(200);
    expect((await post(x, { media: { media_ids: [idOf(atOnce), idOf(done)] } })).status).toBe(201);
  });

  it('must be whole, of its kind, of its author and not old', async () => {
    const begin = (own: object) =>
      ask(x, 'POST', '/2/media/upload/initialize', {
        ...{ media_type: 'image/png', total_bytes: 10, media_category: 'tweet_image' },
        ...own,
      });
    const short = await begin({});
    expect((await ask(x, 'POST', `/2/media/upload/${idOf(short)}/finalize`)).status).toBe(400);
    expect((await begin({ total_bytes: 5 * 1024 * 1024 + 1 })).status).toBe(400);
    expect((await begin({ media_type: 'video/mp4' })).status).toBe(400);
    expect((await upload(x, { ...picture, bytes: Uint8Array.from(Buffer.from('no picture')) })).status).toBe(400);

    const theirs = idOf(await upload(x, picture, roastery.credentials.accessToken));
    const refused = await post(x, { text: 'Mine', media: { media_ids: [theirs] } });
    expect(refused.body).toMatchObject({ status: 400, detail: 'Your media IDs are invalid.' });
    const old = idOf(await upload(x, picture));
    clock.advance(86_400_000);
    expect((await post(x, { text: 'Old', media: { media_ids: [old] } })).status).toBe(400);
  });

  it('is one of four at most, and stands beside no film', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, async () => idOf(await upload(x, picture))));
    expect((await post(x, { text: 'Five', media: { media_ids: ids } })).status).toBe(400);
    expect((await post(x, { text: 'Four', media: { media_ids: ids.slice(1) } })).status).toBe(201);
    const moving = idOf(await upload(x, video));
    clock.advance(10_000);
    const mixed = await post(x, { text: 'Both', media: { media_ids: [ids[0], moving] } });
    expect(mixed.body).toMatchObject({ errors: [{ code: 386 }] });
    const long = { id: ids[0], metadata: { alt_text: { text: 'a'.repeat(1_001) } } };
    expect((await ask(x, 'POST', '/2/media/metadata', long)).status).toBe(400);
  });
});

describe('a film', () => {
  it('is worked on before it may be posted', async () => {
    const done = await upload(x, video);
    const id = idOf(done);
    expect(at(done.body, 'data', 'processing_info')).toEqual({ state: 'pending', check_after_secs: 2 });
    expect((await post(x, { text: 'Look', media: { media_ids: [id] } })).status).toBe(400);
    clock.advance(1_000);
    expect(at((await status(id)).body, 'data', 'processing_info')).toEqual({
      state: 'in_progress',
      check_after_secs: 1,
      progress_percent: 50,
    });
    clock.advance(1_000);
    expect(stateOf((await status(id)).body)).toBe('succeeded');
    expect((await post(x, { text: 'Look', media: { media_ids: [id] } })).status).toBe(201);
    expect(await x.control.posts()).toMatchObject([{ media: [{ source: `sha256:${digestOf(film)}` }] }]);
  });

  it('fails where it is none, or too long', async () => {
    const broken = idOf(await upload(x, { ...video, bytes: Uint8Array.from(Buffer.from('no film at all')) }));
    clock.advance(5_000);
    expect(at((await status(broken)).body, 'data', 'processing_info')).toMatchObject({
      state: 'failed',
      error: { name: 'InvalidMedia' },
    });
    const header = Buffer.alloc(40);
    header.write('mvhd', 0, 'latin1');
    header.writeUInt32BE(1_000, 16);
    header.writeUInt32BE(141_000, 20);
    const long = { ...video, bytes: Uint8Array.from(Buffer.concat([film, header])) };
    const token = roastery.credentials.accessToken;
    const refused = idOf(await upload(x, long, token));
    const allowed = idOf(await upload(x, long));
    clock.advance(5_000);
    const told = await get(x, `/2/media/upload?media_id=${refused}`, token);
    expect(stateOf(told.body)).toBe('failed');
    expect(stateOf((await status(allowed)).body)).toBe('succeeded');
  });

  it('takes as long as a test says', async () => {
    await x.control.fail({ kind: 'processing', ms: 60_000, on: 'any', skip: 2 });
    const id = idOf(await upload(x, { bytes: Uint8Array.from(gif), type: 'image/gif', category: 'tweet_gif' }));
    clock.advance(59_000);
    expect(stateOf((await status(id)).body)).toBe('in_progress');
    clock.advance(1_000);
    expect(stateOf((await status(id)).body)).toBe('succeeded');
  });

  it('tells how it was watched', async () => {
    const id = idOf(await upload(x, video));
    clock.advance(5_000);
    const made = await post(x, { text: 'Look', media: { media_ids: [id] } });
    clock.advance(3_600_000);
    const fields = 'expansions=attachments.media_keys&media.fields=public_metrics,non_public_metrics';
    const read = await get(x, `/2/tweets/${idOf(made)}?${fields}`);
    const [media] = [at(read.body, 'includes', 'media', 0)];
    expect(at(media, 'public_metrics', 'view_count')).toBeGreaterThan(0);
    expect(at(media, 'non_public_metrics', 'playback_100_count')).toBeGreaterThan(0);
    const stranger = await get(x, `/2/tweets/${idOf(made)}?${fields}`, roastery.credentials.accessToken);
    expect(at(stranger.body, 'includes', 'media', 0)).not.toHaveProperty('non_public_metrics');
    const from = new Date(clock.now().getTime() - 7_200_000).toISOString();
    const span = `start_time=${from}&end_time=${clock.now().toISOString()}&granularity=hourly`;
    const analytics = await get(x, `/2/media/analytics?media_keys=7_${id}&${span}`);
    expect(at(analytics.body, 'data', 0, 'timestamped_metrics', 0, 'metrics', 'video_views')).toBeGreaterThanOrEqual(0);
  });
});
