import { happened, NetworkError, type Call, type Connector, type Publishing } from '@polyphony/sdk';
import { facets, placeCard, Report, scoreCard, type Subject } from '@polyphony/sdk/conformance';
import * as emulator from '@polyphony/plugin-sandbox/emulator';
import sandboxConnector from '@polyphony/plugin-sandbox';
import { describe, expect, test } from 'vitest';

// The kit must be able to fail: each connector here is the sandbox's, broken in one way.

const sandbox: Connector = sandboxConnector;

async function breaches(facetName: string, connector: Connector, subject: Partial<Subject> = {}): Promise<string> {
  const facet = facets.find(({ name }) => name === facetName);
  if (!facet) throw new Error(`no facet ${facetName}`);
  const { broken } = await facet.check({ connector, emulator, ...subject });
  return broken.join('\n');
}

const publishing = (own: Partial<Publishing>): Connector => ({
  ...sandbox,
  publishing: { ...sandbox.publishing, ...own },
});

/** A connector whose `publish` is handed another `call`. */
const withCall = (change: (call: Call) => Partial<Call>): Connector =>
  publishing({ publish: (call, post) => sandbox.publishing.publish({ ...call, ...change(call) }, post) });

type Formats = Connector['capabilities']['formats'];
const formats = (change: (format: Formats[number]) => Formats[number]): Connector => ({
  ...sandbox,
  capabilities: { ...sandbox.capabilities, formats: sandbox.capabilities.formats.map(change) },
});

const codes = (change: Connector['errors']['codes']): Connector => ({
  ...sandbox,
  errors: { ...sandbox.errors, codes: { ...sandbox.errors.codes, ...change } },
});

test.for(facets)('the unbroken sandbox keeps: $name', async (facet) => {
  expect(await breaches(facet.name, sandbox)).toBe('');
});

test('the kit does not pass an emulator that cannot be made to fail', async () => {
  const startEmulator: typeof emulator.startEmulator = async (options) => {
    const { url, close } = await emulator.startEmulator(options);
    return { url, close };
  };
  const bare = { ...emulator, startEmulator };
  await expect(breaches('lost answer', sandbox, { emulator: bare })).rejects.toThrow('no `control`');
});

describe('manifest', () => {
  test('sees a part that is malformed', async () => {
    const connector = { ...sandbox, network: { ...sandbox.network, key: 'Sand Box' } };
    expect(await breaches('manifest', connector)).toContain('`network.key` must be lower-case');
  });
  test('sees an SDK that is not this one', async () => {
    expect(await breaches('manifest', { ...sandbox, sdk: '^99.0.0' })).toContain('`sdk` is ^99.0.0');
  });
  test('sees a format that settles later without a check', async () => {
    const { publish } = sandbox.publishing;
    expect(await breaches('manifest', { ...sandbox, publishing: { publish } })).toContain(
      '`publishing.check` is missing',
    );
  });
  test('sees a check that nothing needs', async () => {
    expect(
      await breaches(
        'manifest',
        formats((format) => ({ ...format, settles: 'NOW' })),
      ),
    ).toContain('`publishing.check` is there, but nothing declares it');
  });
  test('sees an account that is not found, or found under another name', async () => {
    expect(await breaches('manifest', { ...sandbox, channels: async () => [] })).toContain('does not find the account');
    const channels = async (call: Call) => (await sandbox.channels(call)).map((one) => ({ ...one, name: 'Else' }));
    expect(await breaches('manifest', { ...sandbox, channels })).toContain('the name of');
  });
});

describe('limits', () => {
  const textMax = (max: number) =>
    formats((format) => ({ ...format, text: { required: false, limits: [{ max, counting: 'GRAPHEMES' }] } }));

  test('sees a text limit above the network’s', async () => {
    expect(await breaches('limits', textMax(501))).toContain(
      'TEXT: a text of 501 GRAPHEMES, as long as declared, failed',
    );
  });
  test('sees a text limit below the network’s', async () => {
    expect(await breaches('limits', textMax(499))).toContain(
      'TEXT: a text of 499 GRAPHEMES and one more was published',
    );
  });
  test('sees a text that is counted in another way', async () => {
    const bytes = formats((format) => ({
      ...format,
      text: { required: false, limits: [{ max: 500, counting: 'UTF8_BYTES' }] },
    }));
    expect(await breaches('limits', bytes)).toContain('500 UTF8_BYTES and one more was published');
  });
  test('sees a text that is said to be optional, or needed, and is not', async () => {
    const required = (value: boolean) =>
      formats((format) => (format.text ? { ...format, text: { ...format.text, required: value } } : format));
    expect(await breaches('limits', required(false))).toContain('TEXT: no text, which is not required, failed');
    expect(await breaches('limits', required(true))).toContain('PHOTO: no text was published');
  });
  test('sees wrong numbers of pictures', async () => {
    const pictures = (max: number) =>
      formats((format) => ({
        ...format,
        media: format.media.map((rule) => ({ ...rule, max: Math.min(max, rule.max + 1) })),
      }));
    expect(await breaches('limits', pictures(5))).toContain('CAROUSEL: 5 of IMAGE, as many as declared, failed');
    const three = formats((format) => ({
      ...format,
      media: format.media.map((rule) => ({ ...rule, max: Math.min(3, rule.max) })),
    }));
    expect(await breaches('limits', three)).toContain('CAROUSEL: 3 of IMAGE and one more was published');
  });
  test('sees wrong lengths of alt texts', async () => {
    const altText = (altTextMax: number) =>
      formats((format) => ({ ...format, media: format.media.map((rule) => ({ ...rule, altTextMax })) }));
    expect(await breaches('limits', altText(1_001))).toContain('an alt text of 1001, as long as declared, failed');
    expect(await breaches('limits', altText(999))).toContain('an alt text of 999 and one more was published');
  });
  test('sees a connector that cuts what is too long', async () => {
    const connector = publishing({
      publish: (call, post) => sandbox.publishing.publish(call, { ...post, text: post.text.slice(0, 500) }),
    });
    expect(await breaches('limits', connector)).toContain('and one more was published');
  });
  test('sees a link, an order or an alt text that is lost on the way', async () => {
    const without = publishing({
      publish: (call, { link: _, ...post }) =>
        sandbox.publishing.publish(call, { ...post, text: post.text || 'See', media: [...post.media].reverse() }),
    });
    const found = await breaches('limits', without);
    expect(found).toContain('another link');
    expect(found).toContain('other media, order or alt texts');
  });
});

describe('errors', () => {
  test('sees a documented code that the table lacks', async () => {
    const { captcha_required: _, ...rest } = sandbox.errors.codes;
    const connector = { ...sandbox, errors: { ...sandbox.errors, codes: rest } };
    expect(await breaches('errors', connector)).toContain('`errors.codes` lacks captcha_required');
  });
  test('sees an error that is read wrongly', async () => {
    const connector = { ...sandbox, errors: { ...sandbox.errors, read: () => undefined } };
    expect(await breaches('errors', connector)).toContain(
      'answered with token_invalid failed with unexpected (http_401',
    );
  });
  test('sees a kind that the connector makes up itself', async () => {
    const connector = publishing({
      publish: (call, post) =>
        sandbox.publishing.publish(call, post).catch(() => {
          const details = { kind: 'content_rejected', code: 'no', message: 'no', network: 'sandbox' } as const;
          throw new NetworkError(details);
        }),
    });
    expect(await breaches('errors', connector)).toContain('it should be auth_revoked');
  });
  test('sees an error that passes for success', async () => {
    const connector = publishing({
      publish: (call, post) =>
        sandbox.publishing.publish(call, post).catch(() => ({ outcome: 'published', externalId: 'post_1' }) as const),
    });
    expect(await breaches('errors', connector)).toContain('was published; it should be auth_revoked');
  });
  test('sees a table that calls an unheard-of code by a kind', async () => {
    const connector = codes({ code_that_no_table_knows: { kind: 'content_rejected', means: 'Anything.' } });
    expect(await breaches('errors', connector)).toContain('it should be unexpected');
  });
  test('sees a connector that tries again by itself', async () => {
    const connector = withCall((call) => ({
      commit: (name, run) => call.commit(name, () => run().catch(run)),
    }));
    expect(await breaches('errors', connector)).toContain('was published; it should be');
  });
});

describe('lost answer', () => {
  test('sees a find that overlooks the post', async () => {
    const connector = publishing({ find: async () => ({ outcome: 'absent' }) });
    expect(await breaches('lost answer', connector)).toContain(
      'connection cut after the network had it: there are 2 posts',
    );
  });
  test('sees a find that takes any post for the one that was lost', async () => {
    const find: Publishing['find'] = async (call, post) => {
      const path = `/v1/posts?account=${post.channelId}`;
      const headers = { authorization: `Bearer ${call.credentials.token}` };
      const { body } = await call.http.request<{ posts: object[] }>(path, { headers });
      const [newest] = body.posts;
      return newest ? happened(newest) : { outcome: 'absent' };
    };
    expect(await breaches('lost answer', publishing({ find }))).toContain('took a post of the day before');
  });
  test('sees a find that invents a post', async () => {
    const connector = publishing({ find: async () => happened({ id: 'post_0', state: 'published' }) });
    expect(await breaches('lost answer', connector)).toContain('post_0 is not the post that went out');
  });
  test('sees a connector that tries again by itself', async () => {
    const connector = withCall((call) => ({ commit: (name, run) => call.commit(name, () => run().catch(run)) }));
    expect(await breaches('lost answer', connector)).toContain('it was sent again within the same attempt');
  });
  test('sees a promise of idempotency that the network does not keep', async () => {
    const connector: Connector = { ...sandbox, capabilities: { ...sandbox.capabilities, idempotency: 'network' } };
    expect(await breaches('lost answer', connector)).toContain('there are 2 posts now');
  });
  test('sees a connector that does not stop when it is told to', async () => {
    const connector = publishing({
      publish: async (call, post) => {
        const result = await sandbox.publishing.publish(call, post).catch((error: unknown) => error as Error);
        if (!(result instanceof Error)) return result;
        await new Promise((resolve) => setTimeout(resolve, call.signal.aborted ? 1_200 : 0));
        throw result;
      },
    });
    expect(await breaches('lost answer', connector)).toContain('went on for more than a second');
  });
  test('lets a network that cannot tell wait for a person', async () => {
    const connector = publishing({ find: async () => ({ outcome: 'unknown', why: 'No search.' }) });
    expect(await breaches('lost answer', connector)).toBe('');
  });
});

describe('steps', () => {
  test('sees a post that goes out in a step', async () => {
    const connector = withCall((call) => ({ commit: call.step }));
    const found = await breaches('steps', connector);
    expect(found).toContain('went out without `call.commit`');
    expect(found).toContain('there are 2 posts now');
  });
  test('sees a post that goes out before the commit', async () => {
    const connector = withCall((call) => ({
      commit: async (name, run) => {
        const result = await run();
        return call.commit(name, async () => result);
      },
    }));
    expect(await breaches('steps', connector)).toContain('the post was out before a commit had begun');
  });
  test('sees a second commit for the same post', async () => {
    const connector = withCall((call) => ({
      commit: async (name, run) => {
        await call.commit(`${name} once`, run);
        return call.commit(name, run);
      },
    }));
    expect(await breaches('steps', connector)).toContain('is 2 posts on the network, not one');
  });
  test('sees steps that have other names on every run', async () => {
    let run = 0;
    const connector = withCall((call) => {
      run++;
      return { step: (name, work) => call.step(`${name} in run ${run}`, work) };
    });
    expect(await breaches('steps', connector)).toContain('other names for its steps');
  });
  test('sees two steps of one name', async () => {
    const connector = withCall((call) => ({ step: (_, work) => call.step('register picture', work) }));
    expect(await breaches('steps', connector)).toContain('was used twice in one run');
  });
  test('sees a result that is no JSON', async () => {
    const connector = withCall((call) => ({
      step: async <T>(name: string, work: () => Promise<T>) => {
        const { id } = await call.step(name, async () => ({ id: new Map([['id', await work()]]) }));
        return id.get('id') as T; // as it would be, were it kept
      },
    }));
    expect(await breaches('steps', connector)).toContain('id.get is not a function');
  });
});

describe('pending', () => {
  test('sees a post that is called published too early', async () => {
    const connector = publishing({
      check: async (_, ticket) => ({ outcome: 'published', externalId: String(ticket) }),
      publish: async (call, post) => {
        const result = await sandbox.publishing.publish(call, post);
        return result.outcome === 'pending' ? { ...result, checkAfterMs: 1_000 } : result;
      },
    });
    expect(await breaches('pending', connector)).toContain('was called published 19000 ms too early');
  });
  test('sees a check that never settles', async () => {
    const connector = publishing({ check: async (_, ticket) => ({ outcome: 'pending', ticket, checkAfterMs: 1_000 }) });
    expect(await breaches('pending', connector)).toContain('still pending after');
  });
  test('sees a check that posts', async () => {
    const connector = publishing({
      check: async (call, ticket) => {
        const account = emulator.demoAccounts[0];
        const headers = { authorization: `Bearer ${account.credentials.token}` };
        const json = { account: account.externalId, text: 'Again' };
        await call.http.request('/v1/posts', { method: 'POST', headers, json });
        return { outcome: 'published', externalId: String(ticket) };
      },
    });
    expect(await breaches('pending', connector)).toContain('`check` must only read');
  });
});

describe('removal', () => {
  test('sees a removal that removes nothing', async () => {
    expect(await breaches('removal', publishing({ remove: async () => undefined }))).toContain(
      'still stands on the network',
    );
  });
  test('sees a removal that fails where the post is gone', async () => {
    const remove: Publishing['remove'] = async (call, id) => {
      const headers = { authorization: `Bearer ${call.credentials.token}` };
      await call.http.request(`/v1/posts/${id}`, { method: 'DELETE', headers });
    };
    expect(await breaches('removal', publishing({ remove }))).toContain(
      'The second `remove` of a post failed with not_found',
    );
  });
});

describe('secrets', () => {
  test('sees a token in a log', async () => {
    const connector = withCall((call) => {
      call.log.debug({ headers: { authorization: `Bearer ${call.credentials.token}` } }, 'sending');
      return {};
    });
    expect(await breaches('secrets', connector)).toContain(
      'What publishing TEXT logged with no fault holds a credential',
    );
  });
  test('sees a token in an error', async () => {
    const connector = publishing({
      publish: (call, post) =>
        sandbox.publishing.publish(call, post).catch((error: unknown) => {
          throw new Error(`not sent with ${encodeURIComponent(call.credentials.token ?? '')}`, { cause: error });
        }),
    });
    expect(await breaches('secrets', connector)).toContain('with the fault echo holds a credential');
  });
  test('sees a token among the kept results', async () => {
    const connector = withCall((call) => {
      return {
        step: async (name, work) => (await call.step(name, async () => [await work(), call.credentials] as const))[0],
      };
    });
    expect(await breaches('secrets', connector)).toContain('What is kept of publishing PHOTO');
  });
});

describe('hosts', () => {
  test('sees another host', async () => {
    const connector = publishing({
      publish: async (call, post) => {
        await fetch('http://127.0.0.2:9999/collect').catch(() => undefined);
        return sandbox.publishing.publish(call, post);
      },
    });
    expect(await breaches('hosts', connector)).toContain('http://127.0.0.2:9999 was spoken to');
  });
  test('sees another host that is spoken to through node:http', async () => {
    const { get } = await import('node:http');
    const connector = publishing({
      publish: async (call, post) => {
        await new Promise((resolve) => get('http://127.0.0.2:9999/collect', resolve).on('error', resolve));
        return sandbox.publishing.publish(call, post);
      },
    });
    expect(await breaches('hosts', connector)).toContain('was spoken to, which is not the network');
  });
  test('sees a request that goes past the bound client', async () => {
    let url = '';
    const startEmulator: typeof emulator.startEmulator = async (options) => {
      const started = await emulator.startEmulator(options);
      url = started.url;
      return started;
    };
    const connector = publishing({
      publish: async (call, post) => {
        await fetch(`${url}/v1/accounts`);
        return sandbox.publishing.publish(call, post);
      },
    });
    expect(await breaches('hosts', connector, { emulator: { ...emulator, startEmulator } })).toContain(
      'past `call.http`',
    );
  });
});

describe('what is not a post', () => {
  test('speaks to no other host', async () => {
    const { profile } = sandbox;
    if (!profile) throw new Error('the sandbox has a profile');
    const update: typeof profile.update = async (...of) => {
      await fetch('http://127.0.0.2:9999/collect').catch(() => undefined);
      return profile.update(...of);
    };
    expect(await breaches('hosts', { ...sandbox, profile: { ...profile, update } })).toContain('was spoken to');
  });
  test('logs no secret of the app', async () => {
    const connector: Connector = {
      ...sandbox,
      channels: (call) => {
        call.log.info({ app: call.app }, 'asking for accounts');
        return sandbox.channels(call);
      },
    };
    expect(await breaches('secrets', connector)).toContain('What `channels` logged with no fault holds a credential');
  });
});

test('the score card says what is broken and what was not checked', () => {
  const result = (name: string, fill: (report: Report) => void) => {
    const report = new Report();
    fill(report);
    return { facet: { name, promise: `keeps ${name}`, check: async () => report }, report };
  };
  expect(
    scoreCard('Example', [
      result('a', (report) => report.expect(true, '')),
      result('b', (report) => report.expect(false, 'No.')),
      result('c', (report) => report.note('no way')),
    ]),
  ).toMatchInlineSnapshot(`
    "| Facet | What the connector of Example promises | Result               |
    | ----- | -------------------------------------- | -------------------- |
    | a     | keeps a                                | kept, 1 checks       |
    | b     | keeps b                                | BROKEN: 1 of 1       |
    | c     | keeps c                                | not checked (no way) |"
  `);
});

test('the score card stands in a README in the place of the old one, or at its end', () => {
  const card = '| Facet | x |\n| ----- | - |\n| $&    | 2 |';
  const old = 'Before.\n\n| Facet       | y |\n| - | - |\n| a | 1 |\n\nAfter.\n\n| Other | z |\n';
  expect(placeCard(old, card)).toBe(`Before.\n\n${card}\n\nAfter.\n\n| Other | z |\n`);
  expect(placeCard(placeCard(old, card), card)).toBe(placeCard(old, card));
  expect(placeCard('# New\n', card)).toBe(`# New\n\n## Score card\n\n${card}\n`);
});
