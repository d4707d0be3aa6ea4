import { createHmac } from 'node:crypto';
import { randomUUID } from 'node:crypto';
import type { NetworkEvent, Privacy, WebhookRequest, Webhooks } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { breaches, controlled, having, notes, sandbox, the } from './sandbox.ts';

// Each connector here is the sandbox's, what it makes of the network's own requests broken in one way.

const { subscribe, unsubscribe, handshake, verify, read } = the(sandbox.webhooks);
const webhooks = (own: Partial<Webhooks>) => having('webhooks', own);
const events = (change: (event: NetworkEvent, request: WebhookRequest) => NetworkEvent) =>
  webhooks({ read: (call, request, hook) => read(call, request, hook).map((event) => change(event, request)) });
const signatureOf = (request: WebhookRequest, secret: string) =>
  `sha256=${createHmac('sha256', secret).update(request.body).digest('hex')}`;
const given = ({ headers }: WebhookRequest) => headers.get('x-sandbox-signature') ?? '';

describe('webhooks', () => {
  test('sees an address of which the network is not told', async () => {
    const connector = webhooks({ subscribe: () => Promise.resolve({}) });
    expect(await breaches('webhooks', connector)).toContain('no request came that says so');
  });
  test('sees a handshake that is not answered, or answered wrongly', async () => {
    const { handshake: _, ...silent } = the(sandbox.webhooks);
    expect(await breaches('webhooks', { ...sandbox, webhooks: silent })).toContain('webhook_unanswered');
    const echoing = webhooks({
      handshake: async (call, request, hook) => {
        const answer = await handshake?.(call, request, hook);
        return answer && { ...answer, body: request.query.challenge ?? '' };
      },
    });
    expect(await breaches('webhooks', echoing)).toContain('webhook_unanswered');
  });
  test('sees that what the network sent is refused', async () => {
    expect(await breaches('webhooks', webhooks({ verify: () => false }))).toContain('`verify` refused it');
  });
  test.for([
    ['the channel', (event: NetworkEvent) => ({ ...event, channelId: 'acc_else' }), 'is of the account acc_else'],
    ['the time', (event: NetworkEvent) => ({ ...event, at: new Date(0) }), 'The time of an event is wrong'],
    [
      'the kind',
      (event: NetworkEvent) =>
        event.type === 'message' ? { ...event, message: { ...event.message, kind: 'DIRECT' as const } } : event,
      'is told of as DIRECT',
    ],
    [
      'the id of a message, which is not the one that is read',
      (event: NetworkEvent) =>
        event.type === 'message' ? { ...event, message: { ...event.message, externalId: event.id } } : event,
      'it would be two',
    ],
    [
      'the key of a post that is out',
      (event: NetworkEvent) => (event.type === 'settled' ? { ...event, key: 'else' } : event),
      'A post is out by the key else',
    ],
    [
      'the post that is out',
      (event: NetworkEvent) =>
        event.type === 'settled' ? { ...event, published: { ...event.published, externalId: 'else' } } : event,
      'A post that is out is said to be else',
    ],
    [
      'the post that is gone',
      (event: NetworkEvent) => (event.type === 'post_removed' ? { ...event, externalId: 'else' } : event),
      'the event says that else is',
    ],
  ] as const)('sees an event that is wrong in %s', async ([, change, breach]) => {
    expect(await breaches('webhooks', events(change))).toContain(breach);
  });
  test('sees a post with a key of which no event says that it is out', async () => {
    const connector = webhooks({ read: (...of) => read(...of).filter(({ type }) => type !== 'settled') });
    expect(await breaches('webhooks', connector)).toContain('no event says that it is out');
  });
  test('sees ids that are made anew each time', async () => {
    const found = await breaches(
      'webhooks',
      events((event) => ({ ...event, id: randomUUID() })),
    );
    expect(found).toContain('depends on what was read before it');
    expect(found).toContain('events have another id');
    expect(found).toContain('came again under another id');
  });
  test('sees one id for two messages of one text', async () => {
    const connector = events((event) => (event.type === 'message' ? { ...event, id: event.message.text } : event));
    expect(await breaches('webhooks', connector)).toContain('Of 2 messages with one text the events have 1 ids');
  });
  test('sees a connector that lives on the order', async () => {
    let last = 0;
    const connector = webhooks({
      read: (call, request, hook) =>
        read(call, request, hook).filter(({ id, type }) => {
          const { comment } = JSON.parse(Buffer.from(request.body).toString()) as { comment?: { number: number } };
          if (type !== 'message' || !comment || id === '') return true;
          const old = comment.number < last;
          last = comment.number;
          return !old;
        }),
    });
    expect(await breaches('webhooks', connector)).toContain('depends on what was read before it');
  });
  test('sees an answer that the network does not take for a yes', async () => {
    const connector = webhooks({ accepted: { status: 200, body: 'thanks' } });
    expect(await breaches('webhooks', connector)).toContain('`accepted` is not what it wants');
  });
  test('sees an end that does not end it, or that fails where it is over', async () => {
    const found = await breaches('webhooks', webhooks({ unsubscribe: () => Promise.resolve() }));
    expect(found).toContain('After `unsubscribe` the network still tells of the account');
    let ended = 0;
    const failing = webhooks({
      async unsubscribe(...of) {
        if (++ended > 1) throw new Error('there is none');
        await unsubscribe?.(...of);
      },
    });
    expect(await breaches('webhooks', failing)).toContain('The second `unsubscribe` failed');
  });
  test('sees a secret in a log', async () => {
    const connector = webhooks({
      subscribe: async (call, channelId, hook) => {
        call.log.info({ hook }, 'telling the network of an address');
        return (await subscribe?.(call, channelId, hook)) ?? {};
      },
    });
    expect(await breaches('webhooks', connector)).toContain('What was logged holds the secret of the address');
  });
  test('says so where the emulator lacks what it needs', async () => {
    const silent = controlled(({ talk: _, ...control }) => control);
    expect(await notes('webhooks', sandbox, { emulator: silent })).toContain('nothing can be said on the emulator');
    const once = controlled(({ retell: _, ...control }) => control);
    expect(await notes('webhooks', sandbox, { emulator: once })).toContain('the emulator cannot tell a thing twice');
    const ofApp = webhooks({ per: 'app' });
    expect(await notes('webhooks', ofApp)).toContain('no page on which an address is entered');
  });
});

describe('webhooks, from whom', () => {
  test('sees that anybody is believed', async () => {
    const found = await breaches('webhooks', webhooks({ verify: () => true }));
    expect(found).toContain('takes a request that was made with other secrets');
    expect(found).toContain('nothing proves that the network sent it');
  });
  test('sees a signature that is believed where it is missing', async () => {
    const connector = webhooks({
      verify: (call, request, hook) => given(request) === '' || verify(call, request, hook),
    });
    expect(await breaches('webhooks', connector)).toContain('nothing proves that the network sent it');
  });
  test('sees a signature that is compared in its first characters', async () => {
    const connector = webhooks({
      verify: (_, request, { secret }) => given(request).slice(0, 15) === signatureOf(request, secret).slice(0, 15),
    });
    expect(await breaches('webhooks', connector)).toMatch(/`verify` takes \d+ of \d+ forgeries/);
  });
  test('sees a signature of a part of the body', async () => {
    const part = ({ body }: WebhookRequest) => body.slice(0, 30);
    const signed = new Map<string, string>();
    // What the network signed is remembered by its beginning.
    const connector = webhooks({
      verify: async (call, request, hook) => {
        const start = Buffer.from(part(request)).toString();
        if (await verify(call, request, hook)) signed.set(`${start} ${hook.secret}`, given(request));
        return signed.get(`${start} ${hook.secret}`) === given(request);
      },
    });
    expect(await breaches('webhooks', connector)).toContain('of its body changed');
  });
  test('sees a request of another secret that is believed', async () => {
    const connector = webhooks({
      verify: (call, request, hook) => verify(call, request, { ...hook, secret: `${hook.secret.slice(0, -1)}6` }),
    });
    expect(await breaches('webhooks', connector)).toContain('takes a request that was made with other secrets');
  });
  test('sees a signature of another length that crashes it', async () => {
    const { timingSafeEqual } = await import('node:crypto');
    const connector = webhooks({
      verify: (_, request, { secret }) =>
        timingSafeEqual(Buffer.from(given(request)), Buffer.from(signatureOf(request, secret))),
    });
    expect(await breaches('webhooks', connector)).toContain('it should say no');
  });
  test('sees a handshake that signs what a stranger wants to be signed', async () => {
    // The network's own questions are answered as ever.
    const own = /^[\da-f-]{36}$/;
    const signing = (answerOf: (signature: string) => string) =>
      webhooks({
        handshake: async (call, request, hook) => {
          const { challenge = '' } = request.query;
          if (request.method !== 'GET' || own.test(challenge)) return handshake?.(call, request, hook);
          return {
            status: 200,
            body: answerOf(signatureOf({ ...request, body: Buffer.from(challenge) }, hook.secret)),
          };
        },
      });
    const breach = 'What `handshake` answers to a stranger signs a body of theirs';
    expect(
      await breaches(
        'webhooks',
        signing((signature) => signature),
      ),
    ).toContain(breach);
    const asJson = signing((signature) => JSON.stringify({ token: signature.slice('sha256='.length) }));
    expect(await breaches('webhooks', asJson)).toContain(breach);
    expect(await breaches('webhooks', sandbox)).toBe('');
  });
  test('sees an event that is made of garbage', async () => {
    const connector = webhooks({
      read(call, request, hook) {
        try {
          return read(call, request, hook);
        } catch {
          const at = new Date(0);
          return [{ id: 'none', channelId: 'none', at, type: 'access_lost' }];
        }
      },
    });
    expect(await breaches('webhooks', connector)).toMatch(/`read` makes 1 events of 'no JSON'/);
  });
});

describe('privacy', () => {
  const { read: readDemand, answer } = the(sandbox.privacy);
  const privacy = (own: Partial<Privacy>) => having('privacy', own);

  test('sees a demand that is read as another', async () => {
    const connector = privacy({
      read: async (...of) => {
        const demand = await readDemand?.(...of);
        return demand && { ...demand, kind: 'DELETE_USER', externalId: 'else' };
      },
    });
    expect(await breaches('privacy', connector)).toMatch(/A demand DEAUTHORIZE of \w+ is read as DELETE_USER of else/);
  });
  test('sees a demand that is not understood', async () => {
    expect(await breaches('privacy', privacy({ read: () => undefined }))).toContain('is read as undefined');
  });
  test('sees an answer without the confirmation code', async () => {
    const connector = privacy({
      answer: (receipt) => the(answer)({ ...receipt, confirmationCode: 'yes' }),
    });
    expect(await breaches('privacy', connector)).toContain('does not hold the confirmation code');
    const { answer: _, ...silent } = the(sandbox.privacy);
    expect(await breaches('privacy', { ...sandbox, privacy: silent })).toContain('does not take the answer to');
  });
  test('sees that anybody is obeyed', async () => {
    const connector = privacy({
      read: (_, { body }) => {
        const { type, id } = JSON.parse(Buffer.from(body).toString()) as { type: string; id: string };
        const kinds: Readonly<Record<string, 'DEAUTHORIZE' | 'DELETE_USER'>> = { access_withdrawn: 'DEAUTHORIZE' };
        return { kind: kinds[type] ?? 'DELETE_USER', externalId: id };
      },
    });
    const found = await breaches('privacy', connector);
    expect(found).toContain('of another app is obeyed');
    expect(found).toContain('is obeyed where no app is known');
    expect(found).toContain('nothing proves that the network made it');
  });
  test('sees a demand that is obeyed where the app has no secret', async () => {
    const connector = privacy({
      read: (call, request) =>
        call.app.clientSecret === undefined
          ? { kind: 'DEAUTHORIZE', externalId: 'acc_ritamaize' }
          : readDemand?.(call, request),
    });
    expect(await breaches('privacy', connector)).toContain('is obeyed where no app is known');
  });
  test('sees the secret of the app in a log', async () => {
    const connector = privacy({
      read: (call, request) => {
        call.log.info({ app: call.app }, 'the network demands something');
        return readDemand?.(call, request);
      },
    });
    expect(await breaches('privacy', connector)).toContain('logged holds a secret');
  });
  test('says so where the emulator demands nothing', async () => {
    const meek = controlled(({ demand: _, ...control }) => control);
    expect(await notes('privacy', sandbox, { emulator: meek })).toBe('the emulator demands nothing');
  });
});
