import {
  NetworkError,
  type Capabilities,
  type Found,
  type Pending,
  type Publication,
  type Published,
} from '@polyphony/sdk';
import { nextTryOf } from '../../domain/campaigns/campaign.ts';
import { resolveVariant } from '../../domain/planning/content.ts';
import { isUsable } from '../../domain/planning/validation.ts';
import { afterFailure, moveDelivery, type DeliveryState, type Failure } from '../../domain/publishing/delivery.ts';
import type { Problem } from '../../domain/publishing/problem.ts';
import { nextTryAt, remedies } from '../../domain/publishing/retry.ts';
import { Prisma, type DeliveryStep } from '../../generated/prisma/client.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Tx } from '../../infra/db.ts';
import type { Shell } from '../ctx.ts';
import { appendEvents } from '../event-log.ts';
import { accept } from '../execute.ts';
import { checkOutcome } from '../network-answer.ts';
import { unlessStuck } from '../time-limit.ts';
import { readRevision } from '../planning/content.ts';
import { noteProblem, noteSuccess } from '../workspace/channel.ts';
import { withGrant } from '../workspace/granted-call.ts';
import type { OpenGrant } from '../workspace/grant.ts';
import { createCall } from './call.ts';
import { publishingActor, type ClaimedDelivery } from './claim.ts';
import { failureOf, plainFailure } from './failure.ts';
import {
  AnswerLost,
  createLedger,
  FenceLost,
  finishStep,
  forgetCommit,
  holdLease,
  type Claim,
  type Ledger,
} from './ledger.ts';
import { openMedia } from './media.ts';
import { deliveryEvent, holdEvent } from './plan.ts';
import { followDeliveries } from './post-state.ts';

/** What one attempt came to. */
type Result =
  | { readonly to: 'PUBLISHED'; readonly published: Published }
  | { readonly to: 'PROCESSING'; readonly pending: Pending }
  | { readonly to: DeliveryState; readonly problem: Problem; readonly wakeAt: Date | null }
  /** Nothing is known yet: the network is asked again. */
  | { readonly to: 'SENDING' | 'PROCESSING'; readonly lookAt: Date };

/** Sends a claimed delivery, or finishes what a worker that died began, and writes down what came of it. */
export async function deliver(shell: Shell, delivery: ClaimedDelivery, stop: AbortSignal): Promise<void> {
  const claim: Claim = { deliveryId: delivery.id, revision: delivery.revision, fence: delivery.fence };
  const lost = new AbortController();
  const beat = setInterval(() => {
    holdLease(shell.db.prisma, shell, claim).catch(() => {
      lost.abort(new FenceLost());
    });
  }, shell.timing.lease / 4);
  // Kept by name: Node 20 forgets a timeout that only the sum of signals refers to.
  const late = AbortSignal.timeout(shell.timing.attempt);
  const ended = AbortSignal.any([stop, lost.signal, late]);
  try {
    // What a connector does after that the fence and the ledger keep from doing harm.
    const trying = unlessStuck(
      () => attempt(shell, delivery, claim, ended),
      ended,
      () => new FenceLost(),
    );
    const result = await trying.catch((error: unknown) => {
      if (!late.aborted || stop.aborted || lost.signal.aborted) throw error;
      return tooLong(shell, delivery, claim);
    });
    await settle(shell, delivery, claim, result);
  } catch (error) {
    // Whoever holds it now goes on; a process that stops leaves it to the next one. The ledger says how far it came.
    if (error instanceof FenceLost || stop.aborted) {
      shell.log.warn({ delivery: delivery.id }, 'delivery left to another worker');
      await shell.db.prisma.delivery.updateMany({
        where: { id: claim.deliveryId, fence: claim.fence },
        data: { leaseUntil: null },
      });
      return;
    }
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** What becomes of a delivery whose attempt took longer than any may. */
async function tooLong(shell: Shell, delivery: ClaimedDelivery, claim: Claim): Promise<Result> {
  const now = shell.now();
  if (delivery.state === 'PROCESSING') return { to: 'PROCESSING', lookAt: nextTryAt(2, now, shell.random(), null) };
  const steps = await stepsOf(shell, claim);
  if (steps.some(({ kind, state }) => kind === 'COMMIT' && state === 'STARTED')) {
    return { to: 'SENDING', lookAt: new Date(now.getTime() + shell.timing.quiet) };
  }
  const minutes = String(Math.round(shell.timing.attempt / 60_000));
  const message = `The connector for ${delivery.channel.network} did not end within ${minutes} minutes.`;
  return failed(shell, delivery, plainFailure('NETWORK_DOWN', 'CONNECTOR_TOO_SLOW', message));
}

async function attempt(shell: Shell, delivery: ClaimedDelivery, claim: Claim, signal: AbortSignal): Promise<Result> {
  const { channel } = delivery;
  const network = shell.networks.get(channel.network);
  if (network === undefined) {
    const message = `No connector for ${channel.network} is installed. Add its package to CONNECTORS.`;
    return failed(shell, delivery, plainFailure('NETWORK_DOWN', 'CONNECTOR_MISSING', message));
  }
  const untouched = delivery.state === 'SENDING' && delivery.steps.length === 0;
  if (channel.grantId === null || (!isUsable(channel.status) && untouched)) {
    return failed(
      shell,
      delivery,
      plainFailure('AUTH_REVOKED', 'CHANNEL_UNAVAILABLE', 'The channel must be reconnected first.'),
    );
  }
  try {
    return await withGrant(shell, network, channel.grantId, signal, (grant) =>
      run(shell, delivery, claim, network, grant, signal),
    );
  } catch (error) {
    if (error instanceof FenceLost || signal.aborted) throw error instanceof FenceLost ? error : new FenceLost();
    if (error instanceof AnswerLost) {
      shell.log.warn(
        { delivery: delivery.id, commit: error.commit, err: error.cause },
        'the answer of the network was lost',
      );
      return { to: 'SENDING', lookAt: new Date(shell.now().getTime() + shell.timing.quiet) };
    }
    const failure = failureOf(shell, network, error, { delivery: delivery.id });
    // The network has it; that it cannot be asked how it stands passes, and must never send it again.
    if (delivery.state === 'PROCESSING' && passes(failure)) {
      return { to: 'PROCESSING', lookAt: nextTryAt(2, shell.now(), shell.random(), failure.retryAt) };
    }
    return failed(shell, delivery, failure);
  }
}

const passes = ({ kind }: Failure): boolean => remedies[kind].then === 'RETRY_SCHEDULED';

async function run(
  shell: Shell,
  delivery: ClaimedDelivery,
  claim: Claim,
  network: InstalledNetwork,
  { id: grantId, credentials, app }: OpenGrant,
  signal: AbortSignal,
): Promise<Result> {
  const { publishing, capabilities } = network.connector;
  const target = { deliveryId: delivery.id, credentials, app: app.values, grantId };
  const callOn = (ledger: Ledger) => createCall(shell, network, target, ledger, signal);
  if (delivery.state === 'PROCESSING') {
    if (publishing.check === undefined) throw new TypeError('The connector answered pending and has no check');
    return resultOf(await publishing.check(callOn(createLedger(shell, claim, [])), delivery.ticket));
  }
  const publication = await publicationOf(shell, delivery, claim.revision, network);
  let steps = await stepsOf(shell, claim);
  const open = steps.find(({ kind, state }) => kind === 'COMMIT' && state === 'STARTED');
  // As long as the network knows the key it is simply sent again; the row keeps the time of its first try.
  const inDoubtFrom = open === undefined ? null : knownUntil(capabilities, open.startedAt);
  if (open !== undefined && inDoubtFrom !== null && inDoubtFrom <= shell.now()) {
    const lost = { commit: open.name, since: open.startedAt };
    const call = callOn(createLedger(shell, claim, steps));
    const find = async () => (await publishing.find?.(call, publication, lost)) ?? cannotLook;
    const found = await lookForLost(shell, delivery, network, find, inDoubtFrom);
    if ('to' in found) return found;
    if (found.outcome === 'happened') await finishStep(shell, claim, open, found.result);
    else await forgetCommit(shell, claim, open);
    steps = await stepsOf(shell, claim);
  }
  return resultOf(await publishing.publish(callOn(createLedger(shell, claim, steps)), publication));
}

/** The ledger's rows of the revision that is sent. */
const stepsOf = (shell: Shell, { deliveryId, revision }: Claim): Promise<readonly DeliveryStep[]> =>
  shell.db.prisma.deliveryStep.findMany({ where: { deliveryId, revision }, orderBy: { position: 'asc' } });

/** Until when a commit that began then can be sent again without looking for it; null: for ever. */
function knownUntil({ idempotency, idempotencyForMs }: Capabilities, firstTry: Date): Date | null {
  if (idempotency === 'none') return firstTry;
  return idempotencyForMs === undefined ? null : new Date(firstTry.getTime() + idempotencyForMs);
}

const cannotLook = { outcome: 'unknown', why: 'This network cannot be searched for it.' } as const;

function resultOf(answer: Published | Pending): Result {
  const read = checkOutcome(answer);
  return read.outcome === 'published' ? { to: 'PUBLISHED', published: read } : { to: 'PROCESSING', pending: read };
}

/**
 * Whether a commit whose answer was lost happened after all, or what the delivery waits for until that is known. `since`: from
 * when on that had to be found out.
 */
async function lookForLost(
  shell: Shell,
  delivery: ClaimedDelivery,
  network: InstalledNetwork,
  find: () => Promise<Found>,
  since: Date,
): Promise<Result | Exclude<Found, { outcome: 'unknown' }>> {
  const now = shell.now();
  const quietUntil = since.getTime() + shell.timing.quiet;
  if (quietUntil > now.getTime()) return { to: 'SENDING', lookAt: new Date(quietUntil) };
  try {
    const found = await find();
    if (found.outcome !== 'unknown') return found;
    return failed(shell, delivery, plainFailure('OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN', found.why));
  } catch (error) {
    // Renewed credentials may help: see withGrant.
    if (error instanceof NetworkError && error.details.kind === 'auth_expired') throw error;
    const failure = failureOf(shell, network, error, { delivery: delivery.id });
    if (passes(failure) && now.getTime() - since.getTime() < shell.timing.search) {
      return { to: 'SENDING', lookAt: nextTryAt(2, now, shell.random(), failure.retryAt) };
    }
    return failed(shell, delivery, { ...failure, kind: 'OUTCOME_UNKNOWN', code: 'OUTCOME_UNKNOWN' });
  }
}

/** The content of a revision, as this delivery's channel gets it. */
async function publicationOf(
  shell: Shell,
  delivery: ClaimedDelivery,
  number: number,
  network: InstalledNetwork,
): Promise<Publication> {
  const revision = await shell.db.prisma.postRevision.findUniqueOrThrow({
    where: { postId_number: { postId: delivery.postId, number } },
  });
  const content = readRevision(revision);
  const variant = content.variants.find(({ channelId }) => channelId === delivery.channelId);
  if (variant === undefined) throw new TypeError('A delivery is made of a variant');
  const resolved = resolveVariant(content, variant, { rules: content.utm, channel: delivery.channel });
  const { text, link, media, parts } = resolved.content;
  const { key } = network.connector.network;
  const rules = network.connector.capabilities.formats.find(({ format }) => format === resolved.format)?.media ?? [];
  return {
    format: resolved.format,
    text: text ?? '',
    ...(link === null ? {} : { link }),
    media: await openMedia(shell, key, media, rules),
    parts: await Promise.all(
      parts.map(async (part) => ({ text: part.text, media: await openMedia(shell, key, part.media, rules) })),
    ),
    ...(resolved.options === null ? {} : { options: resolved.options }),
    channelId: delivery.channel.externalId,
  };
}

const failed = (shell: Shell, delivery: ClaimedDelivery, failure: Failure): Result =>
  afterFailure(failure, { attempt: delivery.attempt, now: shell.now(), jitter: shell.random() });

/** Writes down what an attempt came to, in one transaction with its events. Throws {@link FenceLost}. */
async function settle(shell: Shell, delivery: ClaimedDelivery, claim: Claim, result: Result): Promise<void> {
  const now = shell.now();
  await shell.db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from posts where id = ${delivery.postId}::uuid for update`;
    const moved = result.to === delivery.state ? [] : [...accept(moveDelivery(delivery, result.to))];
    const next = result.to === 'RETRY_SCHEDULED' ? await nextTry(tx, delivery) : 'GOES_ON';
    if (next === 'UNSCHEDULED') moved.push(...accept(moveDelivery({ ...delivery, state: result.to }, 'CANCELLED')));
    const heldBefore = next !== 'HELD' || (await isHeldBack(tx, delivery.postId));
    const { count } = await tx.delivery.updateMany({
      where: { id: delivery.id, fence: claim.fence },
      data: {
        ...changesOf(result, now, delivery.state),
        state: result.to,
        ...(next === 'HELD' && { wakeAt: null, heldAt: now }),
        ...(next === 'UNSCHEDULED' && { wakeAt: null, state: 'CANCELLED' as const }),
        leaseUntil: null,
        updatedAt: now,
      },
    });
    if (count === 0) throw new FenceLost();
    if (moved.length > 0) {
      await tx.deliveryAttempt.update({
        where: { deliveryId_number: { deliveryId: delivery.id, number: delivery.attempt } },
        data: {
          finishedAt: now,
          outcome: result.to,
          ...('problem' in result ? { problem: asJson(result.problem) } : {}),
        },
      });
    }
    // Only where the network itself refused it after working on it is nothing of it out, and the next one begins anew. Any
    // other failure of a check leaves the ledger: the post may well be there.
    const kind = 'problem' in result ? result.problem.kind : null;
    const refused = kind === 'CONTENT_REJECTED' || kind === 'MEDIA_REJECTED';
    if (delivery.state === 'PROCESSING' && refused) {
      await tx.deliveryStep.deleteMany({ where: { deliveryId: delivery.id } });
    }
    const events = [
      ...moved.map((event) => deliveryEvent(delivery, event)),
      ...(heldBefore ? [] : [holdEvent(delivery.postId, true)]),
      ...(await followDeliveries(tx, delivery.postId, now)),
      ...('problem' in result ? await noteProblem(tx, delivery.channel, result.problem) : []),
    ];
    if ('published' in result || 'pending' in result) await noteSuccess(tx, delivery.channel, now);
    await appendEvents(tx, delivery.workspaceId, { actor: publishingActor, requestId: null, occurredAt: now }, events);
  });
}

/** What its campaign makes of another try, which was paused or ended perhaps while it was tried. What is partly out goes on. */
async function nextTry(tx: Tx, { id, postId, dueAt }: ClaimedDelivery) {
  const { campaign } = await tx.post.findUniqueOrThrow({
    where: { id: postId },
    select: { campaign: { select: { state: true, endedAt: true } } },
  });
  const next = nextTryOf(campaign, dueAt);
  if (next === 'GOES_ON') return next;
  const begun = await tx.deliveryStep.findFirst({ where: { deliveryId: id, kind: 'COMMIT' }, select: { name: true } });
  return begun === null ? next : 'GOES_ON';
}

const isHeldBack = async (tx: Tx, postId: string): Promise<boolean> =>
  (await tx.delivery.count({ where: { postId, heldAt: { not: null } } })) > 0;

const asJson = (value: unknown) => value as Prisma.InputJsonValue; // plain data of our own

function changesOf(result: Result, now: Date, before: DeliveryState): Prisma.DeliveryUpdateManyMutationInput {
  if ('published' in result) {
    const { externalId, url } = result.published;
    return {
      externalId,
      url: url ?? null,
      publishedAt: now,
      wakeAt: null,
      ticket: Prisma.DbNull,
      pendingKey: null,
      problem: Prisma.DbNull,
    };
  }
  if ('pending' in result) {
    const { ticket, checkAfterMs, key } = result.pending;
    return {
      ticket: asJson(ticket),
      wakeAt: new Date(now.getTime() + checkAfterMs),
      problem: Prisma.DbNull,
      // A check need not repeat what was said when it was sent.
      ...(key !== undefined || before !== 'PROCESSING' ? { pendingKey: key ?? null } : {}),
    };
  }
  if ('lookAt' in result) return { wakeAt: result.lookAt };
  return {
    problem: asJson(result.problem),
    wakeAt: result.wakeAt,
    ...(mayBeTold.has(result.to) ? {} : { pendingKey: null }),
  };
}

/** States in which the network may still tell by itself how it ended. */
const mayBeTold: ReadonlySet<DeliveryState> = new Set(['PROCESSING', 'AWAITING_MODERATION', 'UNCONFIRMED']);
