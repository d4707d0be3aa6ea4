import { errorKinds, NetworkError, type ErrorKind } from '@polyphony/sdk';
import { z } from 'zod';
import type { Failure } from '../../domain/publishing/delivery.ts';
import type { ProblemKind } from '../../domain/publishing/problem.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Shell } from '../ctx.ts';
import { BadAnswer, instant, longestWaitMs, webAddress } from '../network-answer.ts';
import { SpendingCapReached } from '../workspace/spending.ts';

/** A failure that is no network's. */
export const plainFailure = (kind: ProblemKind, code: string, message: string): Failure => ({
  kind,
  code,
  message,
  networkCode: null,
  retryAt: null,
  actionUrl: null,
});

const kindOf = (kind: ErrorKind): ProblemKind => kind.toUpperCase() as Uppercase<ErrorKind>;

/** As much as a person reads, without what cannot be stored. */
const readable = (max: number) =>
  z.string().transform((value) => value.slice(0, max).replaceAll(/[\0\p{Cs}]/gu, '\uFFFD'));

const thrown = z.object({
  kind: z.enum(errorKinds),
  code: readable(500),
  message: readable(4_000),
  retryAt: instant.optional().catch(undefined),
  actionUrl: webAddress.optional().catch(undefined),
});

/** Of what a connector threw: what it is, and where. Not what it says: that may quote a secret. */
function faultOf(error: unknown): { readonly fault: string; readonly at?: readonly string[] } {
  if (!(error instanceof Error)) return { fault: typeof error };
  // Of an answer that is none it is our own sentence.
  if (error instanceof BadAnswer) return { fault: error.message };
  const { name, message, stack = '' } = error;
  const frames = stack.replace(message, '').split('\n');
  return { fault: name, at: frames.filter((line) => line.startsWith('    at ')).map((line) => line.trim()) };
}

/** What a connector threw, outside of a commit: there nothing was made public, so a lost answer is a network that could not be reached. */
export function failureOf(
  shell: Pick<Shell, 'log' | 'now'>,
  network: InstalledNetwork,
  error: unknown,
  about: Readonly<Record<string, string>>,
): Failure {
  const { key } = network.connector.network;
  if (error instanceof SpendingCapReached)
    return plainFailure(kindOf(error.details.kind), 'SPENDING_CAP_REACHED', error.details.message);
  const details = error instanceof NetworkError ? thrown.safeParse(error.details).data : undefined;
  if (details === undefined) {
    shell.log.error({ ...faultOf(error), network: key, ...about }, 'the connector failed');
    return plainFailure('UNEXPECTED', 'CONNECTOR_FAILED', `The connector for ${key} failed; the log says how.`);
  }
  const { code: networkCode, message, retryAt, actionUrl } = details;
  const kind = details.kind === 'outcome_unknown' ? 'NETWORK_DOWN' : kindOf(details.kind);
  if (error instanceof NetworkError && kind === 'UNEXPECTED')
    shell.log.warn({ ...error.details, ...about }, 'the network answered with an unknown code');
  const latest = shell.now().getTime() + longestWaitMs;
  return {
    kind,
    code: kind,
    message,
    networkCode,
    retryAt: retryAt === undefined ? null : new Date(Math.min(retryAt.getTime(), latest)),
    actionUrl: actionUrl ?? null,
  };
}
