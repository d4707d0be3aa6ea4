import { createHash, randomBytes } from 'node:crypto';
import type { AuthWay, Grant, NetworkCall, OAuthClient } from '@polyphony/sdk';
import { problemOf } from '../../domain/publishing/delivery.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { authorizationLifeMs, authorizationStateAt, chooseWay } from '../../domain/workspace/authorization.ts';
import { requireNetworkApp } from '../../domain/workspace/network-app.ts';
import type { Problem } from '../../domain/publishing/problem.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Ctx, Shell } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { checkCandidates, checkGrant, checkStart } from '../network-answer.ts';
import { createNetworkCall } from '../network-call.ts';
import { failureOf } from '../publishing/failure.ts';
import { askInTime } from '../time-limit.ts';
import { sealGrant } from './grant.ts';
import { appNamed, appOf, noApp, type App } from './network-app.ts';

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
  const { auth } = network.connector;
  const [way] = accept(chooseWay(auth.ways, input));
  if (way === undefined) throw new TypeError('chooseWay answers a way or a refusal');
  const app = await appOf(ctx, network, ctx.viewer.workspaceId);
  // Before anybody is sent to where they could do nothing.
  if (way.kind === 'oauth2') accept(requireNetworkApp(network.connector.network.name, auth.app, app.values));
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
    await askNetwork(
      ctx,
      { network, app, id, workspaceId: row.workspaceId },
      way,
      Object.fromEntries(credentials.map(({ name, value }) => [name, value])),
    );
  return executed;
}

/** An attempt to connect accounts, and by which app. */
interface Attempt {
  readonly network: InstalledNetwork;
  readonly app: App;
  /** Of the authorization. */
  readonly id: string;
  readonly workspaceId: string;
}

async function askNetwork(
  shell: Shell,
  attempt: Attempt,
  way: AuthWay,
  typed: Readonly<Record<string, string>>,
): Promise<void> {
  const { network, app } = attempt;
  await settle(shell, attempt, typed, async (call) => {
    if (way.kind === 'token') {
      const { login } = way;
      if (login === undefined) return granted(shell, attempt, { credentials: typed });
      const answer = await askInTime(network, call.signal, () => login.call(way, call, typed));
      return granted(shell, attempt, checkGrant(answer));
    }
    const state = randomBytes(32).toString('base64url');
    const client = clientOf(shell, network.connector.network.key);
    const answer = await askInTime(network, call.signal, () => way.authorize(call, { ...client, state, typed }));
    const { url, keep } = checkStart(answer);
    return {
      authorizationUrl: url,
      stateHash: hashOf(state),
      kept: await shell.vault.seal({
        ...keep,
        [stateName]: state,
        [wayName]: String(network.connector.auth.ways.indexOf(way)),
        ...(app.clientId !== null && { [appName]: app.clientId }),
      }),
    };
  });
}

/** Under these names the state, the way's place among the network's, and the app's id are kept beside what the connector keeps. */
const stateName = '$state';
const wayName = '$way';
const appName = '$app';

/** Runs what asks the network, and writes down what came of it: the columns that it answers, or why it was refused. */
async function settle(
  shell: Shell,
  { network, app, id, workspaceId }: Attempt,
  typed: Readonly<Record<string, string>>,
  ask: (call: NetworkCall) => Promise<Prisma.ChannelAuthorizationUpdateManyMutationInput>,
): Promise<void> {
  const signal = AbortSignal.timeout(withinMs);
  const about = { authorization: id };
  const target = { credentials: {}, typed, app: app.values, workspaceId, connecting: true, about };
  let data: Prisma.ChannelAuthorizationUpdateManyMutationInput;
  try {
    data = await ask(createNetworkCall(shell, network, target, signal));
  } catch (error) {
    const failure = failureOf(shell, network, error, { authorization: id });
    data = { state: 'REFUSED', kept: null, problem: { ...problemOf(failure, shell.now(), null) } };
  }
  await shell.db.prisma.channelAuthorization.updateMany({ where: { id, state: 'WAITING' }, data });
}

/** What was granted, and which accounts it reaches. */
async function granted(
  shell: Shell,
  { network, app, id, workspaceId }: Attempt,
  { credentials, expiresAt, scopes = [] }: Grant,
): Promise<Prisma.ChannelAuthorizationUpdateManyMutationInput> {
  const signal = AbortSignal.timeout(withinMs);
  const target = { credentials, app: app.values, workspaceId, about: { authorization: id } };
  const call = createNetworkCall(shell, network, target, signal);
  const reached = await askInTime(network, signal, () => network.connector.channels(call));
  const candidates = checkCandidates(shell, network, reached);
  if (candidates.length === 0) {
    throw call.refuse({
      kind: 'not_found',
      code: 'no_channels',
      message: 'The login works, but it reaches no page, group or account that could be connected.',
    });
  }
  return {
    state: 'GRANTED',
    kept: null,
    credentials: await sealGrant(shell, credentials, app),
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

  const {
    [stateName]: expected = '',
    [wayName]: chosen = '',
    [appName]: clientId = null,
    ...keep
  } = await shell.vault.open(row.kept);
  const { code = '', ...open } = parameters;
  const app = await appNamed(shell, network, row.workspaceId, clientId);
  const attempt: Attempt = { network, app: app ?? noApp, id: row.id, workspaceId: row.workspaceId };
  await settle(shell, attempt, { ...keep, code }, async (call) => {
    if (open.error !== undefined) throw refusedByPerson(call, open.error, open.error_description);
    // Both can have changed while the person was away.
    const way = network.connector.auth.ways[Number(chosen)];
    if (way?.kind !== 'oauth2' || app === null) throw changedMeanwhile(call);
    const back = { ...clientOf(shell, key), state: expected, keep, parameters };
    const grant = await askInTime(network, call.signal, () => way.exchange(call, back));
    return granted(shell, attempt, checkGrant(grant));
  });
  const {
    id,
    state: now,
    returnUrl,
    problem,
  } = await channelAuthorization.findUniqueOrThrow({ where: { id: row.id } });
  return { id, granted: now === 'GRANTED', returnUrl, problem: problem as unknown as Problem | null }; // written by settle
}

const refusedByPerson = (call: NetworkCall, code: string, description = 'The person, or the network, said no.') =>
  call.refuse({ kind: 'permission_denied', code: code.slice(0, 100), message: description.slice(0, 500) });

const changedMeanwhile = (call: NetworkCall) =>
  call.refuse({
    kind: 'auth_revoked',
    code: 'app_replaced',
    message: 'The app at the network, or its connector, was replaced while the person was there. Begin again.',
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
