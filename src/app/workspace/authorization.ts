import { createHash, randomBytes } from 'node:crypto';
import { NetworkError, type AuthWay, type Grant, type NetworkCall, type OAuthClient } from '@polyphony/sdk';
import { problemOf } from '../../domain/publishing/delivery.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { authorizationLifeMs, authorizationStateAt, chooseWay } from '../../domain/workspace/authorization.ts';
import type { Problem } from '../../domain/publishing/problem.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Ctx, Shell } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { createNetworkCall } from '../network-call.ts';
import { failureOf } from '../publishing/failure.ts';

/** How long the network may take to answer while a person waits. */
const withinMs = 30_000;

/** Where the network sends people back to, and where it reads who asks. */
export const clientOf = (shell: Pick<Shell, 'publicUrl'>, network: string): OAuthClient => ({
  redirectUrl: `${shell.publicUrl()}/connect/${network}/callback`,
  metadataUrl: `${shell.publicUrl()}/connect/${network}/client.json`,
});

const hashOf = (state: string) => Uint8Array.from(createHash('sha256').update(state).digest());

interface StartInput {
  readonly idempotencyKey: string | null;
  readonly network: string;
  readonly returnUrl: string | null;
  readonly credentials: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Begins to connect accounts: with what a person typed, or by sending the person to the network. The network is asked after
 * the attempt is written down and outside of any transaction; a repeated key asks again only where the first call died
 * before it had an answer.
 */
export async function startChannelConnection(ctx: Ctx, input: StartInput): Promise<Executed> {
  const { idempotencyKey, credentials, ...what } = input;
  const network = ctx.networks.get(input.network);
  if (network === undefined) throw new NotFound('network', ['network']);
  const [way] = accept(chooseWay(network.connector.auth.ways, input));
  if (way === undefined) throw new TypeError('chooseWay answers a way or a refusal');
  // What was typed may be a password: of it the key's row holds a fingerprint that nobody can try passwords on.
  const typed = credentials.map(({ name, value }) => ({ name, value: ctx.vault.fingerprint(value) }));
  const executed = await execute(
    ctx,
    { name: 'startChannelConnection', idempotencyKey, input: { ...what, credentials: typed } },
    async (tx) => {
      const id = ctx.newId();
      const now = ctx.now();
      await tx.channelAuthorization.create({
        data: {
          id,
          workspaceId: ctx.viewer.workspaceId,
          network: input.network,
          returnUrl: input.returnUrl,
          scopes: [],
          createdAt: now,
          expiresAt: new Date(now.getTime() + authorizationLifeMs),
        },
      });
      return { type: 'ChannelAuthorization', ids: [id], events: [] };
    },
  );
  const [id = ''] = executed.ids;
  const row = await ctx.db.prisma.channelAuthorization.findUniqueOrThrow({ where: { id } });
  const unanswered = row.state === 'WAITING' && row.authorizationUrl === null;
  if (unanswered)
    await askNetwork(ctx, network, way, id, Object.fromEntries(credentials.map(({ name, value }) => [name, value])));
  return executed;
}

async function askNetwork(
  shell: Shell,
  network: InstalledNetwork,
  way: AuthWay,
  id: string,
  typed: Readonly<Record<string, string>>,
): Promise<void> {
  await settle(shell, network, id, typed, async (call) => {
    if (way.kind === 'token')
      return granted(shell, network, id, (await way.login?.(call, typed)) ?? { credentials: typed });
    const state = randomBytes(32).toString('base64url');
    const { url, keep } = await way.authorize(call, {
      ...clientOf(shell, network.connector.network.key),
      state,
      typed,
    });
    return {
      authorizationUrl: url,
      stateHash: hashOf(state),
      kept: await shell.vault.seal({ ...keep, [stateName]: state }),
    };
  });
}

/** Under this name the state is kept beside what the connector keeps. */
const stateName = '$state';

/** Runs what asks the network, and writes down what came of it: the columns that it answers, or why it was refused. */
async function settle(
  shell: Shell,
  network: InstalledNetwork,
  id: string,
  typed: Readonly<Record<string, string>>,
  ask: (call: NetworkCall) => Promise<Prisma.ChannelAuthorizationUpdateManyMutationInput>,
): Promise<void> {
  const signal = AbortSignal.timeout(withinMs);
  const call = createNetworkCall(
    shell,
    network,
    { credentials: {}, typed, connecting: true, about: { authorization: id } },
    signal,
  );
  let data: Prisma.ChannelAuthorizationUpdateManyMutationInput;
  try {
    data = await ask(call);
  } catch (error) {
    const failure = failureOf(shell, network, error, { authorization: id });
    data = { state: 'REFUSED', kept: null, problem: { ...problemOf(failure, shell.now(), null) } };
  }
  await shell.db.prisma.channelAuthorization.updateMany({ where: { id, state: 'WAITING' }, data });
}

/** What was granted, and which accounts it reaches. */
async function granted(
  shell: Shell,
  network: InstalledNetwork,
  id: string,
  { credentials, expiresAt, scopes = [] }: Grant,
): Promise<Prisma.ChannelAuthorizationUpdateManyMutationInput> {
  const signal = AbortSignal.timeout(withinMs);
  const call = createNetworkCall(shell, network, { credentials, about: { authorization: id } }, signal);
  const candidates = await network.connector.channels(call);
  if (candidates.length === 0) {
    throw new NetworkError({
      kind: 'not_found',
      code: 'no_channels',
      network: network.connector.network.key,
      message: 'The login works, but it reaches no page, group or account that could be connected.',
    });
  }
  return {
    state: 'GRANTED',
    kept: null,
    credentials: await shell.vault.seal(credentials),
    credentialsExpireAt: expiresAt ?? null,
    scopes: [...scopes],
    candidates: candidates as unknown as Prisma.InputJsonValue, // plain data by the SDK's type
  };
}

/** How an attempt stands after the person came back. */
export interface FinishedAuthorization {
  readonly id: string;
  readonly granted: boolean;
  readonly returnUrl: string | null;
  readonly problem: Problem | null;
}

/**
 * A person came back from the network. Null: the state is of no attempt that waits, was used before, or ran out. What went
 * wrong on the network's side is in the attempt.
 */
export async function finishAuthorization(
  shell: Shell,
  key: string,
  parameters: Readonly<Record<string, string>>,
): Promise<FinishedAuthorization | null> {
  const network = shell.networks.get(key);
  const { state } = parameters;
  if (network === undefined || state === undefined) return null;
  const { channelAuthorization } = shell.db.prisma;
  const row = await channelAuthorization.findUnique({ where: { stateHash: hashOf(state) } });
  if (row?.network !== key || authorizationStateAt(row, shell.now()) !== 'WAITING' || row.kept === null) return null;
  // Taken before the network hears of it: of two requests with one state only one goes on.
  const { count } = await channelAuthorization.updateMany({
    where: { id: row.id, stateHash: row.stateHash },
    data: { stateHash: null },
  });
  if (count === 0) return null;

  const { [stateName]: expected = '', ...keep } = await shell.vault.open(row.kept);
  const { code = '', ...open } = parameters;
  await settle(shell, network, row.id, { ...keep, code }, async (call) => {
    if (open.error !== undefined) throw refusedByPerson(key, open.error, open.error_description);
    const way = network.connector.auth.ways.find(({ kind }) => kind === 'oauth2');
    if (way?.kind !== 'oauth2') throw new TypeError('Only this way sends people anywhere');
    const grant = await way.exchange(call, { ...clientOf(shell, key), state: expected, keep, parameters });
    return granted(shell, network, row.id, grant);
  });
  const {
    id,
    state: now,
    returnUrl,
    problem,
  } = await channelAuthorization.findUniqueOrThrow({ where: { id: row.id } });
  return { id, granted: now === 'GRANTED', returnUrl, problem: problem as unknown as Problem | null }; // written by settle
}

const refusedByPerson = (network: string, code: string, description = 'The person, or the network, said no.') =>
  new NetworkError({
    kind: 'permission_denied',
    code: code.slice(0, 100),
    network,
    message: description.slice(0, 500),
  });

/** Wipes what attempts that ran out still hold, and forgets them a day later. */
export async function pruneAuthorizations(shell: Shell): Promise<void> {
  const now = shell.now();
  const dayAgo = new Date(now.getTime() - 24 * authorizationLifeMs);
  await shell.db.prisma.channelAuthorization.deleteMany({ where: { expiresAt: { lt: dayAgo } } });
  await shell.db.prisma.channelAuthorization.updateMany({
    where: { expiresAt: { lt: now } },
    data: { kept: null, credentials: null, stateHash: null },
  });
}
