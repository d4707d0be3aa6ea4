import { NetworkError, type AuthorizationReturn, type Connector, type Grant } from '@polyphony/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
let here: TestWorkspace;
let url: string;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  ({ url } = await world.serve());
});

/** The sandbox, were it one where people are sent away and come back. */
function withOAuth(exchange: (back: AuthorizationReturn) => Promise<Grant>) {
  return (sandbox: Connector): Connector => ({
    ...sandbox,
    auth: {
      ways: [
        {
          kind: 'oauth2',
          fields: [],
          scopes: [
            { name: 'post', why: 'To publish.' },
            { name: 'read', why: 'To read what people answer.' },
          ],
          authorize: (_, { redirectUrl, state }) =>
            Promise.resolve({
              url: `https://network.example/authorize?${new URLSearchParams({ redirect_uri: redirectUrl, state }).toString()}`,
              keep: { verifier: 'v3rifier' },
            }),
          exchange: (_, back) => exchange(back),
          clientMetadata: ({ metadataUrl, redirectUrl }) => ({ client_id: metadataUrl, redirect_uris: [redirectUrl] }),
        },
      ],
    },
  });
}

async function start(returnUrl?: string) {
  const { data } = await here.gql<{ start: { id: string; authorizationUrl: string } }>(
    `mutation ($returnUrl: URL) {
      start: startChannelConnection(input: { network: "sandbox", returnUrl: $returnUrl }) {
        ... on ChannelAuthorization { id authorizationUrl }
      }
    }`,
    { returnUrl },
  );
  const there = new URL(data?.start.authorizationUrl ?? '');
  return {
    id: data?.start.id ?? '',
    redirect: there.searchParams.get('redirect_uri') ?? '',
    state: there.searchParams.get('state') ?? '',
  };
}

const comeBack = (redirect: string, query: Record<string, string>) =>
  fetch(`${redirect}?${new URLSearchParams(query).toString()}`, { redirect: 'manual' });

const look = async (id: string) =>
  (
    await here.gql<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { ... on ChannelAuthorization {
        state candidates { externalId missingScopes } problem { code message networkCode } } } }`,
      { id },
    )
  ).data?.node;

const granted: Grant = { credentials: { token: 'sandbox-token-ritamaize' }, scopes: ['post'] };

describe('a person who comes back from a network', () => {
  it('goes on to where the application wants them, and what was granted is there', async () => {
    const backs: AuthorizationReturn[] = [];
    const oauth = withOAuth((back) => {
      backs.push(back);
      return Promise.resolve(granted);
    });
    await world.withConnector(oauth, async () => {
      const { id, redirect, state } = await start('https://dashboard.example/connected?tab=2');
      expect(redirect).toBe(`${url}/connect/sandbox/callback`);
      const response = await comeBack(redirect, { state, code: 'c0de', iss: 'https://network.example' });
      expect(response.status).toBe(303);
      const location = new URL(response.headers.get('location') ?? '');
      expect(location.origin + location.pathname).toBe('https://dashboard.example/connected');
      expect(Object.fromEntries(location.searchParams)).toEqual({ tab: '2', authorizationId: id });
      expect(backs).toMatchObject([
        { state, keep: { verifier: 'v3rifier' }, parameters: { code: 'c0de', iss: 'https://network.example' } },
      ]);
      expect(await look(id)).toEqual({
        state: 'GRANTED',
        candidates: [{ externalId: 'acc_ritamaize', missingScopes: ['read'] }],
        problem: null,
      });
    });
  });

  it('sees a page that says how it went, where the application named no place', async () => {
    await world.withConnector(
      withOAuth(() => Promise.resolve(granted)),
      async () => {
        const { redirect, state } = await start();
        const response = await comeBack(redirect, { state, code: 'c0de' });
        expect(response.status).toBe(200);
        expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
        expect(await response.text()).toContain('Access was granted');
      },
    );
  });

  it('is believed once: the same address again, also at the same moment, grants nothing', async () => {
    let exchanged = 0;
    const oauth = withOAuth(() => {
      exchanged += 1;
      return Promise.resolve(granted);
    });
    await world.withConnector(oauth, async () => {
      const { redirect, state } = await start();
      const answers = await Promise.all([1, 2, 3].map(() => comeBack(redirect, { state, code: 'c0de' })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
      expect(exchanged).toBe(1);
      const late = await comeBack(redirect, { state, code: 'c0de' });
      expect(late.status).toBe(400);
      expect(await late.text()).toContain('connect the account again');
    });
  });

  it('with a state that nobody gave out, of another network, or after an hour, is sent away', async () => {
    await world.withConnector(
      withOAuth(() => Promise.resolve(granted)),
      async () => {
        const { id, redirect, state } = await start();
        expect((await comeBack(redirect, { state: 'made-up', code: 'c0de' })).status).toBe(400);
        expect((await comeBack(redirect, { code: 'c0de' })).status).toBe(400);
        expect((await comeBack(`${url}/connect/elsewhere/callback`, { state, code: 'c0de' })).status).toBe(400);
        world.turnClock(61 * 60 * 1000);
        expect((await comeBack(redirect, { state, code: 'c0de' })).status).toBe(400);
        world.turnClock(-61 * 60 * 1000);
        expect(await look(id)).toMatchObject({ state: 'WAITING' });
      },
    );
  });

  it('who said no is told so, in words that are no markup', async () => {
    await world.withConnector(
      withOAuth(() => Promise.reject(new Error('never asked'))),
      async () => {
        const { id, redirect, state } = await start();
        const response = await comeBack(redirect, {
          state,
          error: 'access_denied',
          error_description: '<script>alert(1)</script>',
        });
        expect(response.status).toBe(400);
        const page = await response.text();
        expect(page).toContain('&lt;script&gt;');
        expect(page).not.toContain('<script>');
        expect(await look(id)).toMatchObject({ state: 'REFUSED', problem: { networkCode: 'access_denied' } });
      },
    );
  });

  it('whose code the network does not take is told what it said', async () => {
    const refuse = () =>
      Promise.reject(
        new NetworkError({
          kind: 'auth_revoked',
          code: 'invalid_grant',
          network: 'sandbox',
          message: 'The code has run out.',
        }),
      );
    await world.withConnector(withOAuth(refuse), async () => {
      const { id, redirect, state } = await start();
      expect((await comeBack(redirect, { state, code: 'c0de' })).status).toBe(400);
      expect(await look(id)).toMatchObject({
        state: 'REFUSED',
        candidates: [],
        problem: { code: 'AUTH_REVOKED', message: 'The code has run out.', networkCode: 'invalid_grant' },
      });
    });
  });
});

const failing = (): never => {
  throw new Error('There is no document');
};

describe('the document by which a network knows this installation', () => {
  it('is served where the connector has one', async () => {
    await world.withConnector(
      withOAuth(() => Promise.resolve(granted)),
      async () => {
        const response = await fetch(`${url}/connect/sandbox/client.json`);
        expect(response.headers.get('content-type')).toContain('application/json');
        expect(await response.json()).toEqual({
          client_id: `${url}/connect/sandbox/client.json`,
          redirect_uris: [`${url}/connect/sandbox/callback`],
        });
      },
    );
    expect((await fetch(`${url}/connect/sandbox/client.json`)).status).toBe(404);
  });

  it.each([
    ['throws', failing],
    ['says something that is no JSON', () => ({ client_id: 1n })],
  ])('is none where the connector %s, which ends nothing', async (_, clientMetadata) => {
    const oauth = withOAuth(() => Promise.resolve(granted));
    const change = (sandbox: Connector): Connector => {
      const { auth } = oauth(sandbox);
      const ways = auth.ways.map((way) => (way.kind === 'oauth2' ? { ...way, clientMetadata } : way));
      return { ...sandbox, auth: { ...auth, ways } };
    };
    await world.withConnector(change, async () => {
      expect((await fetch(`${url}/connect/sandbox/client.json`)).status).toBe(500);
    });
  });
});
