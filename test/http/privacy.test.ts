import { createHmac, randomUUID } from 'node:crypto';
import type { Connector } from '@polyphony/sdk';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { receiveDemand } from '../../src/app/workspace/privacy.ts';
import { sealGrant } from '../../src/app/workspace/grant.ts';
import { prune } from '../../src/jobs/prune.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
let url: string;
beforeAll(async () => {
  world = await openWorld();
  ({ url } = await world.serve());
});

const db = () => world.shell.db.prisma;
const operators = { clientId: 'sandbox-app', clientSecret: 'sandbox-app-secret' };
const kinds = {
  DEAUTHORIZE: 'access_withdrawn',
  DELETE_USER: 'person_deleted',
  DELETE_CONTENT: 'post_deleted',
} as const;

const demandOf = (kind: keyof typeof kinds, id: string) => JSON.stringify({ type: kinds[kind], id });
const sign = (body: string, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

async function demand(path: string, body: string, secret = operators.clientSecret) {
  const headers = { 'x-sandbox-signature': sign(body, secret) };
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body });
  const text = await response.text();
  return { status: response.status, receipt: response.ok ? (JSON.parse(text) as Record<string, string>) : {} };
}

/** A workspace whose first channel was granted to that app, as somebody's. */
async function granted(clientId: string | null, more: Readonly<Record<string, string>> = {}): Promise<TestWorkspace> {
  const workspace = await world.workspace();
  const { grantId } = await db().channel.findUniqueOrThrow({ where: { id: workspace.channels[0] } });
  const credentials = { token: 'sandbox-token-ritamaize', ...more };
  const sealed = await sealGrant(world.shell, credentials, { clientId, values: {} });
  await db().grant.update({ where: { id: grantId ?? '' }, data: { credentials: sealed } });
  return workspace;
}

const statusOf = async (workspace: TestWorkspace, index: 0 | 1 = 0) => {
  const { status, grantId } = await db().channel.findUniqueOrThrow({ where: { id: workspace.channels[index] } });
  return { status, granted: grantId !== null };
};

describe('a network that tells of people who take back what they granted', () => {
  it('is heard: what was granted to that app is lost, in every workspace, and to no other app', async () => {
    const mine = await granted('sandbox-app');
    const also = await granted('sandbox-app');
    const own = await granted('own-app');
    const { status, receipt } = await demand('/privacy/sandbox', demandOf('DEAUTHORIZE', 'acc_ritamaize'));
    expect({ status, receipt }).toEqual({
      status: 200,
      receipt: {
        confirmationCode: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        statusUrl: `${url}/privacy/requests/${receipt.confirmationCode ?? ''}`,
      },
    });
    expect(await statusOf(mine)).toEqual({ status: 'NEEDS_RECONNECT', granted: true });
    expect(await statusOf(also)).toEqual({ status: 'NEEDS_RECONNECT', granted: true });
    expect(await statusOf(own)).toEqual({ status: 'CONNECTED', granted: true });
    expect(await statusOf(mine, 1)).toEqual({ status: 'CONNECTED', granted: true });
    const events = await db().event.findMany({ where: { workspaceId: mine.id, type: 'CHANNEL_CHANGED' } });
    expect(events).toMatchObject([{ to: 'NEEDS_RECONNECT', actorReason: 'network' }]);
  });

  it('finds a person by what the connector calls open of their credentials', async () => {
    const workspace = await granted('sandbox-app', { personId: 'person_77', secretId: 'person_78' });
    const withOpen = (sandbox: Connector): Connector => ({ ...sandbox, auth: { ...sandbox.auth, open: ['personId'] } });
    await world.withConnector(withOpen, async () => {
      await demand('/privacy/sandbox', demandOf('DEAUTHORIZE', 'person_78'));
      expect(await statusOf(workspace)).toMatchObject({ status: 'CONNECTED' });
      await demand('/privacy/sandbox', demandOf('DEAUTHORIZE', 'person_77'));
      expect(await statusOf(workspace)).toMatchObject({ status: 'NEEDS_RECONNECT' });
    });
  });

  it('at the address of a workspace’s own app reaches that workspace alone, signed with that app’s secret', async () => {
    const workspace = await granted('own-app');
    const other = await granted('own-app');
    const { data } = await workspace.gql<{ app: { privacyUrl: string } }>(
      `mutation { app: registerNetworkApp(input: { network: "sandbox", clientId: "own-app", clientSecret: "own secret" }) {
        ... on NetworkApp { privacyUrl } } }`,
    );
    const path = new URL(data?.app.privacyUrl ?? '').pathname;
    const body = demandOf('DEAUTHORIZE', 'acc_ritamaize');
    expect((await demand(path, body)).status).toBe(400);
    expect(await statusOf(workspace)).toMatchObject({ status: 'CONNECTED' });
    expect((await demand(path, body, 'own secret')).status).toBe(200);
    expect(await statusOf(workspace)).toMatchObject({ status: 'NEEDS_RECONNECT' });
    expect(await statusOf(other)).toMatchObject({ status: 'CONNECTED' });
  });
});

describe('a network that tells of people who want to be forgotten', () => {
  it('is heard: what they granted is destroyed, and no more than a hash of who they are is kept', async () => {
    const workspace = await granted('sandbox-app');
    const { receipt } = await demand('/privacy/sandbox', demandOf('DELETE_USER', 'acc_ritamaize'));
    expect(await statusOf(workspace)).toEqual({ status: 'NEEDS_RECONNECT', granted: false });
    const row = await db().privacyRequest.findUniqueOrThrow({
      where: { confirmationCode: receipt.confirmationCode ?? '' },
    });
    expect(row).toMatchObject({ network: 'sandbox', kind: 'DELETE_USER', doneAt: expect.any(Date) as Date });
    expect(Buffer.from(row.subjectHash).toString()).not.toContain('acc_');
    const page = await fetch(receipt.statusUrl ?? '');
    expect({ status: page.status, text: await page.text() }).toEqual({
      status: 200,
      text: expect.stringMatching(/^Your request of .* was received, and carried out on .*\.\n$/) as string,
    });
    expect((await fetch(`${url}/privacy/requests/${'0'.repeat(32)}`)).status).toBe(404);
  });

  it('gets the same confirmation when it demands the same again', async () => {
    const body = demandOf('DELETE_USER', 'somebody');
    const first = await demand('/privacy/sandbox', body);
    expect(await demand('/privacy/sandbox', body)).toEqual(first);
    expect((await demand('/privacy/sandbox', demandOf('DELETE_USER', 'somebody else'))).receipt).not.toEqual(
      first.receipt,
    );
  });

  it('gets at each app a confirmation of its own, which it is given nowhere else', async () => {
    const workspace = await world.workspace();
    const { data } = await workspace.gql<{ app: { privacyUrl: string } }>(
      `mutation { app: registerNetworkApp(input: { network: "sandbox", clientId: "mine", clientSecret: "mine" }) {
        ... on NetworkApp { privacyUrl } } }`,
    );
    const path = new URL(data?.app.privacyUrl ?? '').pathname;
    const body = demandOf('DELETE_USER', 'somebody at two apps');
    const { receipt } = await demand('/privacy/sandbox', body);
    const own = await demand(path, body, 'mine');
    expect(own.status).toBe(200);
    expect(own.receipt.confirmationCode).not.toBe(receipt.confirmationCode);
  });

  it('is put off where one app has told of more in a day than is kept', async () => {
    const workspace = await world.workspace();
    const { data } = await workspace.gql<{ app: { privacyUrl: string } }>(
      `mutation { app: registerNetworkApp(input: { network: "sandbox", clientId: "busy", clientSecret: "busy" }) {
        ... on NetworkApp { privacyUrl } } }`,
    );
    const path = new URL(data?.app.privacyUrl ?? '').pathname;
    const first = demandOf('DELETE_USER', 'the first');
    expect((await demand(path, first, 'busy')).status).toBe(200);
    const where = { key: { contains: workspace.id } };
    expect(await db().rateBudget.updateMany({ where, data: { points: 10_000 } })).toEqual({ count: 1 });
    expect((await demand(path, demandOf('DELETE_USER', 'one too many'), 'busy')).status).toBe(429);
    expect((await demand(path, first, 'busy')).status).toBe(200);
    expect((await demand('/privacy/sandbox', demandOf('DELETE_USER', 'another'))).status).toBe(200);
  });

  it('can ask how it stands for two years', async () => {
    const { receipt } = await demand('/privacy/sandbox', demandOf('DELETE_USER', 'long ago'));
    const where = { confirmationCode: receipt.confirmationCode ?? '' };
    const years = (count: number) => new Date(world.shell.now().getTime() - count * 365 * 86_400_000);
    await db().privacyRequest.update({ where, data: { receivedAt: years(1.9) } });
    await prune(world.shell);
    expect(await db().privacyRequest.count({ where })).toBe(1);
    await db().privacyRequest.update({ where, data: { receivedAt: years(2.1) } });
    await prune(world.shell);
    expect(await db().privacyRequest.count({ where })).toBe(0);
  });

  it('says that it is under way where it was not finished, and finishes it when it is told again', async () => {
    const body = demandOf('DELETE_USER', 'unfinished');
    const { receipt } = await demand('/privacy/sandbox', body);
    const where = { confirmationCode: receipt.confirmationCode ?? '' };
    await db().privacyRequest.update({ where, data: { doneAt: null } });
    expect(await (await fetch(receipt.statusUrl ?? '')).text()).toContain('It is being carried out.');
    await demand('/privacy/sandbox', body);
    expect(await db().privacyRequest.findUniqueOrThrow({ where })).toMatchObject({ doneAt: expect.any(Date) as Date });
  });
});

it('a network that tells of deleted content is heard: the delivery is removed', async () => {
  const workspace = await world.workspace();
  const created = await workspace.gql<{ createPost: { id: string } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
    { input: { content: { text: 'Gone' }, variants: [{ channelId: workspace.channelIds[0] }] } },
  );
  await workspace.gql('mutation ($id: ID!) { publishPost(input: { postId: $id }) { __typename } }', {
    id: created.data?.createPost.id,
  });
  const one = await db().delivery.findFirstOrThrow({ where: { workspaceId: workspace.id } });
  const externalId = randomUUID();
  await db().delivery.update({ where: { id: one.id }, data: { state: 'PUBLISHED', externalId, wakeAt: null } });
  await world.network.demand?.({ url: `${url}/privacy/sandbox`, kind: 'DELETE_CONTENT', externalId });
  expect(await db().delivery.findUniqueOrThrow({ where: { id: one.id } })).toMatchObject({ state: 'REMOVED' });
});

describe('what comes to the door and is no network’s', () => {
  it('is refused, and changes nothing', async () => {
    const workspace = await granted('sandbox-app');
    const body = demandOf('DEAUTHORIZE', 'acc_ritamaize');
    expect((await demand('/privacy/sandbox', body, 'guessed')).status).toBe(400);
    expect((await demand('/privacy/sandbox', '{')).status).toBe(400);
    expect((await demand('/privacy/sandbox', '{"type":"person_deleted"}')).status).toBe(400);
    expect((await demand('/privacy/sandbox', 'x'.repeat(1_000_001))).status).toBe(413);
    expect((await demand('/privacy/elsewhere', body)).status).toBe(404);
    expect((await demand('/privacy/bluesky', body)).status).toBe(404);
    expect((await demand(`/privacy/sandbox/${randomUUID()}`, body)).status).toBe(404);
    expect((await fetch(`${url}/privacy/sandbox`)).status).toBe(405);
    expect((await fetch(`${url}/privacy/requests/${'0'.repeat(32)}`, { method: 'POST' })).status).toBe(405);
    expect(await statusOf(workspace)).toMatchObject({ status: 'CONNECTED' });
  });

  it('is not in the log', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
    const body = Buffer.from('private words, no JSON');
    const headers = new Headers({ 'x-sandbox-signature': sign(body.toString(), operators.clientSecret) });
    const request = { method: 'POST', query: {}, headers, body };
    const place = { network: 'sandbox', appId: null };
    expect(await receiveDemand({ ...world.shell, log }, place, request, AbortSignal.timeout(5000))).toBe('FORGED');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain('private');
  });
});
