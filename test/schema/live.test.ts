import { setTimeout as sleep } from 'node:timers/promises';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { limits } from '../../src/schema/limits.ts';
import type { RunningServer } from '../../src/server.ts';
import { contractDocument } from '../support/documents.ts';
import { take, transports } from '../support/live.ts';
import { writePost } from '../support/posts.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
let here: TestWorkspace;
let server: RunningServer;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  server = await world.serve();
});

const watch = () => print(contractDocument('WatchIt'));
const everything = () => print(contractDocument('Everything'));

async function publish(postId: string): Promise<void> {
  await here.gql('mutation ($id: ID!) { publishPost(input: { postId: $id }) { __typename } }', { id: postId });
}

interface Live {
  readonly deliveryChanged: {
    cursor: string;
    from: string | null;
    to: string;
    delivery: { state: string; url: string | null };
  };
}

const settled = async (postId: string) => {
  const { data } = await here.gql<{ node: { state: string } }>(
    'query ($id: ID!) { node(id: $id) { ... on Post { state } } }',
    { id: postId },
  );
  return data?.node.state === 'PUBLISHED';
};

describe.each(transports)('a subscription over %s', (_, subscribe) => {
  it('tells of a delivery as it goes out, in order and once', async () => {
    const postId = await writePost(here, 'Live 🥐 Тірі');
    const watching = take(subscribe(server.url, here.token, { query: watch(), variables: { postId } }), 6);
    await sleep(200);
    await publish(postId);
    await world.work(() => settled(postId));
    const results = (await watching) as unknown as { data: Live; errors?: unknown }[];
    expect(results.map(({ errors }) => errors)).toEqual(results.map(() => undefined));
    const moves = results.map(({ data }) => `${String(data.deliveryChanged.from)} -> ${data.deliveryChanged.to}`);
    expect(moves.filter((move) => move === 'null -> QUEUED')).toHaveLength(2);
    expect(moves.filter((move) => move === 'QUEUED -> SENDING')).toHaveLength(2);
    expect(moves.filter((move) => move === 'SENDING -> PUBLISHED')).toHaveLength(2);
    expect(results.at(-1)?.data.deliveryChanged.delivery).toMatchObject({
      state: 'PUBLISHED',
      url: expect.stringMatching(/^http/),
    });
  });

  it('replays what was missed after a cursor, then goes on', async () => {
    const first = await here.gql<{ workspace: { events: { pageInfo: { endCursor: string } } } }>(
      '{ workspace { events(last: 1) { pageInfo { endCursor } } } }',
    );
    const after = first.data?.workspace.events.pageInfo.endCursor;
    const missed = await writePost(here, 'Missed');
    const following = take(
      subscribe(server.url, here.token, { query: everything(), variables: { after, types: ['POST_CREATED'] } }),
      2,
    );
    await sleep(200);
    const seen = await writePost(here, 'Seen');
    const results = await following;
    expect(results.map(({ data }) => (data as { events: { subject: { id: string } } }).events.subject.id)).toEqual([
      missed,
      seen,
    ]);
    expect(results[0]?.data).toMatchObject({
      events: {
        __typename: 'Event',
        type: 'POST_CREATED',
        to: 'DRAFT',
        actor: { __typename: 'Member', displayName: 'Ilze Bērziņa' },
      },
    });
  });

  it('tells of a campaign: what was missed, then live, nothing twice and nothing of others', async () => {
    const { data } = await here.gql<{ createCampaign: { id: string } }>(
      'mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { ... on Campaign { id } } }',
      { input: { name: 'Көктем 🌷', objective: 'SALES', period: { from: '2099-01-01', to: '2099-12-31' } } },
    );
    const campaignId = data?.createCampaign.id ?? '';
    const turn = (name: string, id = campaignId) =>
      here.gql(`mutation ($id: ID!) { ${name}(input: { campaignId: $id }) { __typename } }`, { id });
    const query = `subscription ($campaignId: ID!, $after: String) { campaignChanged(campaignId: $campaignId, after: $after) {
      cursor from to fields campaign { id state } } }`;
    const head = await here.gql<{ workspace: { events: { pageInfo: { endCursor: string } } } }>(
      '{ workspace { events(last: 1) { pageInfo { endCursor } } } }',
    );
    const after = head.data?.workspace.events.pageInfo.endCursor;
    await turn('launchCampaign');
    const watching = take(subscribe(server.url, here.token, { query, variables: { campaignId, after } }), 4);
    await sleep(300);
    await turn('pauseCampaign');
    await here.gql('mutation ($input: UpdateCampaignInput!) { updateCampaign(input: $input) { __typename } }', {
      input: { campaignId, note: 'Пауза' },
    });
    await here.gql('mutation ($input: AddCampaignEntryInput!) { addCampaignEntry(input: $input) { __typename } }', {
      input: {
        ...{ campaignId, kind: 'COST', category: 'FEE', on: '2027-03-01' },
        amount: { amount: '1', currency: 'EUR' },
      },
    });
    interface Changed {
      readonly campaignChanged: { readonly cursor: string; readonly campaign: { readonly id: string } };
    }
    const answers = await watching;
    expect(answers.map(({ errors }) => errors)).toEqual(answers.map(() => undefined));
    const results = answers.map(({ data: told }) => (told as Changed).campaignChanged);
    expect(results).toMatchObject([
      { from: 'DRAFT', to: 'ACTIVE', fields: ['state'] },
      { from: 'ACTIVE', to: 'PAUSED', campaign: { state: 'PAUSED' } },
      { fields: ['note'] },
      { from: null, to: null, fields: ['entries', 'budget'] },
    ]);
    expect(new Set(results.map(({ cursor }) => cursor)).size).toBe(4);
    expect(new Set(results.map(({ campaign }) => campaign.id))).toEqual(new Set([campaignId]));
    // From a cursor in the middle on it is the rest again.
    const rest = take(
      subscribe(server.url, here.token, { query, variables: { campaignId, after: results[1]?.cursor } }),
      2,
    );
    expect((await rest).map((result) => (result.data as Changed).campaignChanged.cursor)).toEqual(
      results.slice(2).map(({ cursor }) => cursor),
    );
    const client = await here.member('CLIENT');
    const [refused] = await take(subscribe(server.url, client, { query, variables: { campaignId } }), 1).catch(
      (error: unknown) => [{ errors: error }],
    );
    expect(JSON.stringify(refused)).toContain('FORBIDDEN');
  });

  it('says of a cursor that is none what to do', async () => {
    const [result] = await take(
      subscribe(server.url, here.token, { query: watch(), variables: { postId: 'x', after: 'nonsense' } }),
      1,
    ).catch((error: unknown) => [{ errors: error as { extensions: unknown }[] }]);
    expect(result?.errors?.[0]?.extensions).toMatchObject({
      code: 'CURSOR_INVALID',
      fix: expect.stringContaining('cursor'),
    });
  });

  it('ends when the token is revoked, and says why', async () => {
    const made = await here.gql<{ createApiToken: { secret: string; token: { id: string } } }>(
      'mutation { createApiToken(input: { name: "t", scopes: [READ_POSTS] }) { ... on CreateApiTokenSuccess { secret token { id } } } }',
    );
    const { secret, token } = made.data?.createApiToken ?? { secret: '', token: { id: '' } };
    const results: unknown[] = [];
    const following = (async () => {
      for await (const result of subscribe(server.url, secret, { query: everything() })) results.push(result);
    })().catch((error: unknown) => results.push({ errors: error }));
    await sleep(300);
    await here.gql('mutation ($id: ID!) { revokeApiToken(input: { tokenId: $id }) { __typename } }', { id: token.id });
    await following;
    expect(JSON.stringify(results.at(-1))).toContain('UNAUTHENTICATED');
  });

  it('shows a stranger nothing', async () => {
    const outcome = await take(subscribe(server.url, 'ppy_wrong', { query: everything() }), 1).catch(
      (error: unknown) => error,
    );
    const said =
      outcome instanceof Error || Array.isArray(outcome)
        ? JSON.stringify(outcome)
        : JSON.stringify(outcome, ['code', 'reason']);
    expect(said === '[]' ? (outcome as { code?: number }).code : said).toMatch(/UNAUTHENTICATED|4401/);
  });

  it('keeps the limits of a document', async () => {
    const deep = `subscription { events { subject { ... on Post { ${'deliveries { post { '.repeat(8)} id ${'} }'.repeat(8)} } } } }`;
    const [result] = await take(subscribe(server.url, here.token, { query: deep }), 1).catch((error: unknown) => [
      { errors: error as object[] },
    ]);
    expect(JSON.stringify(result)).toContain('LIMIT_EXCEEDED');
  });
});

describe('a WebSocket', () => {
  const open = (params: Record<string, unknown>) =>
    createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: params,
      retryAttempts: 0,
      lazy: true,
    });

  it('runs queries and mutations too, with keys in the order of the document', async () => {
    const client = open({ Authorization: `Bearer ${here.token}` });
    const { value } = (await client.iterate({ query: '{ workspace { timeZone name id } viewer { id } }' }).next()) as {
      value: { data: object };
    };
    expect(Object.keys(value.data)).toEqual(['workspace', 'viewer']);
    expect(Object.keys((value.data as { workspace: object }).workspace)).toEqual(['timeZone', 'name', 'id']);
    await client.dispose();
  });

  it('runs a mutation', async () => {
    const client = open({ authorization: `Bearer ${here.token}` });
    const query = 'mutation ($input: CreatePostInput!) { createPost(input: $input) { __typename } }';
    const variables = { input: { content: { text: 'Через сокет 🥐' }, variants: [] } };
    const { value } = (await client.iterate({ query, variables }).next()) as { value: { data: object } };
    expect(value).toEqual({ data: { createPost: { __typename: 'Post' } } });
    await client.dispose();
  });

  it('does nothing more for a token that was revoked while it was open', async () => {
    const { data } = await here.gql<{ createApiToken: { secret: string; token: { id: string } } }>(
      'mutation { createApiToken(input: { name: "t", scopes: [READ_POSTS] }) { ... on CreateApiTokenSuccess { secret token { id } } } }',
    );
    const client = open({ authorization: `Bearer ${data?.createApiToken.secret ?? ''}` });
    const ask = () => take(client.iterate({ query: '{ viewer { id } }' }), 1);
    expect(await ask()).toMatchObject([{ data: { viewer: { id: expect.any(String) as string } } }]);
    // Something is under way, so that the socket stays open.
    const following = take(client.iterate({ query: everything() }), 100).catch((error: unknown) => error);
    await sleep(200);
    await here.gql('mutation ($id: ID!) { revokeApiToken(input: { tokenId: $id }) { __typename } }', {
      id: data?.createApiToken.token.id,
    });
    await expect(ask()).rejects.toMatchObject({ code: 4401 });
    await following;
  });

  it('takes so many operations at once and no more, and goes on with those', async () => {
    const client = open({ authorization: `Bearer ${here.token}` });
    const running = Array.from({ length: limits.operationsPerSocket }, () =>
      take(client.iterate({ query: everything() }), 1),
    );
    await sleep(500);
    const [refused] = await take(client.iterate({ query: '{ viewer { id } }' }), 1).catch((error: unknown) => [
      { errors: error },
    ]);
    expect(JSON.stringify(refused)).toContain('LIMIT_EXCEEDED');
    await writePost(here, 'For all of them');
    expect((await Promise.all(running)).flat()).toHaveLength(limits.operationsPerSocket);
    await client.dispose();
  });

  it('is refused to a page of another origin', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      origin: 'https://elsewhere.example',
    });
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
    expect(error.message).toContain('401');
  });

  it('survives an origin that is none', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      origin: 'null',
    });
    await new Promise((resolve) => socket.on('error', resolve));
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });
});
