import { NetworkError, type ErrorKind } from '@polyphony/sdk';
import type { Failure } from '../../domain/publishing/delivery.ts';
import type { ProblemKind } from '../../domain/publishing/problem.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Shell } from '../ctx.ts';

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

/** What a connector threw, outside of a commit: there nothing was made public, so a lost answer is a network that could not be reached. */
export function failureOf(
  shell: Pick<Shell, 'log'>,
  network: InstalledNetwork,
  error: unknown,
  about: Readonly<Record<string, string>>,
): Failure {
  const { key } = network.connector.network;
  if (!(error instanceof NetworkError)) {
    shell.log.error({ err: error, network: key, ...about }, 'the connector failed');
    return plainFailure('UNEXPECTED', 'CONNECTOR_FAILED', `The connector for ${key} failed; the log says how.`);
  }
  const { details } = error;
  const kind = details.kind === 'outcome_unknown' ? 'NETWORK_DOWN' : kindOf(details.kind);
  if (details.kind === 'unexpected')
    shell.log.warn({ ...details, ...about }, 'the network answered with an unknown code');
  return {
    kind,
    code: kind,
    message: details.message,
    networkCode: details.code,
    retryAt: details.retryAt ?? null,
    actionUrl: details.actionUrl ?? null,
  };
}
