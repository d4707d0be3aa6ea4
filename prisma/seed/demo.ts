import { v5 as uuidOf } from 'uuid';
import { mediaUrl } from '../../src/app/planning/media.ts';
import { recheckChannel } from '../../src/app/workspace/channel.ts';
import { issueMemberToken } from '../../src/app/workspace/session.ts';
import { searchColumns } from '../../src/domain/planning/search.ts';
import { resolveWallTime, scheduleAt, type Schedule } from '../../src/domain/shared/time.ts';
import { permissions, type Role, type Viewer } from '../../src/domain/workspace/permission.ts';
import type { Prisma } from '../../src/generated/prisma/client.ts';
import { emulatorOf } from '../../src/infra/plugins.ts';
import type { OpenShell } from '../../src/shell.ts';
import { encodeGlobalID } from '../../src/schema/ids.ts';
import type { DemoFile } from './demo-file.ts';
import { deliveryHistory, finalPostState, postHistory, refusedProblem } from './history.ts';
import { receivePictures } from './media.ts';
import { people } from './people.ts';
import {
  demoChannels,
  pictures,
  posts,
  preparedPost,
  type DemoChannelName,
  type DemoPost,
  type PictureName,
} from './posts.ts';
import { seeded } from './random.ts';
import { seedStrategy } from './strategy.ts';

/** The namespace of the demo's ids: any constant UUID. */
const namespace = '6f6d2b0e-5c1e-4a55-9a41-0d5f3a0f7c11';
const timeZone = 'Europe/Riga';
const dayMs = 86_400_000;

export const findDemo = (shell: Pick<OpenShell, 'db'>): Promise<{ readonly id: string } | null> =>
  shell.db.prisma.workspace.findFirst({ where: { demo: true }, select: { id: true } });

/** Whether the networks are emulated without which the demo has no story. */
export const canSeedDemo = ({ networks }: Pick<OpenShell, 'networks'>): boolean =>
  preparedPost.channels.every((name) => networks.get(demoChannels[name].network)?.emulated === true);

interface DemoChannel {
  readonly id: string;
  readonly network: string;
  readonly externalId: string;
}

interface EventSeed {
  readonly at: Date;
  readonly row: Omit<Prisma.EventCreateManyInput, 'workspaceId' | 'number' | 'occurredAt'>;
}

/** Everything that is written, gathered first: the embedded database likes few statements. */
interface Rows {
  readonly posts: Prisma.PostCreateManyInput[];
  readonly variants: Prisma.PostVariantCreateManyInput[];
  readonly media: Prisma.PostMediaCreateManyInput[];
  readonly revisions: Prisma.PostRevisionCreateManyInput[];
  readonly deliveries: Prisma.DeliveryCreateManyInput[];
  readonly attempts: Prisma.DeliveryAttemptCreateManyInput[];
  readonly steps: Prisma.DeliveryStepCreateManyInput[];
  readonly events: EventSeed[];
}

/**
 * Makes the demo workspace: people in each role, the demo's channels on the networks that are emulated, four weeks of posts in
 * every state. The same seed on the same day makes the same rows; only the tokens and the keys of pictures differ. What fell due long ago is
 * really on the emulated network, if this process runs it; what is `DUE` is left to the engine.
 */
export async function seedDemo(
  shell: OpenShell,
  { seed, url }: { readonly seed: number; readonly url: string },
): Promise<DemoFile> {
  const { prisma } = shell.db;
  const idOf = (...name: readonly (string | number)[]) => uuidOf(`${String(seed)}/${name.join('/')}`, namespace);
  const random = seeded(seed);
  const now = shell.now();
  const workspaceId = idOf('workspace');
  const members = people.map((person) => ({ ...person, id: idOf('member', person.role) }));
  const memberOf = (role: Role) => members.find((member) => member.role === role)?.id ?? '';
  const viewer: Viewer = {
    kind: 'MEMBER',
    workspaceId,
    tokenId: '',
    memberId: memberOf('OWNER'),
    personId: '',
    role: 'OWNER',
    permissions: new Set(permissions),
    channelScope: null,
  };

  const channelRows: Prisma.ChannelCreateManyInput[] = [];
  const grantRows: Prisma.GrantCreateManyInput[] = [];
  const channels = new Map<DemoChannelName, DemoChannel>();
  for (const [name, { network: key, account: place }] of Object.entries(demoChannels)) {
    const network = shell.networks.get(key);
    const account = network?.emulated === true ? (await emulatorOf(network)).demoAccounts[place] : undefined;
    if (account === undefined) continue;
    const { externalId, kind, handle = null, avatarUrl = null } = account;
    const grantId = idOf('grant', key, externalId);
    const channel = { id: idOf('channel', key, externalId), network: key, externalId };
    grantRows.push({
      id: grantId,
      workspaceId,
      network: key,
      credentials: await shell.vault.seal(account.credentials),
      scopes: [],
    });
    channelRows.push({
      ...channel,
      workspaceId,
      name: account.name,
      handle,
      avatarUrl,
      url: null,
      kind,
      status: 'CONNECTED',
      grantId,
      createdAt: new Date(now.getTime() - 30 * dayMs),
    });
    channels.set(name as DemoChannelName, channel); // a key of demoChannels
  }
  const reachable = ({ channels: names }: DemoPost) => names.every((name) => channels.has(name));
  const channelOf = (name: DemoChannelName): DemoChannel => {
    const channel = channels.get(name);
    if (channel === undefined) throw new TypeError(`The demo has no channel ${name}`);
    return channel;
  };

  const rows: Rows = {
    posts: [],
    variants: [],
    media: [],
    revisions: [],
    deliveries: [],
    attempts: [],
    steps: [],
    events: [],
  };
  const received = await receivePictures(shell, (name) => idOf('asset', name));
  const pictureOf = (name: PictureName) => {
    const picture = received.find((each) => each.name === name);
    if (picture === undefined) throw new TypeError(`The demo has no picture ${name}`);
    return picture.row;
  };
  const today = scheduleAt(now, timeZone).localDateTime.slice(0, 10);

  const scheduleOf = (post: DemoPost, index: number): Schedule => {
    // What is due just after the start comes one after the other, so that there is something to watch.
    if (post.time === '') return scheduleAt(new Date(now.getTime() + 2000 + 2500 * index), timeZone);
    const day = new Date(Date.parse(`${today}T00:00:00Z`) + post.day * dayMs).toISOString().slice(0, 10);
    const resolved = resolveWallTime({ localDateTime: `${day}T${post.time}:00`, timeZone }, []);
    if (!resolved.ok) throw new TypeError(`${post.title}: no such time`);
    return resolved.schedule;
  };

  let due = 0;
  for (const [index, post] of [...posts, preparedPost].entries()) {
    // What is for a network that is not emulated here is left out.
    if (!reachable(post)) continue;
    const schedule = scheduleOf(post, post.end === 'DUE' ? due++ : 0);
    await addPost(post, index, schedule);
  }

  async function addPost(post: DemoPost, index: number, schedule: Schedule): Promise<void> {
    const id = idOf('post', index);
    const authorId = memberOf(post.author);
    const lead = (2 + Math.floor(random() * 60)) * 3_600_000;
    const createdAt = new Date(Math.min(schedule.at.getTime(), now.getTime()) - lead);
    const history = postHistory(viewer, post.end);
    const hasTime = !['DRAFT', 'IN_REVIEW', 'CHANGES_REQUESTED', 'APPROVED'].includes(post.end);
    const states = post.channels
      .map((_, position) => deliveryHistory(post.end, position).at(-1)?.to)
      .filter((each) => each !== undefined);
    const own = history.at(-1)?.to ?? 'DRAFT';
    const postEvent = (
      at: Date,
      actorId: string | null,
      type: string,
      from: string | null,
      to: string | null,
      fields: string[],
    ) => {
      const actor =
        actorId === null ? { actorKind: 'SYSTEM', actorReason: 'publishing' } : { actorKind: 'MEMBER', actorId };
      rows.events.push({
        at,
        row: { ...actor, type, subjectType: 'Post', subjectId: id, postId: id, from, to, fields },
      });
    };

    rows.posts.push({
      id,
      workspaceId,
      title: post.title,
      state: finalPostState(viewer, post.end, own, states),
      text: post.text,
      link: post.link ?? null,
      tags: [...post.tags],
      ...searchColumns({ ...post, variants: [{ text: post.second }] }),
      authorMemberId: authorId,
      ...(hasTime && {
        scheduledAt: schedule.at,
        scheduleTimeZone: timeZone,
        scheduleLocal: schedule.localDateTime,
        latePolicy: 'PUBLISH_LATE',
      }),
      createdAt,
      updatedAt: createdAt,
    });
    const altText = post.picture && pictures[post.picture];
    const media = post.picture
      ? [
          {
            assetId: idOf('asset', post.picture),
            kind: 'IMAGE',
            mimeType: 'image/png',
            byteSize: pictureOf(post.picture).byteSize,
            altText,
          },
        ]
      : [];
    if (post.picture) {
      rows.media.push({
        id: idOf('media', index),
        postId: id,
        assetId: idOf('asset', post.picture),
        position: 0,
        altText: altText ?? null,
      });
    }
    const variants = post.channels.map((channel, position) => {
      const own = position > 0 ? (post.second ?? null) : null;
      const { id: channelId } = channelOf(channel);
      rows.variants.push({ id: idOf('variant', index, channel), postId: id, channelId, position, text: own });
      return { channelId, format: null, text: own, link: null, media: null, firstComment: null, options: null };
    });
    rows.revisions.push({
      postId: id,
      number: 1,
      content: { text: post.text, link: post.link ?? null, media, variants }, // plain data
      actorKind: 'MEMBER',
      actorId: authorId,
      createdAt,
    });

    postEvent(createdAt, authorId, 'POST_CREATED', null, 'DRAFT', ['content', 'variants', 'tags']);
    for (const [step, { from, to }] of history.slice(1).entries()) {
      const at = new Date(createdAt.getTime() + (step + 1) * 600_000);
      const type =
        to === 'SCHEDULED' ? 'POST_SCHEDULED' : to === 'PUBLISHING' ? 'POST_PUBLISH_REQUESTED' : 'POST_STATE_CHANGED';
      postEvent(at, memberOf('OWNER'), type, from, to, ['state']);
    }
    for (const position of post.channels.keys()) await addDelivery(post, index, id, position, schedule, createdAt);
    const after = finalPostState(viewer, post.end, own, states);
    if (states.length > 0 && after !== own) {
      const settledAt = new Date(schedule.at.getTime() + 3000);
      const published = finalPostState(viewer, 'PUBLISHED', own, states);
      postEvent(settledAt, null, 'POST_STATE_CHANGED', own, published, ['state']);
      if (published !== after)
        postEvent(
          new Date(settledAt.getTime() + dayMs / 2),
          memberOf('ADMIN'),
          'POST_STATE_CHANGED',
          published,
          after,
          ['state'],
        );
    }
  }

  async function addDelivery(
    post: DemoPost,
    index: number,
    postId: string,
    position: number,
    schedule: Schedule,
    createdAt: Date,
  ) {
    const history = deliveryHistory(post.end, position);
    const state = history.at(-1)?.to;
    if (state === undefined) return;
    const id = idOf('delivery', index, position);
    const { id: channelId, network, externalId: account } = channelOf(post.channels[position] ?? post.channels[0]);
    const text = position > 0 ? (post.second ?? post.text) : post.text;
    const tried = state === 'PUBLISHED' || state === 'FAILED';
    const startedAt = new Date(schedule.at.getTime() + 200);
    const finishedAt = new Date(schedule.at.getTime() + 900 + Math.floor(random() * 1500));
    const problem = state === 'FAILED' ? refusedProblem(finishedAt) : null;
    const control = shell.networks.emulators.get(network)?.control;
    const there =
      state === 'PUBLISHED' && control
        ? await control.insert({
            account,
            text,
            createdAt: finishedAt.toISOString(),
            media: post.picture
              ? [{ url: mediaUrl(shell, pictureOf(post.picture)), altText: pictures[post.picture] }]
              : [],
          })
        : null;
    rows.deliveries.push({
      id,
      workspaceId,
      postId,
      channelId,
      state,
      revision: 1,
      dueAt: schedule.at,
      latePolicy: 'PUBLISH_LATE',
      wakeAt: state === 'PLANNED' || state === 'QUEUED' ? schedule.at : null,
      attempt: tried ? 1 : 0,
      ...(state === 'PUBLISHED' && { publishedAt: finishedAt, externalId: there?.id ?? null, url: there?.url ?? null }),
      ...(problem && { problem: { ...problem } }),
      createdAt,
      updatedAt: tried ? finishedAt : createdAt,
    });
    if (tried) {
      rows.attempts.push({
        deliveryId: id,
        number: 1,
        revision: 1,
        startedAt,
        finishedAt,
        outcome: state,
        ...(problem && { problem: { ...problem } }),
      });
    }
    if (state === 'PUBLISHED') {
      rows.steps.push({
        deliveryId: id,
        revision: 1,
        name: 'create post',
        position: 1,
        kind: 'COMMIT',
        state: 'DONE',
        startedAt,
        finishedAt,
      });
    }
    for (const { from, to } of history) {
      const byPerson = from === null || to === 'CANCELLED';
      const at =
        from === null ? new Date(createdAt.getTime() + 600_000) : to === state && tried ? finishedAt : startedAt;
      rows.events.push({
        at: to === 'CANCELLED' ? new Date(createdAt.getTime() + 1_200_000) : at,
        row: {
          ...(byPerson
            ? { actorKind: 'MEMBER', actorId: memberOf('OWNER') }
            : { actorKind: 'SYSTEM', actorReason: 'publishing' }),
          type: 'DELIVERY_CHANGED',
          subjectType: 'Delivery',
          subjectId: id,
          postId,
          channelId,
          from,
          to,
          attempt: to === 'SENDING' || (to === state && tried) ? 1 : null,
          fields: ['state'],
        },
      });
    }
  }

  // Nothing of the demo happened after now, and what is told in order has its numbers in order.
  const events = rows.events.filter(({ at }) => at <= now).sort((a, b) => a.at.getTime() - b.at.getTime());
  await prisma.$transaction(async (tx) => {
    await tx.workspace.create({
      data: {
        id: workspaceId,
        name: 'Miera iela Bakers & Coffee',
        timeZone,
        countries: ['LV', 'KZ'],
        demo: true,
        createdAt: now,
      },
    });
    await tx.eventLog.create({ data: { workspaceId, head: events.length } });
    await tx.person.createMany({
      data: people.map(({ role, displayName, email }) => ({ id: idOf('person', role), displayName, email })),
    });
    await tx.member.createMany({
      data: members.map(({ id, role }) => ({ id, workspaceId, personId: idOf('person', role), role })),
    });
    await tx.grant.createMany({ data: grantRows });
    await tx.channel.createMany({ data: channelRows });
    await tx.mediaAsset.createMany({ data: received.map(({ row }) => ({ ...row, workspaceId })) });
    await tx.post.createMany({ data: rows.posts });
    await tx.postVariant.createMany({ data: rows.variants });
    await tx.postMedia.createMany({ data: rows.media });
    await tx.postRevision.createMany({ data: rows.revisions });
    await tx.delivery.createMany({ data: rows.deliveries });
    await tx.deliveryAttempt.createMany({ data: rows.attempts });
    await tx.deliveryStep.createMany({ data: rows.steps });
    await tx.event.createMany({
      data: events.map(({ at, row }, index) => ({ ...row, workspaceId, number: BigInt(index + 1), occurredAt: at })),
    });
    for (const { file } of received) await file.keep();
  });
  for (const { file } of received) await file.settle(true);

  // What each may do is asked of its network, as for any channel.
  for (const { id } of channelRows) {
    await recheckChannel(shell, id).catch((error: unknown) => {
      shell.log.warn({ err: error, channel: id }, 'what a channel of the demo may do could not be found out');
    });
  }

  let made = 0;
  const newId = () => idOf('strategy', (made += 1));
  await seedStrategy({ ...shell, newId, viewer, requestId: null }, { channels, timeZone, memberOf });

  const tokens: Partial<Record<Role, string>> = {};
  for (const { id, role } of members)
    tokens[role] = await issueMemberToken(shell, { id, workspaceId }, `Demo, ${role}`);
  return {
    note: 'Made by the demo: emulated networks, nothing reaches a real one. The tokens open only this workspace.',
    emulated: true,
    url,
    token: tokens.OWNER ?? '',
    tokens,
    workspaceId: encodeGlobalID('Workspace', workspaceId),
    channelIds: channelRows.map(({ id }) => encodeGlobalID('Channel', id)),
    assetIds: Object.keys(pictures).map((name) => encodeGlobalID('MediaAsset', idOf('asset', name))),
    postId: encodeGlobalID('Post', idOf('post', posts.length)),
  };
}
