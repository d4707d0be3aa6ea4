import { demoAccounts } from '@polyphony/plugin-sandbox/emulator';
import { v7 as uuidAt } from 'uuid';
import { seeded } from '../prisma/seed/random.ts';
import { createWorkspace } from '../src/app/workspace/workspace.ts';
import type { Prisma } from '../src/generated/prisma/client.ts';
import type { Database } from '../src/infra/db.ts';
import { createVault } from '../src/infra/vault.ts';
import { secretKey } from './database.ts';

/** Who asks, and what is asked for. */
export interface Data {
  readonly token: string;
  readonly workspaceId: string;
  readonly personId: string;
  readonly memberId: string;
  /** The accounts that the sandbox knows; the other channels are only there to be read. */
  readonly channelIds: readonly [string, string];
}

export const size = { channels: 20, posts: 5000, variants: 2 } as const;

const hour = 3_600_000;
const newest = Date.parse('2026-06-01T12:00:00Z');
/** Of these nothing falls due while the benchmark runs. */
const farAway = new Date('2099-01-01T00:00:00Z');
const chunk = 1000;

const words = 'open saturday bread coffee new door early late warm river market bicycle music street cardamom'.split(
  ' ',
);

/** One workspace, the same for every run but for its secrets: every post has two variants and two deliveries. */
export async function seedData(db: Database): Promise<Data> {
  const { prisma } = db;
  const random = seeded(7);
  const newId = (at = newest) =>
    uuidAt({ msecs: at, random: Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256)), seq: 0 });
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T; // never of an empty one

  const { workspaceId, token } = await createWorkspace(
    { db, newId },
    { name: 'Rīta Maize', timeZone: 'Europe/Riga', owner: { displayName: 'Ilze Bērziņa', email: 'ilze@example.com' } },
  );
  const { id: memberId, personId } = await prisma.member.findFirstOrThrow({ where: { workspaceId } });

  const vault = await createVault({ current: secretKey, previous: null });
  const grant = async (credentials: Readonly<Record<string, string>>) => {
    const id = newId();
    const sealed = await vault.seal(credentials);
    await prisma.grant.create({ data: { id, workspaceId, network: 'sandbox', credentials: sealed, scopes: [] } });
    return id;
  };
  const channels: Prisma.ChannelCreateManyInput[] = await Promise.all(
    Array.from({ length: size.channels }, async (_, index) => {
      const account = demoAccounts[index];
      return {
        id: newId(),
        workspaceId,
        network: 'sandbox',
        externalId: account?.externalId ?? `acc_${index}`,
        name: account?.name ?? `Channel ${index}`,
        handle: account?.handle ?? `channel${index}`,
        kind: account?.kind ?? 'PAGE',
        status: 'CONNECTED',
        grantId: await grant(account?.credentials ?? { token: `sandbox-token-${index}` }),
        createdAt: new Date(newest - (size.channels - index) * hour),
      } as const;
    }),
  );
  await prisma.channel.createMany({ data: channels });
  const channelIds = channels.map(({ id }) => id);

  for (let first = 0; first < size.posts; first += chunk) {
    const posts = Array.from({ length: Math.min(chunk, size.posts - first) }, (_, index) => {
      const at = newest - (size.posts - first - index) * hour;
      const text = Array.from({ length: 30 }, () => pick(words)).join(' ');
      const scheduled = random() < 0.1;
      const start = Math.floor(random() * size.channels);
      const variants = Array.from({ length: size.variants }, (_, position) => ({
        id: newId(at),
        deliveryId: newId(at),
        channelId: channelIds[(start + position) % size.channels] ?? '',
        text: position === 0 ? null : `${text} ${pick(words)}`,
        position,
      }));
      return { id: newId(at), at: new Date(at), dueAt: scheduled ? farAway : new Date(at), scheduled, text, variants };
    });
    await prisma.post.createMany({
      data: posts.map(({ id, at, dueAt, scheduled, text }) => ({
        id,
        workspaceId,
        title: `Post of ${at.toISOString()}`,
        text,
        tags: [],
        state: scheduled ? 'SCHEDULED' : 'PUBLISHED',
        scheduledAt: dueAt,
        scheduleTimeZone: 'UTC',
        scheduleLocal: dueAt.toISOString().slice(0, 19),
        latePolicy: 'PUBLISH_LATE',
        authorMemberId: memberId,
        createdAt: at,
        updatedAt: at,
      })),
    });
    await prisma.postVariant.createMany({
      data: posts.flatMap(({ id: postId, variants }) =>
        variants.map(({ deliveryId: _, ...variant }) => ({ ...variant, postId })),
      ),
    });
    await prisma.postRevision.createMany({
      data: posts.map(({ id: postId, at, text, variants }) => ({
        postId,
        number: 1,
        content: {
          text,
          link: null,
          media: [],
          variants: variants.map(({ channelId, text: own }) => ({ channelId, text: own, media: null })),
        },
        actorKind: 'MEMBER',
        actorId: memberId,
        createdAt: at,
      })),
    });
    await prisma.delivery.createMany({
      data: posts.flatMap(({ id: postId, at, dueAt, scheduled, variants }) =>
        variants.map(({ deliveryId: id, channelId }) => ({
          id,
          workspaceId,
          postId,
          channelId,
          revision: 1,
          dueAt,
          latePolicy: 'PUBLISH_LATE' as const,
          createdAt: at,
          updatedAt: at,
          ...(scheduled
            ? ({ state: 'PLANNED', wakeAt: dueAt } as const)
            : ({
                state: 'PUBLISHED',
                attempt: 1,
                fence: 1,
                publishedAt: at,
                externalId: `post_${id}`,
                url: `http://127.0.0.1/posts/${id}`,
              } as const)),
        })),
      ),
    });
  }
  const [one, two] = channelIds;
  if (one === undefined || two === undefined)
    throw new TypeError('There are as many channels as the sandbox has accounts');
  return { token, workspaceId, personId, memberId, channelIds: [one, two] };
}
