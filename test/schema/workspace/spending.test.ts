import { beforeAll, describe, expect, it } from 'vitest';
import { charging } from '../../support/prices.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld({}, { CONNECTORS: '@polyphony/plugin-sandbox' });
  here = await world.workspace();
});

const money = 'amount currency';
const setCap = (input: object, as?: string, there = here) =>
  there.gql<{ setSpendingCap: Record<string, unknown> }>(
    `mutation ($input: SetSpendingCapInput!) {
      setSpendingCap(input: $input) {
        __typename
        ... on SetSpendingCapSuccess { spending { network { key } spent { ${money} } cap { ${money} } resetsAt } }
        ... on ValidationFailed { issues { code path } }
      }
    }`,
    { input },
    as,
  );
const read = (as?: string, there = here) =>
  there.gql<{
    workspace: { spending: object[] | null; channels: { nodes: { health: { spending: object } | null }[] } };
  }>(
    `{ workspace {
      spending { network { key } spent { ${money} } cap { ${money} } }
      channels { nodes { health { spending { spent { ${money} } cap { ${money} } } } } }
    } }`,
    {},
    as,
  );
const dollars = (amount: string) => ({ amount, currency: 'USD' });

async function write(there: TestWorkspace, text: string, channelIds: readonly string[] = there.channelIds) {
  const { data } = await there.gql<{ createPost: { id: string } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
    { input: { content: { text }, variants: channelIds.map((channelId) => ({ channelId })) } },
  );
  return data?.createPost.id ?? '';
}
async function validate(there: TestWorkspace, id: string, at: object | null = null) {
  const { data, errors } = await there.gql<{ validatePost: Record<string, unknown> }>(
    `query ($id: ID!, $at: WallTimeInput) { validatePost(postId: $id, at: $at) {
      publishable costs { channel { id } cost { ${money} } }
      issues { code severity path channel { id } parameters { name value } }
    } }`,
    { id, at },
  );
  expect(errors).toBeUndefined();
  return data?.validatePost;
}
/** So much has been spent this month. */
const spend = ({ id: workspaceId }: TestWorkspace, amount: bigint) => {
  const now = world.shell.now();
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  return world.shell.db.prisma.spending.create({
    data: { workspaceId, network: 'sandbox', month, currency: 'USD', amount },
  });
};

describe('setting a cap', () => {
  it('shows how the month stands, and is told by the log', async () => {
    await world.withConnector(charging, async () => {
      const { data } = await setCap({ network: 'sandbox', cap: dollars('20') });
      const resetsAt = (data?.setSpendingCap.spending as { resetsAt: string } | undefined)?.resetsAt; // asked for
      expect(resetsAt).toMatch(/^\d{4}-\d\d-01T00:00:00.000Z$/);
      expect(data?.setSpendingCap).toEqual({
        __typename: 'SetSpendingCapSuccess',
        spending: { network: { key: 'sandbox' }, spent: dollars('0.00'), cap: dollars('20.00'), resetsAt },
      });
      await setCap({ network: 'sandbox', cap: dollars('20.000') });
      await setCap({ network: 'sandbox', cap: null });
      const log = await here.gql(
        '{ workspace { events(last: 10, types: [SPENDING_CAP_CHANGED]) { nodes { type from to subject { __typename id } } } } }',
      );
      const subject = { __typename: 'Workspace', id: Buffer.from(`Workspace:${here.id}`).toString('base64') };
      expect(log.data?.workspace).toEqual({
        events: {
          nodes: [
            { type: 'SPENDING_CAP_CHANGED', from: null, to: '20.00 USD', subject },
            { type: 'SPENDING_CAP_CHANGED', from: '20.00 USD', to: null, subject },
          ],
        },
      });
    });
  });

  it('refuses what is no cap, and never takes one away because it was forgotten', async () => {
    const issues = async (input: object) => (await setCap(input)).data?.setSpendingCap.issues;
    await world.withConnector(charging, async () => {
      await setCap({ network: 'sandbox', cap: dollars('5') });
      expect(await issues({ network: 'sandbox' })).toEqual([{ code: 'CAP_MISSING', path: ['cap'] }]);
      expect(await issues({ network: 'sandbox', cap: { amount: '-5', currency: 'EUR' } })).toEqual([
        { code: 'CURRENCY_WRONG', path: ['cap', 'currency'] },
        { code: 'AMOUNT_INVALID', path: ['cap', 'amount'] },
      ]);
      expect((await read()).data?.workspace.spending).toMatchObject([{ cap: dollars('5.00') }]);
    });
    expect(await issues({ network: 'sandbox', cap: dollars('5') })).toEqual([
      { code: 'NETWORK_CHARGES_NOTHING', path: ['network'] },
    ]);
    expect((await setCap({ network: 'nowhere', cap: null })).data?.setSpendingCap.__typename).toBe('NotFound');
  });
});

describe('what was spent', () => {
  it('is seen on the workspace and on its channels, by whoever may read insights', async () => {
    const there = await world.workspace();
    await spend(there, 985_000n);
    const none = await read(undefined, there);
    expect(none.data?.workspace).toMatchObject({
      spending: [],
      channels: { nodes: [{ health: { spending: null } }, {}] },
    });
    await world.withConnector(charging, async () => {
      await setCap({ network: 'sandbox', cap: dollars('1') }, undefined, there);
      const { data, errors } = await read(undefined, there);
      expect(errors).toBeUndefined();
      const standing = { spent: dollars('0.985'), cap: dollars('1.00') };
      expect(data?.workspace.spending).toEqual([{ network: { key: 'sandbox' }, ...standing }]);
      expect(data?.workspace.channels.nodes).toEqual([1, 2].map(() => ({ health: { spending: standing } })));
      const creator = await read(await there.member('CREATOR'), there);
      expect(creator.data?.workspace.spending).toBeNull();
      // Nothing of another workspace.
      expect((await read()).data?.workspace.spending).toMatchObject([{ spent: dollars('0.00') }]);
    });
  });
});

describe('validation', () => {
  it('shows what a post will cost on each channel, also without a cap', async () => {
    await world.withConnector(charging, async () => {
      const there = await world.workspace();
      const id = await write(there, 'Maize: ritamaize.lv 🍞');
      expect(await validate(there, id)).toMatchObject({
        publishable: true,
        costs: there.channelIds.map((channel) => ({ channel: { id: channel }, cost: dollars('0.20') })),
      });
    });
    expect(await validate(here, await write(here, 'Нан 🍞'))).toMatchObject({ costs: [] });
  });

  it('keeps a post from going out that the cap would stop, in the month in which it goes out', async () => {
    await world.withConnector(charging, async () => {
      const there = await world.workspace();
      await setCap({ network: 'sandbox', cap: dollars('0.03') }, undefined, there);
      await spend(there, 15_000n);
      const [first, second] = there.channelIds;
      const id = await write(there, 'Хлеб 🍞');
      const found = await validate(there, id);
      expect(found).toMatchObject({ publishable: false });
      expect(found?.issues).toMatchObject([
        { code: 'SAME_TEXT_ON_NETWORK' },
        {
          code: 'SPENDING_CAP_NEAR',
          severity: 'WARNING',
          path: ['variants', '0', 'channelId'],
          channel: { id: first },
        },
        {
          code: 'SPENDING_CAP_EXCEEDED',
          severity: 'ERROR',
          path: ['variants', '1', 'channelId'],
          channel: { id: second },
          parameters: [
            { name: 'cost', value: '0.015' },
            { name: 'spent', value: '0.03' },
            { name: 'cap', value: '0.03' },
            { name: 'currency', value: 'USD' },
          ],
        },
      ]);
      const publish = await there.gql<{ publishPost: object }>(
        'mutation ($id: ID!) { publishPost(input: { postId: $id }) { __typename ... on ValidationFailed { issues { code } } } }',
        { id },
      );
      expect(publish.data?.publishPost).toEqual({
        __typename: 'ValidationFailed',
        issues: [{ code: 'SPENDING_CAP_EXCEEDED' }],
      });

      const at = {
        localDateTime: `${String(new Date().getUTCFullYear() + 1)}-12-01T09:00:00`,
        timeZone: 'Europe/Riga',
      };
      expect(await validate(there, id, at)).toMatchObject({ publishable: true });
      const schedule = await there.gql<{ schedulePost: object }>(
        'mutation ($input: SchedulePostInput!) { schedulePost(input: $input) { __typename } }',
        { input: { postId: id, at } },
      );
      expect(schedule.data?.schedulePost).toEqual({ __typename: 'Post' });
    });
  });
});
