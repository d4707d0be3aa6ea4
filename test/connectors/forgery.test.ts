import type { WebhookRequest } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { forgeriesOf } from '../../src/connectors/conformance/forgery.ts';

const secret = 'a-secret-of-nobody';
const request = (own: Partial<WebhookRequest>): WebhookRequest => ({
  method: 'POST',
  query: {},
  headers: new Headers({ host: '127.0.0.1', 'content-type': 'application/json', 'x-delivery': '17' }),
  body: Buffer.from('{"type":"confirmation","group":1}'),
  ...own,
});
const textOf = ({ body }: WebhookRequest) => Buffer.from(body).toString();

/** How many forgeries there are, and what of them a door lets in that looks like this. */
async function tried(genuine: WebhookRequest, proves: (request: WebhookRequest) => boolean) {
  const forgeries = await forgeriesOf(genuine, [secret], (one) => Promise.resolve(proves(one)));
  return forgeries && { count: forgeries.length, taken: forgeries.filter((one) => proves(one.request)) };
}

describe('forgeries', () => {
  test('of a request with a secret in its body change that secret, and nothing else', async () => {
    const genuine = request({ body: Buffer.from(JSON.stringify({ type: 'message', text: 'Hi', secret })) });
    const secretOf = (one: WebhookRequest) => (JSON.parse(textOf(one)) as { secret: string }).secret;
    const whole = await tried(genuine, (one) => secretOf(one) === secret);
    expect(whole?.taken).toEqual([]);
    expect(whole?.count).toBeGreaterThan(secret.length);
    const beginning = await tried(genuine, (one) => secretOf(one).startsWith(secret.slice(0, 5)));
    expect(beginning?.taken.length).toBeGreaterThan(5);
    const none = await tried(genuine, (one) => secretOf(one) === '' || secretOf(one) === secret);
    expect(none?.taken).toHaveLength(1);
  });
  test('of a request with a secret in a header or in its address change that, and leave the body alone', async () => {
    const ofHeader = request({ headers: new Headers({ 'x-token': secret }) });
    const headed = await tried(ofHeader, ({ headers }) => headers.get('x-token') === secret);
    expect(headed?.taken).toEqual([]);
    const ofQuery = request({ query: { token: secret, other: '1' } });
    const asked = await tried(ofQuery, ({ query }) => query.token === secret);
    expect(asked?.taken).toEqual([]);
    const lax = await tried(ofQuery, ({ query }) => query.token?.includes(secret.slice(1)) === true);
    expect(lax?.taken.length).toBeGreaterThan(0);
  });
  test.for([
    ['hex', 'sha256=00ff17'],
    ['base64', 'dGhlIHdob2xlIHNpZ25hdHVyZQ=='],
  ])('of a signature in %s change what it says, in every place', async ([, value = '']) => {
    const genuine = request({ headers: new Headers({ 'x-signature': value }) });
    const decoded = (text: string) =>
      text.startsWith('sha256=')
        ? Buffer.from(text.slice(7), 'hex').toString('hex')
        : Buffer.from(text, 'base64').toString('hex');
    const proves = (one: WebhookRequest) =>
      decoded(one.headers.get('x-signature') ?? '') === decoded(value) && textOf(one) === textOf(genuine);
    expect((await tried(genuine, proves))?.taken).toEqual([]);
    const bodiless = await tried(genuine, (one) => decoded(one.headers.get('x-signature') ?? '') === decoded(value));
    expect(bodiless?.taken.map(({ what }) => what)).toContain('with byte 0 of its body changed');
  });
  test('are none where nothing proves anything', async () => {
    expect(await tried(request({}), () => true)).toBeUndefined();
  });
});
