import { demoAccounts, startEmulator, type TwitterEmulator } from '@polyphony/plugin-twitter/emulator';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGlobalID } from '../../src/schema/ids.ts';
import { plain } from '../support/pictures.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let network: TwitterEmulator;
let world: World;
beforeAll(async () => {
  network = await startEmulator({ port: 0, seed: 1 });
  world = await openWorld({}, { EMULATE: `sandbox, twitter=${network.url}` });
});
afterAll(() => network.close());

const [account] = demoAccounts;

/** A workspace with an account of a network that charges for each call. */
async function open() {
  const there = await world.workspace();
  const { credentials, ...own } = account;
  const [grantId, id] = [uuid(), uuid()];
  const of = { workspaceId: there.id, network: 'twitter' };
  const sealed = await world.shell.vault.seal(credentials);
  await world.shell.db.prisma.grant.create({ data: { ...of, id: grantId, credentials: sealed, scopes: [] } });
  await world.shell.db.prisma.channel.create({ data: { ...own, ...of, id, status: 'CONNECTED', grantId } });
  return { there, channelId: encodeGlobalID('Channel', id) };
}

async function write(there: TestWorkspace, channelId: string, content: object) {
  const { data } = await there.gql<{ createPost: { id: string } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
    { input: { content, variants: [{ channelId }] } },
  );
  return data?.createPost.id ?? '';
}

async function upload(there: TestWorkspace): Promise<string> {
  const file = new File([await plain(64, 64).png().toBuffer()], 'bread.png');
  const { data } = await there.gql<{ uploadMedia: { id: string } }>(
    'mutation ($file: Upload!) { uploadMedia(input: { file: $file }) { ... on MediaAsset { id } } }',
    { file },
  );
  return data?.uploadMedia.id ?? '';
}

interface Delivery {
  readonly id: string;
  readonly state: string;
  readonly explanation: string;
  readonly problem: { readonly code: string; readonly message: string } | null;
}
async function publish(there: TestWorkspace, id: string) {
  const { data } = await there.gql<{ publishPost: { __typename: string; issues?: { code: string }[] } }>(
    'mutation ($id: ID!) { publishPost(input: { postId: $id }) { __typename ... on ValidationFailed { issues { code } } } }',
    { id },
  );
  return data?.publishPost;
}
async function deliveryOf(there: TestWorkspace, id: string): Promise<Delivery | undefined> {
  const { data } = await there.gql<{ node: { deliveries: Delivery[] } }>(
    'query ($id: ID!) { node(id: $id) { ... on Post { deliveries { id state explanation problem { code kind actor message retryAt networkCode } } } } }',
    { id },
  );
  return data?.node.deliveries[0];
}
const until = (there: TestWorkspace, id: string, state: string) =>
  world.work(async () => (await deliveryOf(there, id))?.state === state);

const setCap = (there: TestWorkspace, amount: string) =>
  there.gql('mutation ($input: SetSpendingCapInput!) { setSpendingCap(input: $input) { __typename } }', {
    input: { network: 'twitter', cap: { amount, currency: 'USD' } },
  });
async function spentOf(there: TestWorkspace) {
  const { data } = await there.gql<{
    workspace: { spending: { network: { key: string }; spent: { amount: string } }[] };
  }>('{ workspace { spending { network { key } spent { amount currency } } } }');
  return data?.workspace.spending.find(({ network: { key } }) => key === 'twitter')?.spent.amount;
}
const costOf = async (there: TestWorkspace, id: string) => {
  const { data } = await there.gql<{ validatePost: { costs: { cost: { amount: string } }[] } }>(
    'query ($id: ID!) { validatePost(postId: $id) { costs { cost { amount } } } }',
    { id },
  );
  return data?.validatePost.costs.map(({ cost }) => cost.amount);
};
const onNetwork = async () => (await network.control.posts()).map(({ text }) => text);

describe('a network that charges for each call', () => {
  it.each<[string, { text: string; parts?: object[]; media?: string }, string]>([
    ['a text', { text: 'Ржаной хлеб, тёплый 🍞' }, '0.015'],
    ['a text with an address', { text: 'Nāc uz ritamaize.lv 🥐' }, '0.20'],
    ['a thread', { text: 'Бірінші', parts: [{ text: 'Otrā' }, { text: 'third: https://example.com' }] }, '0.23'],
    ['a picture with an alt text', { text: 'Rudzu maize', media: 'Ржаной хлеб' }, '0.02'],
  ])('costs what validation said, and what the network takes for it: %s', async (_, { media, ...content }, cost) => {
    const { there, channelId } = await open();
    const id = await write(there, channelId, {
      ...content,
      ...(media !== undefined && { media: [{ assetId: await upload(there), altText: media }] }),
    });
    expect(await costOf(there, id)).toEqual([cost]);
    await network.control.setBalance(Number(cost));
    try {
      expect(await publish(there, id)).toEqual({ __typename: 'Post' });
      await until(there, id, 'PUBLISHED');
      expect(await spentOf(there)).toBe(cost);
      const next = await write(there, channelId, { text: `${content.text} un vēl` });
      await publish(there, next);
      await until(there, next, 'NEEDS_USER');
    } finally {
      await network.control.setBalance(100);
    }
  });

  it('hears of nothing over the cap, and the delivery waits for a person until it is raised', async () => {
    const { there, channelId } = await open();
    const text = 'Кэп 🧢 cepuma';
    const id = await write(there, channelId, { text });
    await publish(there, id);
    // Set between the decision to publish and the sending.
    await setCap(there, '0.01');
    await until(there, id, 'NEEDS_USER');
    const delivery = await deliveryOf(there, id);
    expect(delivery?.problem).toMatchObject({
      code: 'SPENDING_CAP_REACHED',
      actor: 'USER',
      retryAt: null,
      networkCode: null,
      message: expect.stringMatching(/cap is 0\.01 USD.*setSpendingCap/) as string,
    });
    expect(delivery?.explanation).toContain('setSpendingCap');
    expect(await onNetwork()).not.toContain(text);
    expect(await spentOf(there)).toBe('0.00');
    const row = await world.shell.db.prisma.delivery.findFirstOrThrow({ where: { workspaceId: there.id } });
    expect(row).toMatchObject({ wakeAt: null, attempt: 1 });
    expect((await publish(there, await write(there, channelId, { text })))?.issues).toEqual([
      { code: 'SPENDING_CAP_EXCEEDED' },
    ]);

    const retry = () =>
      there.gql('mutation ($id: ID!) { retryDeliveries(input: { deliveryIds: [$id] }) { __typename } }', {
        id: delivery?.id,
      });
    await retry();
    await until(there, id, 'NEEDS_USER');
    expect(await onNetwork()).not.toContain(text);
    await setCap(there, '0.02');
    await retry();
    await until(there, id, 'PUBLISHED');
    expect((await onNetwork()).filter((each) => each === text)).toHaveLength(1);
    expect(await spentOf(there)).toBe('0.015');
  });

  it('gets the rest of a thread that the cap cut in two, and no part twice', async () => {
    const { there, channelId } = await open();
    const parts = ['Первая из трёх', 'Otrā no trim', 'Үшінші'];
    const [text, ...rest] = parts;
    const id = await write(there, channelId, { text, parts: rest.map((each) => ({ text: each })) });
    await publish(there, id);
    await setCap(there, '0.03');
    await until(there, id, 'NEEDS_USER');
    expect(await spentOf(there)).toBe('0.03');
    await setCap(there, '1');
    const delivery = await deliveryOf(there, id);
    await there.gql('mutation ($id: ID!) { retryDeliveries(input: { deliveryIds: [$id] }) { __typename } }', {
      id: delivery?.id,
    });
    await until(there, id, 'PUBLISHED');
    expect(await spentOf(there)).toBe('0.045');
    const thread = (await network.control.posts()).filter((post) => JSON.stringify(post).includes('Первая из трёх'));
    expect(thread).toHaveLength(1);
    expect(JSON.stringify(thread)).toContain('Үшінші');
  });

  it('that wants to be paid first is not asked again until a person did so', async () => {
    const { there, channelId } = await open();
    const id = await write(there, channelId, { text: 'Bez naudas' });
    await network.control.setBalance(0);
    try {
      await publish(there, id);
      await until(there, id, 'NEEDS_USER');
      expect((await deliveryOf(there, id))?.problem).toMatchObject({ kind: 'CHALLENGE_REQUIRED', actor: 'USER' });
    } finally {
      await network.control.setBalance(100);
    }
  });
});
