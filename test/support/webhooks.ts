import { createHmac, randomUUID } from 'node:crypto';
import type { Connector, NetworkEvent, Webhooks } from '@polyphony/sdk';
import { workOnEvents } from '../../src/app/webhook/event.ts';
import { subscribeChannels } from '../../src/app/webhook/subscription.ts';
import type { TestWorkspace, World } from './world.ts';

const never = new AbortController().signal;
const rowOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';

/** An address that a network was given. */
export interface Address {
  readonly address: string;
  readonly secret: string;
}

/** As the sandbox signs. */
export const sign = (body: string, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

export async function post(
  { address, secret }: Address,
  body: string,
  signature = sign(body, secret),
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(address, { method: 'POST', headers: { 'x-sandbox-signature': signature }, body });
  return { status: response.status, text: await response.text() };
}

/** A sandbox that tells whatever the SDK has a name for. */
export const telling =
  (more: Partial<Webhooks> = {}) =>
  (sandbox: Connector): Connector => {
    if (sandbox.webhooks === undefined) throw new TypeError('The sandbox tells');
    const read: Webhooks['read'] = (_, { body }) =>
      (JSON.parse(Buffer.from(body).toString()) as (NetworkEvent & { at: string })[]).map((event) => ({
        ...event,
        at: new Date(event.at),
      })); // as bodyOf wrote it
    return { ...sandbox, webhooks: { ...sandbox.webhooks, read, ...more } };
  };

/** What a test has to say of an event; the rest is made up. */
type Said = { readonly type: NetworkEvent['type'] } & Readonly<Record<string, unknown>>;

export const bodyOf = (account: string, ...events: Said[]): string =>
  JSON.stringify(
    events.map((event) => ({ id: randomUUID(), channelId: account, at: new Date().toISOString(), ...event })),
  );

export const settled = (key: string, externalId: string): Said => ({
  type: 'settled',
  key,
  published: { outcome: 'published', externalId, url: `https://network.example/${externalId}` },
});

/** What tests of webhooks need of a world that is served at `url`. */
export function createListening(world: () => World, url: () => string) {
  const db = () => world().shell.db.prisma;
  const listening = {
    db,
    /** Works on what was told. */
    work: () => workOnEvents(world().shell, never),
    /** The address of a channel, as the network was given it. */
    async hookOf(channelId: string) {
      await subscribeChannels(world().shell, never);
      const hook = await db().hook.findUniqueOrThrow({ where: { channelId }, include: { channel: true } });
      const { secret = '' } = await world().shell.vault.open(hook.secret);
      const address = `${url()}/webhooks/sandbox/${hook.id}`;
      return { id: hook.id, address, secret, account: hook.channel?.externalId ?? '' };
    },
    /** Publishes a post on the channel. The delivery's row id. */
    async publish(workspace: TestWorkspace, channel: 0 | 1 = 0, more: object = {}): Promise<string> {
      const created = await workspace.gql<{ createPost: { id: string } }>(
        'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on Post { id } } }',
        { input: { content: { text: 'Nan 🥐' }, variants: [{ channelId: workspace.channelIds[channel], ...more }] } },
      );
      const { data } = await workspace.gql<{ publishPost: { deliveries: { id: string }[] } }>(
        'mutation ($id: ID!) { publishPost(input: { postId: $id }) { ... on Post { deliveries { id } } } }',
        { id: created.data?.createPost.id },
      );
      return rowOf(data?.publishPost.deliveries[0]?.id ?? '');
    },
    /** A delivery to the channel with which the network is not done. */
    async processing(key: string, workspace: TestWorkspace, channel: 0 | 1 = 0): Promise<string> {
      const id = await listening.publish(workspace, channel);
      const wakeAt = new Date(world().shell.now().getTime() + 3_600_000);
      await db().delivery.update({
        where: { id },
        data: { state: 'PROCESSING', attempt: 1, pendingKey: key, ticket: key, wakeAt },
      });
      await db().deliveryAttempt.create({ data: { deliveryId: id, number: 1, revision: 1, startedAt: new Date() } });
      return id;
    },
    async stateOf(deliveryId: string) {
      const row = await db().delivery.findUniqueOrThrow({ where: { id: deliveryId } });
      const { state, externalId, url: link, wakeAt } = row;
      return { state, externalId, link, wakeAt };
    },
    /** The states through which it went. */
    async movesOf(deliveryId: string) {
      const events = await db().event.findMany({ where: { subjectId: deliveryId }, orderBy: { number: 'asc' } });
      return events.map(({ to }) => to);
    },
  };
  return listening;
}
