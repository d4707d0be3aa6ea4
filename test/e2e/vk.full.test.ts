import { randomUUID } from 'node:crypto';
import { demoTokens } from '@polyphony/plugin-vk/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractDocument } from '../support/documents.ts';
import { pdf, photo } from '../support/pictures.ts';
import { describeDeaths } from '../support/vk-deaths.ts';
import {
  bakery,
  becomes,
  bread,
  digestOf,
  loaf,
  openProduct,
  roastery,
  type OpenProduct,
  type SeenChannel,
} from '../support/vk-product.ts';

// VK as its user has it: the product is a process of its own, over HTTP and WebSocket; the network is emulated.

let product: OpenProduct;
let channel: SeenChannel;
let other: SeenChannel;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(async () => {
  expect(await product.close()).toBe(0);
});

const { communityKey, userToken, secondCommunityKey, secondUserToken } = demoTokens;
const minuteMs = 60_000;
const png = (side = 64) => photo(side, side).png().toBuffer();
const formatsOf = ({ capabilities }: SeenChannel) => capabilities.formats.map(({ format }) => format);

const russian = 'Открываемся в субботу 🥐👩‍🍳! Хлеб — с 7:00; «Рижская выпечка» ждёт. Ёлка, объём, щи';
const kazakh = 'Сенбі күні ашыламыз 🫓 Нан пісіріліп жатыр: Ә Ғ Қ Ң Ө Ұ Ү Һ І — қош келіңіздер! 🇰🇿';
const latvian = 'Atveramies sestdien 🥨 Rupjmaize, ķimeņmaizītes, šķovēti āboli, ģimenei — līdz plkst. 19:00 🇱🇻';

/** The address that the network was given for an account, once it has answered there. */
const addressOf = ({ externalId }: { externalId: string }, token: string) =>
  becomes(
    async () => {
      const { items } = await product.vk.ask<{ items: { url: string; secret_key: string; status: string }[] }>(
        'groups.getCallbackServers',
        { group_id: externalId },
        token,
      );
      return items[0] ?? { url: '', secret_key: '', status: 'none' };
    },
    ({ status }) => status === 'ok',
  );

const tell = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('connecting a community', () => {
  it('with pasted keys gives all that the network has', async () => {
    const { id, state, authorizationUrl } = await product.startConnecting('vk', { communityKey, userToken });
    expect({ state, authorizationUrl }).toEqual({ state: 'GRANTED', authorizationUrl: null });
    expect(await product.whatWasGranted(id)).toMatchObject({
      problem: null,
      candidates: [{ externalId: bakery.externalId, name: 'Рижская выпечка', kind: 'PAGE', missingScopes: [] }],
    });
    channel = await product.connectChosen(id, bakery.externalId);
    expect(channel).toMatchObject({
      name: 'Рижская выпечка',
      status: 'CONNECTED',
      tier: { name: 'community key with user token' },
      health: { missingScopes: [], lastProblem: null, tokenExpiresAt: null },
      capabilities: { actions: ['EDIT', 'REMOVE'], engagement: { kinds: ['COMMENTS', 'DIRECT'], live: true } },
    });
    expect(channel.health.lastSuccessAt).not.toBeNull();
    expect(channel.health.rateBudgets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['community key', 'user token', 'posts']) as string[],
    );
    expect(formatsOf(channel)).toEqual(['TEXT', 'LINK', 'PHOTO', 'CAROUSEL', 'VIDEO', 'POLL', 'STORY']);
  });

  it('with its key alone is degraded, and whoever writes a post with a picture is told who must do what', async () => {
    other = await product.connect('vk', roastery.externalId, { communityKey: secondCommunityKey });
    expect(other).toMatchObject({ status: 'DEGRADED', tier: { name: 'community key' } });
    expect(other.health.missingScopes).toContain('user:photos');
    expect(formatsOf(other)).toEqual(['TEXT', 'LINK', 'STORY']);
    const { workspace } = await product.gql<{ workspace: { channels: { nodes: { id: string; status: string }[] } } }>(
      contractDocument('Health'),
    );
    expect(workspace.channels.nodes).toMatchObject([{ id: other.id, status: 'DEGRADED' }]);

    const assetId = await product.upload(await png(), 'дверь.png');
    const postId = await product.write(other.id, { text: kazakh, media: [{ assetId }] });
    const at = { localDateTime: '2030-03-28T09:00:00', timeZone: 'Europe/Riga' };
    const { validatePost } = await product.gql<{
      validatePost: { publishable: boolean; issues: { code: string; message: string; fix: string }[] };
    }>(contractDocument('CheckBeforeScheduling'), { postId, at });
    expect(validatePost).toMatchObject({ publishable: false, issues: [{ code: 'FORMAT_NOT_FOR_ACCOUNT' }] });
    expect(validatePost.issues[0]?.message).toContain('community key');
    expect(validatePost.issues[0]?.fix).toMatch(/^Whoever manages channels reconnects it and grants .*user:photos/);
    const { publishPost } = await product.gql<{ publishPost: object }>(contractDocument('PublishNow'), {
      input: { postId },
    });
    expect(publishPost).toMatchObject({ __typename: 'ValidationFailed' });

    // The text alone goes out with it.
    const { externalId } = await product.publish(other.id, { text: kazakh });
    expect(await product.vk.withText(kazakh)).toMatchObject([{ id: externalId, text: kazakh }]);
  });

  it('again, with a user token beside the key, mends it', async () => {
    const before = other.id;
    const credentials = { communityKey: secondCommunityKey, userToken: secondUserToken };
    other = await product.connect('vk', roastery.externalId, credentials);
    expect(other).toMatchObject({ id: before, status: 'CONNECTED', health: { missingScopes: [] } });
    expect(formatsOf(other)).toContain('CAROUSEL');
  });

  it('with keys that are not good says so, and connects nothing', async () => {
    const { id, state } = await product.startConnecting('vk', { communityKey: 'vk1.a.nonsense' });
    expect(state).toBe('REFUSED');
    expect(await product.whatWasGranted(id)).toMatchObject({ candidates: [], problem: { actor: 'USER' } });
    expect(JSON.stringify(await product.whatWasGranted(id))).not.toContain('nonsense');
  });
});

describe('a post is on the network byte for byte', () => {
  const seen = async (externalId: string | null) =>
    (await product.vk.control.posts()).find(({ id }) => id === externalId);

  it('with a text, with a link, with a picture', async () => {
    for (const text of [russian, kazakh, latvian]) {
      const { externalId, url, moves } = await product.publish(channel.id, { text });
      expect(moves).toEqual(['QUEUED', 'SENDING', 'PUBLISHED']);
      expect(await seen(externalId)).toMatchObject({ text, account: bakery.externalId, media: [] });
      const page = await fetch(url ?? '');
      expect(page.status).toBe(200);
      expect(await page.text()).toContain(text.slice(0, 12));
    }
    const link = 'https://example.com/наубайхана?a=1,2&ref=vk';
    const linked = await product.publish(channel.id, { text: `${kazakh} (сілтеме)`, link });
    expect(decodeURI((await seen(linked.externalId))?.link ?? '').replace('%2C', ',')).toBe(link);

    const bytes = await png();
    const media = [{ assetId: await product.upload(bytes, 'Rīta maize ķ.png') }];
    const pictured = await product.publish(channel.id, { text: `${latvian} (attēls)`, media });
    expect(await seen(pictured.externalId)).toMatchObject({
      text: `${latvian} (attēls)`,
      media: [{ source: digestOf(bytes) }],
    });
  });

  it('with ten pictures in their order', { timeout: 90_000 }, async () => {
    const pictures = await Promise.all(Array.from({ length: 10 }, (_, index) => png(40 + index)));
    const media: { assetId: string }[] = [];
    for (const [index, bytes] of pictures.entries())
      media.push({ assetId: await product.upload(bytes, `${String(index)}.png`) });
    const { externalId } = await product.publish(channel.id, { text: `${russian} (десять)`, media });
    const post = await seen(externalId);
    expect(post?.media.map(({ source }) => source)).toEqual(pictures.map(digestOf));
  });

  it('with a document, as a poll, as a story', async () => {
    const document = [{ assetId: await product.upload(pdf, 'Цены.pdf') }];
    const documented = await product.publish(
      channel.id,
      { text: `${russian} (цены)`, media: document },
      { format: 'TEXT' },
    );
    expect(await seen(documented.externalId)).toMatchObject({ media: [{ source: digestOf(pdf) }] });

    const pollAnswers = ['Қара нан 🍞', 'Баурсақ', 'Бәрі де'];
    const options = { vk: { pollQuestion: 'Қай нан дәмдірек?', pollAnswers, pollMultiple: true } };
    const poll = await product.publish(channel.id, { text: `${kazakh} (сауалнама)` }, { format: 'POLL', options });
    const { items } = await product.vk.ask<{
      items: { attachments: { poll: { question: string; multiple: boolean; answers: { text: string }[] } }[] }[];
    }>('wall.getById', { posts: poll.externalId ?? '' });
    const there = items[0]?.attachments[0]?.poll;
    expect(there).toMatchObject({ question: 'Қай нан дәмдірек?', multiple: true });
    expect(there?.answers.map(({ text }) => text)).toEqual(pollAnswers);

    const bytes = await png(90);
    const media = [{ assetId: await product.upload(bytes, 'stāsts.png') }];
    const story = await product.publish(channel.id, { media }, { format: 'STORY' });
    expect(story.externalId).toMatch(/^story-/);
    expect(await seen(story.externalId)).toMatchObject({ media: [{ source: digestOf(bytes) }] });
  });

  it('is refused before anything is sent where nobody could take it', async () => {
    const before = (await product.vk.control.posts()).length;
    const postId = await product.write(channel.id, { text: 'я'.repeat(15_896) });
    const { publishPost } = await product.gql<{ publishPost: object }>(contractDocument('PublishNow'), {
      input: { postId },
    });
    expect(publishPost).toMatchObject({
      __typename: 'ValidationFailed',
      issues: [{ code: 'TEXT_TOO_LONG', path: ['content', 'text'] }],
    });
    expect(await product.vk.control.posts()).toHaveLength(before);
  });
});

describe('a post that the network holds back', () => {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();

  it('is out when its time has come: the network is asked where it does not tell', async () => {
    // Taken down by a person on the network’s own page: nobody tells any more.
    await addressOf(roastery, secondUserToken);
    const group = { group_id: roastery.externalId };
    const servers = await product.vk.ask<{ items: { id: number }[] }>(
      'groups.getCallbackServers',
      group,
      secondUserToken,
    );
    for (const { id } of servers.items)
      await product.vk.ask('groups.deleteCallbackServer', { ...group, server_id: String(id) }, secondUserToken);
    const text = `${kazakh} (кейінге қалдырылды, сұралды)`;
    const options = { vk: { publishAt: at(6_000) } };
    const { moves, externalId, url } = await product.publish(other.id, { text }, { options });
    expect(moves).toEqual(['QUEUED', 'SENDING', 'PROCESSING', 'PUBLISHED']);
    expect(await product.vk.withText(text)).toMatchObject([{ id: externalId }]);
    expect(url).toContain(`/wall${externalId ?? ''}`);
  });

  it('is out when the network tells, long before anybody would ask', async () => {
    await addressOf(bakery, userToken);
    const text = `${latvian} (atlikts, pateica pats)`;
    const options = { vk: { publishAt: at(30 * minuteMs) } };
    const waiting = await product.publish(channel.id, { text }, { options }, 'PROCESSING');
    expect(waiting.externalId).toBeNull();
    // Another one for the same minute is refused, by a sentence that says what to change.
    const second = await product.publish(channel.id, { text: 'Tajā pašā minūtē' }, { options }, 'FAILED');
    expect(second.problem).toMatchObject({ kind: 'CONTENT_REJECTED', networkCode: '214_time', actor: 'USER' });

    product.vk.turnClock(31 * minuteMs);
    const moves = await product.follow(waiting.postId, waiting.cursor, ['PUBLISHED']);
    product.vk.turnClock(-31 * minuteMs);
    expect(moves).toEqual(['QUEUED', 'SENDING', 'PROCESSING', 'PUBLISHED']);
    const { externalId } = await product.delivery(waiting.id);
    expect(await product.vk.withText(text)).toMatchObject([{ id: externalId, text }]);

    // Told once more, all of it: nothing happens twice.
    const before = await product.delivery(waiting.id);
    expect(await product.vk.control.retell(true)).toBeGreaterThan(0);
    await product.publish(channel.id, { text: 'Pēc tam 🥨' });
    expect(await product.movesOf(waiting.postId, waiting.cursor)).toEqual(moves);
    expect(await product.delivery(waiting.id)).toEqual(before);
  });
});

describe('what the network tells', () => {
  it('counts only with the secret that it was given', async () => {
    const { url, secret_key: secret } = await addressOf(bakery, userToken);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(secret.length).toBeGreaterThan(30);
    const text = `${russian} (чужая весть)`;
    const publishAt = new Date(Date.now() + 45 * minuteMs).toISOString();
    const waiting = await product.publish(channel.id, { text }, { options: { vk: { publishAt } } }, 'PROCESSING');
    const [held] = await product.vk.withText(text);
    const postponedId = Number(held?.id.split('_')[1]);
    const told = (more: object) => ({
      type: 'wall_post_new',
      event_id: randomUUID(),
      v: '5.199',
      group_id: Number(bakery.externalId),
      object: { id: 999_999, date: Math.floor(Date.now() / 1000), postponed_id: postponedId },
      ...more,
    });
    for (const forged of [
      {},
      { secret: '' },
      { secret: `${secret}x` },
      { secret, group_id: Number(roastery.externalId) },
    ])
      expect((await tell(url, told(forged))).status).toBe(403);
    expect((await tell(url, { type: 'confirmation', group_id: Number(roastery.externalId) })).status).toBe(403);
    expect((await tell(url.replace(/[^/]+$/, randomUUID()), told({ secret }))).status).toBe(404);
    // Whoever knows the secret is the network; only that answer is one that it takes.
    const heard = await tell(url, {
      ...told({ secret }),
      type: 'group_join',
      object: { user_id: 1, join_type: 'join' },
    });
    expect({ status: heard.status, text: await heard.text() }).toEqual({ status: 200, text: 'ok' });
    await product.publish(channel.id, { text: 'Тем временем 🥐' });
    expect(await product.delivery(waiting.id)).toMatchObject({ state: 'PROCESSING' });
  });

  it('about who may manage it is looked into', async () => {
    const { url, secret_key: secret } = await addressOf(bakery, userToken);
    await product.vk.ask('groups.edit', { group_id: bakery.externalId, title: 'Рижская выпечка и кофе' });
    const event = { v: '5.199', group_id: Number(bakery.externalId), secret, event_id: randomUUID() };
    const object = { admin_id: 100_501, user_id: 100_502, level_old: 0, level_new: 1 };
    expect(await (await tell(url, { ...event, type: 'group_officers_edit', object })).text()).toBe('ok');
    channel = await becomes(
      () => product.channel(channel.id),
      ({ name }) => name === 'Рижская выпечка и кофе',
    );
    expect(channel.status).toBe('CONNECTED');
  });
});

describe('when the network wants something of a person', () => {
  it('a captcha waits at an address; whoever solves it and tries again publishes once', async () => {
    const text = `${russian} #vk-captcha`;
    const held = await product.publish(channel.id, { text }, {}, 'NEEDS_USER');
    expect(held.problem).toMatchObject({ kind: 'CHALLENGE_REQUIRED', actor: 'USER', networkCode: '14' });
    expect(held.allowedActions).toContain('RETRY');
    const address = held.problem?.actionUrl ?? '';
    expect(address).toContain('/not_robot_captcha?');
    const page = await (await fetch(address)).text();
    expect(page).toContain('<form');
    // Before it is solved the network asks again, and nothing is out.
    let cursor = await product.newestCursor();
    await product.retry(held.id);
    expect(await product.follow(held.postId, cursor, ['PUBLISHED', 'NEEDS_USER'])).toContain('NEEDS_USER');
    expect(await product.vk.withText(text)).toEqual([]);

    expect((await fetch(address, { method: 'POST' })).status).toBe(200);
    cursor = await product.newestCursor();
    await product.retry(held.id);
    await product.follow(held.postId, cursor, ['PUBLISHED']);
    expect(await product.vk.withText(text)).toHaveLength(1);
  });

  it('what looks like spam is told to a person, and the limit of a day is waited out', async () => {
    const spam = await product.publish(channel.id, { text: 'Купи! #vk-spam' }, {}, 'NEEDS_USER');
    expect(spam.problem).toMatchObject({ kind: 'PERMISSION_DENIED', networkCode: '214' });

    const createdAt = new Date().toISOString();
    const filling: string[] = [];
    while (filling.length < 500) {
      const made = await product.vk.control.insert({ account: roastery.externalId, text: 'Полный день', createdAt });
      filling.push(made.id);
    }
    const text = `${kazakh} (ертең)`;
    const limited = await product.publish(other.id, { text }, {}, 'RETRY_SCHEDULED');
    expect(limited.problem).toMatchObject({ kind: 'RATE_LIMITED', actor: 'NETWORK', networkCode: '214_limit' });
    const again = new Date(limited.problem?.retryAt ?? 0);
    expect((again.getTime() + 3 * 60 * minuteMs) % (24 * 60 * minuteMs)).toBeLessThan(minuteMs); // midnight in Moscow
    for (const id of filling) await product.vk.control.remove(id);
    expect(await product.vk.withText(text)).toEqual([]);
  });
});

describe('one look', () => {
  it('goes to communities and accounts of three networks at once, each with a result of its own', async () => {
    const page = await product.connect('sandbox', bread.externalId, bread.credentials);
    const account = await product.connect('bluesky', loaf.externalId, loaf.typed);
    const avatar = await photo(400, 400).jpeg().toBuffer();
    const avatarAssetId = await product.upload(avatar, 'Ābols.jpg');
    const profile = {
      displayName: 'Rīta Maize · Таң наны',
      bio: 'Хлеб на закваске 🥖 Ашытқы наны 🫓 Ieraugmaize 🥨',
      link: 'https://example.com/maize',
      avatarAssetId,
    };
    const { updateChannelProfiles } = await product.gql<{
      updateChannelProfiles: {
        results: {
          channel: { id: string; profile: object } | null;
          outcome: string;
          problem: { code: string } | null;
        }[];
      };
    }>(contractDocument('OneLook'), { input: { channelIds: [channel.id, page.id, account.id], profile } });
    const { results } = updateChannelProfiles;
    expect(results.map((result) => result.channel?.id)).toEqual([channel.id, page.id, account.id]);
    expect(results[0]).toMatchObject({ outcome: 'DONE', problem: null });
    const changesLook = account.capabilities.profile?.fields.includes('displayName') === true;
    // What a network has no place for is told beside what was changed.
    expect(results.slice(1).map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([
      ['DONE', 'NOT_SUPPORTED_BY_NETWORK'],
      [changesLook ? 'DONE' : 'FAILED', 'NOT_SUPPORTED_BY_NETWORK'],
    ]);
    const { displayName, bio, link } = profile;
    expect(await product.vk.control.profile(bakery.externalId)).toMatchObject({
      displayName,
      bio,
      link,
      avatar: digestOf(avatar),
    });
    expect(await product.sandbox.control.profile(bread.externalId)).toMatchObject({ displayName, bio });
    const there = await product.bluesky.control?.profile?.(loaf.externalId);
    expect(there?.displayName === displayName).toBe(changesLook);
    expect((await product.channel(channel.id)).profile).toMatchObject({ displayName, bio, link });
  });
});

describe('VK ID', { timeout: 90_000 }, () => {
  const timur = '100502';

  /** Goes to the network's page as a person does, and says yes. */
  async function consent(): Promise<SeenChannel> {
    const { id, state, authorizationUrl } = await product.startConnecting('vk');
    expect(state).toBe('WAITING');
    const page = await fetch(authorizationUrl ?? '');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(timur);
    const body = new URLSearchParams({ user: timur, decision: 'allow' });
    const decided = await fetch(authorizationUrl ?? '', { method: 'POST', body, redirect: 'manual' });
    const back = decided.headers.get('location') ?? '';
    expect(back).toMatch(/\/connect\/vk\/callback\?.*device_id=/);
    expect((await fetch(back)).status).toBe(200);
    // A link is good once.
    expect((await fetch(back)).status).toBe(400);
    expect(await product.whatWasGranted(id)).toMatchObject({
      state: 'GRANTED',
      candidates: [{ externalId: roastery.externalId, missingScopes: [] }],
    });
    return product.connectChosen(id, roastery.externalId);
  }

  it('connects on the network’s page, is renewed when it runs out, and waits for a person when it is revoked', async () => {
    const connected = await consent();
    expect(connected).toMatchObject({ id: other.id, status: 'CONNECTED', tier: { name: 'VK ID token' } });
    expect(connected.health.tokenExpiresAt).not.toBeNull();
    await product.publish(other.id, { text: `${russian} (VK ID)` });

    await product.vk.control.expire(roastery.externalId);
    const { moves } = await product.publish(other.id, { text: `${kazakh} (VK ID, жаңартылды)` });
    expect(moves).toEqual(['QUEUED', 'SENDING', 'PUBLISHED']);
    const renewed = await product.channel(other.id);
    expect(Date.parse(renewed.health.tokenExpiresAt ?? '')).toBeGreaterThan(
      Date.parse(connected.health.tokenExpiresAt ?? ''),
    );

    await product.vk.control.revoke(roastery.externalId);
    const text = `${latvian} (pēc atsaukšanas)`;
    const held = await product.publish(other.id, { text }, {}, 'NEEDS_USER');
    expect(held.problem).toMatchObject({ kind: 'AUTH_REVOKED', actor: 'USER' });
    expect(await product.channel(other.id)).toMatchObject({
      status: 'NEEDS_RECONNECT',
      health: { lastProblem: { kind: 'AUTH_REVOKED' } },
    });
    const { status, health } = await consent();
    expect(status).toBe('CONNECTED');
    expect(Date.parse(health.lastSuccessAt ?? '')).toBeGreaterThan(Date.parse(health.lastProblem?.at ?? ''));
    const cursor = await product.newestCursor();
    await product.retry(held.id);
    await product.follow(held.postId, cursor, ['PUBLISHED']);
    expect(await product.vk.withText(text)).toHaveLength(1);
  });
});

describe('keys that were taken back', () => {
  it('are found out as soon as the network tells that rights have changed', async () => {
    const { url, secret_key: secret } = await addressOf(bakery, userToken);
    await product.vk.control.revoke(bakery.externalId);
    const object = { admin_id: 100_502, user_id: 100_501, level_old: 3, level_new: 0 };
    const event = { type: 'group_officers_edit', event_id: randomUUID(), v: '5.199', secret, object };
    expect((await tell(url, { ...event, group_id: Number(bakery.externalId) })).status).toBe(200);
    const lost = await becomes(
      () => product.channel(channel.id),
      ({ status }) => status === 'NEEDS_RECONNECT',
    );
    expect(lost.health.lastProblem).toMatchObject({ kind: 'AUTH_REVOKED', actor: 'USER' });
  });

  it('leaves no secret in what the product printed', () => {
    for (const secret of Object.values(demoTokens)) expect(product.output()).not.toContain(secret);
  });
});

describeDeaths();
