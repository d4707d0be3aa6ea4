import {
  NetworkError,
  type Connector,
  type ErrorKind,
  type Pending,
  type Publication,
  type Published,
} from '@polyphony/sdk';
import { resolveVariant, type PostContent } from '../../domain/planning/content.ts';
import { isUsable } from '../../domain/planning/validation.ts';
import { afterFailure, moveDelivery, type DeliveryState, type Failure } from '../../domain/publishing/delivery.ts';
import type { Problem, ProblemKind } from '../../domain/publishing/problem.ts';
import { nextTryAt, remedies } from '../../domain/publishing/retry.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Shell } from '../ctx.ts';
import { appendEvents } from '../event-log.ts';
import { accept } from '../execute.ts';
import { createCall } from './call.ts';
import { publishingActor, type ClaimedDelivery } from './claim.ts';
import { AnswerLost, createLedger, FenceLost, forgetCommit, holdLease, type Claim } from './ledger.ts';
import { deliveryEvent } from './plan.ts';
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
  try {
    const result = await attempt(shell, delivery, claim, AbortSignal.any([stop, lost.signal]));
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

async function attempt(shell: Shell, delivery: ClaimedDelivery, claim: Claim, signal: AbortSignal): Promise<Result> {
  const network = shell.networks.get(delivery.channel.network);
  if (network === undefined) {
    const message = `No connector for ${delivery.channel.network} is installed. Add its package to CONNECTORS.`;
    return failed(shell, delivery, plainFailure('NETWORK_DOWN', 'CONNECTOR_MISSING', message));
  }
  if (!isUsable(delivery.channel.status) && delivery.state === 'SENDING' && delivery.steps.length === 0) {
    return failed(
      shell,
      delivery,
      plainFailure('AUTH_REVOKED', 'CHANNEL_UNAVAILABLE', 'The channel must be reconnected first.'),
    );
  }
  try {
    return await run(shell, delivery, claim, network, signal);
  } catch (error) {
    if (error instanceof FenceLost || signal.aborted) throw error instanceof FenceLost ? error : new FenceLost();
    if (error instanceof AnswerLost) {
      shell.log.warn(
        { delivery: delivery.id, commit: error.commit, err: error.cause },
        'the answer of the network was lost',
      );
      return { to: 'SENDING', lookAt: new Date(shell.now().getTime() + shell.timing.quiet) };
    }
    const failure = failureOf(shell, delivery, error);
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
  signal: AbortSignal,
): Promise<Result> {
  const { publishing } = network.connector;
  const steps = delivery.steps.filter(({ revision }) => revision === delivery.revision);
  const ledger = createLedger(shell, claim, steps);
  const target = { deliveryId: delivery.id, credentials: delivery.channel.credentials };
  const call = await createCall(shell, network, target, ledger, signal);
  if (delivery.state === 'PROCESSING') {
    if (publishing.check === undefined) throw new TypeError('The connector answered pending and has no check');
    return resultOf(await publishing.check(call, delivery.ticket));
  }
  // Of any revision: what may be out must be known before anything else goes out.
  const open = delivery.steps.find(({ kind, state }) => kind === 'COMMIT' && state === 'STARTED');
  if (open !== undefined) {
    const lostPublication = await publicationOf(shell, delivery, open.revision);
    const result = await lookForLost(
      shell,
      delivery,
      network.connector,
      () => {
        const lost = { commit: open.name, since: open.startedAt };
        return publishing.find?.(call, lostPublication, lost) ?? Promise.resolve(cannotLook);
      },
      open.startedAt,
    );
    if (result !== 'absent') return result;
    await forgetCommit(shell, claim, open);
  }
  return resultOf(await publishing.publish(call, await publicationOf(shell, delivery, delivery.revision)));
}

const cannotLook = { outcome: 'unknown', why: 'This network cannot be searched for it.' } as const;

const resultOf = (answer: Published | Pending): Result =>
  answer.outcome === 'published' ? { to: 'PUBLISHED', published: answer } : { to: 'PROCESSING', pending: answer };

/** Whether a commit whose answer was lost happened after all. `absent`: surely not, so it may run again. */
async function lookForLost(
  shell: Shell,
  delivery: ClaimedDelivery,
  connector: Connector,
  find: () => Promise<
    Published | { readonly outcome: 'absent' } | { readonly outcome: 'unknown'; readonly why: string }
  >,
  since: Date,
): Promise<Result | 'absent'> {
  if (connector.capabilities.idempotency === 'network') return 'absent';
  const now = shell.now();
  const quietUntil = since.getTime() + shell.timing.quiet;
  if (quietUntil > now.getTime()) return { to: 'SENDING', lookAt: new Date(quietUntil) };
  try {
    const found = await find();
    if (found.outcome === 'published') return { to: 'PUBLISHED', published: found };
    if (found.outcome === 'absent') return 'absent';
    return failed(shell, delivery, plainFailure('OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN', found.why));
  } catch (error) {
    const failure = failureOf(shell, delivery, error);
    if (passes(failure) && now.getTime() - since.getTime() < shell.timing.search) {
      return { to: 'SENDING', lookAt: nextTryAt(2, now, shell.random(), failure.retryAt) };
    }
    return failed(shell, delivery, { ...failure, kind: 'OUTCOME_UNKNOWN', code: 'OUTCOME_UNKNOWN' });
  }
}

/** The content of a revision, as this delivery's channel gets it. */
async function publicationOf(shell: Shell, delivery: ClaimedDelivery, number: number): Promise<Publication> {
  const revision = await shell.db.prisma.postRevision.findUniqueOrThrow({
    where: { postId_number: { postId: delivery.postId, number } },
  });
  const content = revision.content as unknown as PostContent; // written by keepRevision
  const variant = content.variants.find(({ channelId }) => channelId === delivery.channelId);
  if (variant === undefined) throw new TypeError('A delivery is made of a variant');
  const resolved = resolveVariant(content, variant);
  const { text, link, media } = resolved.content;
  const assets = await shell.db.prisma.mediaAsset.findMany({
    where: { id: { in: media.map(({ assetId }) => assetId) } },
  });
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  return {
    format: resolved.format,
    text: text ?? '',
    ...(link === null ? {} : { link }),
    media: media.map(({ assetId, altText, kind, mimeType, byteSize }) => {
      const asset = byId.get(assetId);
      if (asset === undefined) throw new TypeError('An asset in use cannot be deleted');
      return { kind, mimeType, byteSize, url: asset.url, ...(altText === null ? {} : { altText }) };
    }),
    ...(resolved.options === null ? {} : { options: resolved.options }),
    channelId: delivery.channel.externalId,
  };
}

const plainFailure = (kind: ProblemKind, code: string, message: string): Failure => ({
  kind,
  code,
  message,
  networkCode: null,
  retryAt: null,
  actionUrl: null,
});

const kindOf = (kind: ErrorKind): ProblemKind => kind.toUpperCase() as Uppercase<ErrorKind>;

function failureOf(shell: Shell, delivery: ClaimedDelivery, error: unknown): Failure {
  if (!(error instanceof NetworkError)) {
    shell.log.error({ err: error, delivery: delivery.id }, 'the connector failed');
    return plainFailure(
      'UNEXPECTED',
      'CONNECTOR_FAILED',
      `The connector for ${delivery.channel.network} failed; the log says how.`,
    );
  }
  const { details } = error;
  // Outside a commit nothing was made public: a lost answer is a network that could not be reached.
  const kind = details.kind === 'outcome_unknown' ? 'NETWORK_DOWN' : kindOf(details.kind);
  if (details.kind === 'unexpected')
    shell.log.warn({ ...details, delivery: delivery.id }, 'the network answered with an unknown code');
  return {
    kind,
    code: kind,
    message: details.message,
    networkCode: details.code,
    retryAt: details.retryAt ?? null,
    actionUrl: details.actionUrl ?? null,
  };
}

const failed = (shell: Shell, delivery: ClaimedDelivery, failure: Failure): Result =>
  afterFailure(failure, { attempt: delivery.attempt, now: shell.now(), jitter: shell.random() });

/** Writes down what an attempt came to, in one transaction with its events. Throws {@link FenceLost}. */
async function settle(shell: Shell, delivery: ClaimedDelivery, claim: Claim, result: Result): Promise<void> {
  const now = shell.now();
  await shell.db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from posts where id = ${delivery.postId}::uuid for update`;
    const moved = result.to === delivery.state ? [] : accept(moveDelivery(delivery, result.to));
    const { count } = await tx.delivery.updateMany({
      where: { id: delivery.id, fence: claim.fence },
      data: { ...changesOf(result, now), state: result.to, leaseUntil: null, updatedAt: now },
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
    const events = [
      ...moved.map((event) => deliveryEvent(delivery, event)),
      ...(await followDeliveries(tx, delivery.postId, now)),
    ];
    await appendEvents(tx, delivery.workspaceId, { actor: publishingActor, requestId: null, occurredAt: now }, events);
  });
}

const asJson = (value: unknown) => value as Prisma.InputJsonValue; // plain data of our own

function changesOf(result: Result, now: Date): Prisma.DeliveryUpdateManyMutationInput {
  if ('published' in result) {
    const { externalId, url } = result.published;
    return {
      externalId,
      url: url ?? null,
      publishedAt: now,
      wakeAt: null,
      ticket: Prisma.DbNull,
      problem: Prisma.DbNull,
    };
  }
  if ('pending' in result) {
    const { ticket, checkAfterMs } = result.pending;
    return { ticket: asJson(ticket), wakeAt: new Date(now.getTime() + checkAfterMs), problem: Prisma.DbNull };
  }
  if ('lookAt' in result) return { wakeAt: result.lookAt };
  return { problem: asJson(result.problem), wakeAt: result.wakeAt };
}
