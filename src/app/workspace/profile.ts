import type { ChannelProfile, MediaRule, ProfileCapability, ProfilePatch, PublicationMedia } from '@polyphony/sdk';
import { isUsable } from '../../domain/planning/validation.ts';
import { problemOf } from '../../domain/publishing/delivery.ts';
import type { Problem } from '../../domain/publishing/problem.ts';
import {
  ChannelUnavailable,
  NetworkRefused,
  NotFound,
  NotSupportedByNetwork,
  type DomainError,
} from '../../domain/shared/errors.ts';
import { fitLook, refuseLook, type Look, type ProfileField } from '../../domain/workspace/profile.ts';
import type { Channel, MediaAsset } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { awaitOutcome, conclude, execute, underWay, type Command, type Outcome } from '../execute.ts';
import { checkProfile } from '../network-answer.ts';
import { visibleChannels } from '../planning/visibility.ts';
import { failureOf, plainFailure } from '../publishing/failure.ts';
import { openMedia } from '../publishing/media.ts';
import { capabilitiesOf } from './capabilities.ts';
import { channelEvent, noteProblem } from './channel.ts';
import { askForChannel } from './granted-call.ts';
import { lookColumns } from './look.ts';

/** How long one network may take: pictures are sent. */
const withinMs = 60_000;
/** How many of them are asked at a time. */
const atOnce = 4;

export interface LookInput {
  readonly displayName: string | null;
  readonly bio: string | null;
  readonly link: string | null;
  readonly avatarAssetId: string | null;
  readonly headerAssetId: string | null;
}

/** What became of one channel. */
export interface LookResult {
  readonly channelId: string;
  /** False: nothing was changed. */
  readonly changed: boolean;
  /** Null: all that was asked for was changed. */
  readonly problem: DomainError | null;
}

/** A channel whose network is to be asked, and for what. */
interface Plan {
  readonly channel: Channel & { readonly grantId: string };
  readonly network: InstalledNetwork;
  readonly fields: readonly ProfileField[];
}

type Answer = Plan & ({ readonly profile: ChannelProfile } | { readonly problem: Problem });

interface Pictures {
  readonly avatar: MediaAsset | null;
  readonly header: MediaAsset | null;
}

interface ProfilesInput {
  readonly idempotencyKey: string | null;
  readonly channelIds: readonly string[];
  readonly profile: LookInput;
}

/**
 * Gives several channels one look; each has a result of its own. The key is taken with the judgement of all of them; then the
 * networks are asked, once and outside of any transaction. The same key asks nobody again: it answers with what came of it,
 * for which it waits. A key is kept where at least one channel was changed, or where the process died before anybody knew.
 */
export async function updateChannelProfiles(ctx: Ctx, input: ProfilesInput): Promise<readonly LookResult[]> {
  const { idempotencyKey, channelIds, profile } = input;
  const command: Command = { name: 'updateChannelProfiles', idempotencyKey, input: { channelIds, profile } };
  const first: { judgement: Judgement | null } = { judgement: null };
  await execute(ctx, command, async (tx) => {
    first.judgement = await judgeAll(tx, ctx, input);
    return { type: underWay, ids: [...first.judgement.plans.keys()], events: [] };
  });
  return first.judgement === null ? answerAgain(ctx, command, input) : carryOut(ctx, command, first.judgement, profile);
}

async function carryOut(
  ctx: Ctx,
  command: Command,
  { judged, plans, pictures }: Judgement,
  profile: LookInput,
): Promise<readonly LookResult[]> {
  const answers = await inGroups([...plans.values()], (plan) => ask(ctx, plan, profile, pictures));
  const changed = answers.flatMap((answer) => ('profile' in answer ? [answer.channel.id] : []));
  await conclude(ctx, command, async (tx) => ({
    type: 'Channel',
    ids: changed,
    events: await store(tx, ctx, answers),
  }));
  const byId = new Map(answers.map((answer) => [answer.channel.id, answer]));
  return judged.map(({ channelId, problem }, index) => {
    const answer = byId.get(channelId);
    return answer !== undefined && 'problem' in answer
      ? { channelId, changed: false, problem: new NetworkRefused(answer.problem, ['channelIds', String(index)]) }
      : { channelId, changed: answer !== undefined, problem };
  });
}

async function answerAgain(ctx: Ctx, command: Command, input: ProfilesInput): Promise<readonly LookResult[]> {
  const outcome = await awaitOutcome(ctx, command, withinMs);
  const { judged, channels } = await judgeAll(ctx.db.prisma, ctx, input);
  return judged.map((each) =>
    outcome.type === underWay && outcome.ids.includes(each.channelId)
      ? { channelId: each.channelId, changed: false, problem: new NetworkRefused(unheard(ctx.now()), ['channelIds']) }
      : asBefore(each, outcome, channels.get(each.channelId)),
  );
}

const unheard = (now: Date): Problem => {
  const message =
    'The network was asked, and what it answered is not known yet. Look at the account before you ask again.';
  return problemOf(plainFailure('OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN', message), now, null);
};

/** What is asked for, and of each channel whether it can be. */
interface Judgement {
  readonly judged: readonly (Judged & { readonly channelId: string })[];
  readonly channels: ReadonlyMap<string, Channel>;
  /** By channel. */
  readonly plans: ReadonlyMap<string, Plan>;
  readonly pictures: Pictures;
}

async function judgeAll(tx: Tx, ctx: Ctx, { channelIds, profile }: ProfilesInput): Promise<Judgement> {
  const pictures: Pictures = {
    avatar: await findPicture(tx, ctx, profile.avatarAssetId, 'avatarAssetId'),
    header: await findPicture(tx, ctx, profile.headerAssetId, 'headerAssetId'),
  };
  const { displayName, bio, link } = profile;
  const look: Look = { displayName, bio, link, ...pictures };
  const refusal = refuseLook(look);
  if (refusal !== null) throw refusal;

  const rows = await tx.channel.findMany({
    where: { AND: [{ id: { in: [...channelIds] } }, visibleChannels(ctx.viewer)] },
  });
  const channels = new Map(rows.map((row) => [row.id, row]));
  const judged = channelIds.map((channelId, index) => ({
    channelId,
    ...judge(ctx, channels.get(channelId), look, ['channelIds', String(index)]),
  }));
  const plans = new Map(judged.flatMap(({ plan }) => (plan === null ? [] : [[plan.channel.id, plan] as const])));
  return { judged, channels, plans, pictures };
}

async function findPicture(tx: Tx, { viewer }: Ctx, id: string | null, name: string): Promise<MediaAsset | null> {
  if (id === null) return null;
  const asset = await tx.mediaAsset.findFirst({ where: { id, workspaceId: viewer.workspaceId } });
  if (asset === null) throw new NotFound('media asset', ['profile', name]);
  return asset;
}

interface Judged {
  /** Null: its network is not asked. */
  readonly plan: Plan | null;
  readonly problem: DomainError | null;
}

function judge(ctx: Ctx, channel: Channel | undefined, look: Look, path: readonly string[]): Judged {
  if (channel === undefined) return { plan: null, problem: new NotFound('channel', path) };
  const { grantId } = channel;
  if (grantId === null || !isUsable(channel.status)) {
    return { plan: null, problem: new ChannelUnavailable(channel, path) };
  }
  const network = ctx.networks.get(channel.network);
  const { fields, problem } = fitLook(channel.network, look, capabilitiesOf(ctx.networks, channel).profile);
  const plan =
    network === undefined || fields.length === 0 ? null : { channel: { ...channel, grantId }, network, fields };
  return { plan, problem };
}

/** Of what was changed the first time is said so again; of the others, what holds now. */
function asBefore(
  { channelId, problem }: Judged & { readonly channelId: string },
  { ids }: Outcome,
  channel: Channel | undefined,
): LookResult {
  if (ids.includes(channelId)) {
    return { channelId, changed: true, problem: problem instanceof NotSupportedByNetwork ? problem : null };
  }
  const last = channel?.lastProblem as unknown as Problem | null | undefined; // written by noteProblem
  return { channelId, changed: false, problem: problem ?? (last ? new NetworkRefused(last, ['channelIds']) : null) };
}

async function inGroups<T, R>(all: readonly T[], run: (each: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    results.push(...(await Promise.all(all.slice(at, at + atOnce).map(run))));
  }
  return results;
}

async function ask(ctx: Ctx, plan: Plan, profile: LookInput, pictures: Pictures): Promise<Answer> {
  const { channel, network, fields } = plan;
  const facet = network.connector.profile;
  try {
    if (facet === undefined) throw new TypeError('The connector declares a look and has no profile');
    const rules = capabilitiesOf(ctx.networks, channel).profile;
    const values = fields.map(async (field) =>
      field === 'avatar' || field === 'header'
        ? [field, await openPicture(ctx, plan, pictures[field], rules, field)]
        : [field, profile[field]],
    );
    const patch = Object.fromEntries(await Promise.all(values)) as ProfilePatch; // by the names of its own fields
    const signal = AbortSignal.timeout(withinMs);
    const seen = await askForChannel(ctx, network, channel, signal, (call) =>
      facet.update(call, channel.externalId, patch),
    );
    return { ...plan, profile: checkProfile(seen) };
  } catch (error) {
    const failure = failureOf(ctx, network, error, { channel: channel.id });
    return { ...plan, problem: problemOf(failure, ctx.now(), failure.retryAt) };
  }
}

/** A picture as the network takes it there. */
async function openPicture(
  ctx: Ctx,
  { network }: Plan,
  asset: MediaAsset | null,
  rules: ProfileCapability | undefined,
  slot: 'avatar' | 'header',
): Promise<PublicationMedia> {
  if (asset === null) throw new TypeError('What is asked for is there');
  const { id: assetId, kind, mimeType, byteSize, altText } = asset;
  const image = rules?.images.find((each) => each.slot === slot);
  const rule: MediaRule | undefined = image && {
    kind: 'IMAGE',
    min: 1,
    max: 1,
    mimeTypes: image.mimeTypes,
    ...(image.maxBytes !== undefined && { maxBytes: image.maxBytes }),
  };
  const media = [{ assetId, kind, mimeType, byteSize, altText }];
  const [opened] = await openMedia(ctx, network.connector.network.key, media, rule === undefined ? [] : [rule]);
  if (opened === undefined) throw new TypeError('One picture is opened as one');
  return opened;
}

async function store(tx: Tx, ctx: Ctx, answers: readonly Answer[]): Promise<readonly NewEvent[]> {
  const ids = answers.map(({ channel }) => channel.id);
  const grants = answers.map(({ channel }) => channel.grantId);
  // All that may be touched, in one order for everyone who locks several.
  await tx.$queryRaw`
    select 1 from channels where id = any (${ids}::uuid[]) or grant_id = any (${grants}::uuid[]) order by id for no key update`;
  const events: NewEvent[] = [];
  for (const answer of answers) {
    const { channel, fields } = answer;
    if ('problem' in answer) {
      events.push(...(await noteProblem(tx, channel, answer.problem)));
      continue;
    }
    await tx.channel.updateMany({
      where: { id: channel.id, grantId: channel.grantId },
      data: { ...lookColumns(answer.profile), lastSuccessAt: ctx.now() },
    });
    events.push(channelEvent(channel.id, { type: 'CHANNEL_CHANGED', from: null, to: null, fields }));
  }
  return events;
}
