import { createHmac } from 'node:crypto';
import type { Connector, WebhookAnswer } from '@polyphony/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, createListening, post, telling } from '../support/webhooks.ts';
import { openWorld, type TestWorkspace, type World } from '../support/world.ts';

let world: World;
let here: TestWorkspace;
let url: string;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
  ({ url } = await world.serve());
});

const { hookOf } = createListening(
  () => world,
  () => url,
);

const throwing = {
  get status(): number {
    throw new Error('no status');
  },
};
const broken = [
  ['a status that is none', { status: 99 }],
  ['a status that ends nothing', { status: 101 }],
  ['a status with a fraction', { status: 200.5 }],
  ['a status as text', { status: '200' }],
  ['a line break in a header', { status: 200, headers: { 'x-name': 'a\r\nset-cookie: b=c' } }],
  ['a line break in the name of a header', { status: 200, headers: { 'x\r\n': 'a' } }],
  ['a header that is no text', { status: 200, headers: { 'x-name': ['a', 'b'] } }],
  ['a body that is no text', { status: 200, body: { taken: true } }],
  ['an error where it is read', throwing],
].map(([what, answer]) => [what, answer as WebhookAnswer] as const); // what a plugin without types may say

describe.each(broken)('a connector whose answer has %s', (_, answer) => {
  it('to a handshake ends nothing: the network hears that something broke here', async () => {
    await world.withConnector(telling({ handshake: () => Promise.resolve(answer) }), async () => {
      const hook = await hookOf(here.channels[0]);
      expect(await post(hook, '[]')).toMatchObject({ status: 500 });
    });
  });
  it('to what was told does not either', async () => {
    await world.withConnector(telling({ accepted: answer }), async () => {
      const hook = await hookOf(here.channels[0]);
      expect(await post(hook, bodyOf(hook.account, { type: 'access_changed' }))).toMatchObject({ status: 500 });
    });
  });
  it('to a demand does not either', async () => {
    const change = (sandbox: Connector): Connector => ({
      ...sandbox,
      ...(sandbox.privacy && { privacy: { ...sandbox.privacy, answer: () => answer } }),
    });
    await world.withConnector(change, async () => {
      const body = JSON.stringify({ type: 'person_deleted', id: 'somebody' });
      const signature = createHmac('sha256', 'sandbox-app-secret').update(body).digest('hex');
      const headers = { 'x-sandbox-signature': `sha256=${signature}` };
      const response = await fetch(`${url}/privacy/sandbox`, { method: 'POST', headers, body });
      expect(response.status).toBe(500);
    });
  });
});

it('a connector that answers a handshake with null ends nothing', async () => {
  const handshake = () => Promise.resolve(null as unknown as undefined); // what a plugin without types may say
  await world.withConnector(telling({ handshake }), async () => {
    expect(await post(await hookOf(here.channels[0]), '[]')).toMatchObject({ status: 500 });
  });
});

it('a header that says how long an answer is is left out', async () => {
  const headers = { 'Content-Length': '2', Trailer: 'x-end', 'X-Name': 'kept', 'Content-Security-Policy': 'none' };
  const handshake = () => Promise.resolve({ status: 200, headers, body: 'longer' });
  await world.withConnector(telling({ handshake }), async () => {
    const { address } = await hookOf(here.channels[0]);
    const response = await fetch(address);
    expect(await response.text()).toBe('longer');
    expect(response.headers.get('x-name')).toBe('kept');
    expect(response.headers.get('trailer')).toBeNull();
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'");
  });
});
