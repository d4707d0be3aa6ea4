import {
  NetworkError,
  type ChannelCandidate,
  type Connector,
  type FormatCapability,
  type ReadLimits,
} from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { breaches, declaring, emulator, having, notes, sandbox, the } from './sandbox.ts';

// Each connector here is the sandbox's, broken in what it says of an account, what it spends, or how it stops.

const channels = (change: (candidate: ChannelCandidate) => ChannelCandidate): Connector => ({
  ...sandbox,
  channels: async (call) => (await sandbox.channels(call)).map(change),
});

describe('probing', () => {
  test('sees an account that is said to do all that there is', async () => {
    const connector = channels(({ capabilities: _, ...candidate }) => candidate);
    expect(await breaches('probing', connector)).toContain('acc_lettersonly may do all that the network can');
  });
  test('sees what is said to work and does not', async () => {
    const connector = channels((candidate) => ({
      ...candidate,
      ...(candidate.capabilities && {
        capabilities: { formats: sandbox.capabilities.formats, actions: ['REMOVE'] },
      }),
    }));
    const found = await breaches('probing', connector);
    expect(found).toContain('acc_lettersonly may publish PHOTO, and it failed with permission_denied');
    expect(found).toContain('acc_lettersonly may REMOVE, and it failed with permission_denied');
  });
  test('sees what is left out and works', async () => {
    const connector = channels((candidate) => ({
      ...candidate,
      ...(candidate.capabilities && {
        capabilities: {
          ...candidate.capabilities,
          formats: sandbox.capabilities.formats.slice(0, 1),
          engagement: { kinds: ['COMMENTS'], actions: [], live: true },
        },
      }),
    }));
    const found = await breaches('probing', connector);
    expect(found).toContain('acc_lettersonly may not publish LINK, and it was published');
    expect(found).toContain('acc_lettersonly may not REPLY, and it was done');
  });
  test('sees a refusal that nobody understands', async () => {
    const codes = { ...sandbox.errors.codes, right_missing: { kind: 'unexpected' as const, means: 'What?' } };
    const connector = { ...sandbox, errors: { ...sandbox.errors, codes } };
    expect(await breaches('probing', connector)).toContain('it should be refused as permission_denied');
  });
  test('sees a tier that is not declared, or not named', async () => {
    expect(
      await breaches(
        'probing',
        channels((one) => ({ ...one, tier: 'gold' })),
      ),
    ).toContain('The tier of acc_ritamaize is gold; declared are whole account, text account');
    expect(
      await breaches(
        'probing',
        channels(({ tier: _, ...one }) => one),
      ),
    ).toContain('is undefined');
  });
  test('sees scopes and capabilities that cannot be', async () => {
    const scopes = channels((one) => ({ ...one, missingScopes: ['wall'] }));
    expect(await breaches('probing', scopes)).toContain('lacks scopes that are not declared: wall');
    const nothing = channels((one) => ({ ...one, capabilities: { formats: [] } }));
    expect(await breaches('probing', nothing)).toContain('is malformed: `capabilities.formats` must not be empty');
  });
  test('says so where no account may do less', async () => {
    const { limitedAccounts: _, ...equal } = emulator;
    expect(await notes('probing', sandbox, { emulator: equal })).toBe('the emulator has no account that may do less');
  });
});

describe('budgets', () => {
  test('sees a limit that nothing spends', async () => {
    const [limit] = the(sandbox.capabilities.limits);
    const posts = { ...the(limit), name: 'posts', every: false };
    expect(await breaches('budgets', declaring({ limits: [the(limit), posts] }))).toContain(
      'Nothing ever spends posts',
    );
    const price = { name: 'post', amount: '0.01', currency: 'USD', source: 'https://example.com', asOf: '2026-01-01' };
    expect(await breaches('budgets', declaring({ prices: [price] }))).toContain('Nothing ever spends post');
  });
  test('sees a post that costs something else than people are told', async () => {
    const price = { name: 'post', amount: '0.01', currency: 'USD', source: 'https://example.com', asOf: '2026-01-01' };
    const silent: Connector = {
      ...declaring({ prices: [price] }),
      publishing: {
        ...sandbox.publishing,
        publish: (call, post) =>
          sandbox.publishing.publish(
            {
              ...call,
              http: {
                ...call.http,
                request: (path, request) => call.http.request(path, { ...request, spends: ['post'] }),
              },
            },
            post,
          ),
      },
    };
    expect(await breaches('budgets', silent)).toContain(
      'A TEXT spends post of the prices; its format declares nothing',
    );
    const formats = sandbox.capabilities.formats.map((format): FormatCapability => ({
      ...format,
      spends: [{ price: 'post', per: 'PART' }],
    }));
    expect(await breaches('budgets', declaring({ prices: [price], formats }))).toContain(
      'A TEXT spends nothing of the prices; its format declares post',
    );
  });
  test('sees something spent that is not declared', async () => {
    const connector: Connector = {
      ...sandbox,
      channels: async (call) =>
        sandbox.channels({
          ...call,
          http: { ...call.http, request: (path, request) => call.http.request(path, { ...request, spends: ['luck'] }) },
        }),
    };
    expect(await breaches('budgets', connector)).toContain('`channels` spends what is not declared: luck');
  });
  test.for([
    ['a name', () => [{ name: 'luck', remaining: 1 }], 'tells of what is not declared: luck'],
    [
      'a number',
      ({ headers }) => [{ name: 'requests', remaining: Number(headers.get('x-ratelimit-remaining')) }],
      'makes',
    ],
    [
      'a header that it insists on',
      ({ headers }) => {
        const value = headers.get('x-ratelimit-remaining');
        if (value === null) throw new TypeError('no header');
        return [{ name: 'requests', remaining: /^\d{1,9}$/.test(value) ? Number(value) : 0 }];
      },
      '`readLimits` failed with TypeError: no header at no header',
    ],
    [
      'a time',
      ({ headers }) => [
        { name: 'requests', remaining: 1, resetsAt: new Date(Number(headers.get('x-ratelimit-reset') ?? 0) * 1000) },
      ],
      'makes {"name":"requests","remaining":1,"resetsAt":null} of x-ratelimit-reset: abc',
    ],
  ] satisfies (readonly [string, ReadLimits, string])[])(
    'sees odd headers read for %s',
    async ([, readLimits, breach]) => {
      expect(await breaches('budgets', { ...sandbox, readLimits })).toContain(breach);
    },
  );
  test('says so where answers tell nothing', async () => {
    expect(await notes('budgets', { ...sandbox, readLimits: () => [] })).toContain('tell nothing of limits');
  });
  test('sees a post that goes out though nothing is left', async () => {
    const connector = having('publishing', {
      publish: async (call, post) => {
        await call.http.request('/v1/accounts').catch(() => undefined);
        const headers = { authorization: `Bearer ${call.credentials.token}`, 'content-type': 'application/json' };
        const body = JSON.stringify({ account: post.channelId, text: post.text || 'Hi' });
        const response = await fetch(`${call.http.baseUrl}/v1/posts`, { method: 'POST', headers, body });
        const { id } = (await response.json()) as { id: string };
        return { outcome: 'published', externalId: id };
      },
    });
    // What it does not spend it does not declare.
    expect(await breaches('hosts', connector)).toContain('past `call.http`');
    const swallowing = having('publishing', {
      publish: (call, post) =>
        sandbox.publishing.publish(call, post).catch(() => {
          throw new NetworkError({ kind: 'unexpected', code: 'no', message: 'no', network: 'sandbox' });
        }),
    });
    expect(await breaches('budgets', swallowing)).toContain('it should be rate_limited');
  });
  test('sees an emptiness whose end is forgotten', async () => {
    const connector = having('publishing', {
      publish: (call, post) =>
        sandbox.publishing.publish(call, post).catch((error: unknown) => {
          if (!(error instanceof NetworkError)) throw error;
          const { retryAt: _, ...details } = error.details;
          throw new NetworkError(details);
        }),
    });
    expect(await breaches('budgets', connector)).toContain('forgets when there is something again');
  });
  test('sees a post that is never sent after there is something again', async () => {
    const begun = new Set<string>();
    const connector = having('publishing', {
      publish: (call, post) => {
        if (begun.has(call.idempotencyKey)) throw new Error('tried before');
        begun.add(call.idempotencyKey);
        return sandbox.publishing.publish(call, post);
      },
    });
    expect(await breaches('budgets', connector)).toMatch(/begun again, failed with Error: tried before/);
  });
});

describe('abort', () => {
  const stubborn =
    <Of extends readonly unknown[], T>(run: (...of: Of) => Promise<T>) =>
    async (...of: Of) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return run(...of);
    };
  const { read, update } = the(sandbox.profile);
  const { sync, reply } = the(sandbox.engagement);

  test.for([
    ['channels', { ...sandbox, channels: stubborn(sandbox.channels) }],
    ['publish TEXT', having('publishing', { publish: stubborn(sandbox.publishing.publish) })],
    ['find', having('publishing', { find: stubborn(the(sandbox.publishing.find)) })],
    ['remove', having('publishing', { remove: stubborn(the(sandbox.publishing.remove)) })],
    ['engagement.reply', having('engagement', { sync, reply: stubborn(the(reply)) })],
    ['profile.read', having('profile', { read: stubborn(read) })],
    ['profile.update', having('profile', { update: stubborn(update) })],
    ['webhooks.unsubscribe', having('webhooks', { unsubscribe: stubborn(the(sandbox.webhooks?.unsubscribe)) })],
  ] satisfies (readonly [string, Connector])[])('sees that %s goes on', async ([name, connector]) => {
    expect(await breaches('abort', connector)).toContain(`\`${name}\` went on for more than a second`);
  });
});
