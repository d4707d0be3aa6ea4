import { randomBytes } from 'node:crypto';
import {
  NetworkError,
  type Privacy,
  type PrivacyDemand,
  type RateLimit,
  type WebhookAnswer,
  type WebhookRequest,
} from '@polyphony/sdk';
import { problemOf } from '../../domain/publishing/delivery.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import { rateBudgets } from '../../infra/rate-budget.ts';
import type { Shell } from '../ctx.ts';
import { appendEvents } from '../event-log.ts';
import { checkDemand } from '../network-answer.ts';
import { createNetworkCall } from '../network-call.ts';
import { plainFailure } from '../publishing/failure.ts';
import { removeTold } from '../publishing/told.ts';
import { askInTime } from '../time-limit.ts';
import { loseGrant } from './channel.ts';
import { readGrant } from './grant.ts';
import { operatorsApp, type App } from './network-app.ts';

/** The app to which a network's demand came, and the only workspace that it reaches; null: every one that uses that app. */
interface Reach {
  readonly network: InstalledNetwork;
  readonly app: App;
  readonly workspaceId: string | null;
}

/** `appId`: of a workspace's own app; null: the operator's. Null: there is no such place. */
async function findReach(shell: Shell, key: string, appId: string | null): Promise<Reach | null> {
  const network = shell.networks.get(key);
  if (network === undefined) return null;
  if (appId === null) return { network, app: await operatorsApp(network), workspaceId: null };
  const row = await shell.db.prisma.networkApp.findFirst({ where: { id: appId, network: key } });
  if (row === null) return null;
  const { clientId, workspaceId } = row;
  return { network, app: { clientId, values: await shell.vault.open(row.credentials) }, workspaceId };
}

/**
 * Does what a network's terms ask for. What is demanded is carried out before the network hears of it, and may be demanded
 * again: so nothing is lost whenever the process dies.
 */
export async function receiveDemand(
  shell: Shell,
  { network: key, appId }: { readonly network: string; readonly appId: string | null },
  request: WebhookRequest,
  signal: AbortSignal,
): Promise<WebhookAnswer | 'UNKNOWN' | 'FORGED'> {
  const reach = await findReach(shell, key, appId);
  const privacy = reach?.network.connector.privacy;
  if (reach === null || privacy?.read === undefined) return 'UNKNOWN';
  const demand = await readDemand(shell, reach, { ...privacy, read: privacy.read }, request, signal);
  if (demand === undefined) {
    shell.log.warn({ network: key }, 'a demand about personal data was refused: the network did not sign it');
    return 'FORGED';
  }
  const noted = await noteDemand(shell, reach, demand, signal);
  if (noted === 'TOO_MANY') return { status: 429, headers: { 'retry-after': '3600' }, body: 'Too many in a day.\n' };
  const { id, confirmationCode } = noted;
  await carryOut(shell, reach, demand);
  await shell.db.prisma.privacyRequest.updateMany({ where: { id, doneAt: null }, data: { doneAt: shell.now() } });
  const statusUrl = `${shell.publicUrl()}/privacy/requests/${confirmationCode}`;
  return privacy.answer?.({ confirmationCode, statusUrl }) ?? { status: 200 };
}

async function readDemand(
  shell: Shell,
  { network, app }: Reach,
  privacy: Privacy & { readonly read: NonNullable<Privacy['read']> },
  request: WebhookRequest,
  signal: AbortSignal,
): Promise<PrivacyDemand | undefined> {
  const { key } = network.connector.network;
  try {
    const target = { credentials: {}, app: app.values, about: { door: 'privacy' } };
    const call = createNetworkCall(shell, network, target, signal);
    return checkDemand(await askInTime(network, signal, () => privacy.read(call, request)));
  } catch (error) {
    // Of the error the kind alone: it may quote what somebody sent.
    const kind = error instanceof Error ? error.name : typeof error;
    shell.log.warn({ network: key, kind }, 'the connector could not read a demand about personal data');
    return undefined;
  }
}

/** A network that heard nothing demands the same again: for so long it is the same demand. */
const sameForMs = 24 * 3_600_000;

/** Each is a row: whoever holds the secret of an app can sign any number. */
const demands: RateLimit = { name: 'privacy demands', max: 10_000, windowSeconds: 86_400, scope: 'APP' };

async function noteDemand(
  shell: Shell,
  { network: { connector }, app, workspaceId }: Reach,
  { kind, externalId }: PrivacyDemand,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly confirmationCode: string } | 'TOO_MANY'> {
  const now = shell.now();
  const network = connector.network.key;
  const owner = workspaceId ?? 'operator';
  // Ids are few and known: a bare hash of one could be guessed. And a code is of whoever was given it, at one app.
  const subject = shell.vault.fingerprint(JSON.stringify([network, owner, app.clientId, externalId]));
  const subjectHash = Uint8Array.from(Buffer.from(subject, 'base64url'));
  const since = new Date(now.getTime() - sameForMs);
  const { privacyRequest } = shell.db.prisma;
  const before = await privacyRequest.findFirst({ where: { network, kind, subjectHash, receivedAt: { gt: since } } });
  if (before !== null) return before;
  const spender = { network, limits: [demands], app: owner, grantId: null };
  try {
    await rateBudgets(shell.db)
      .of(spender, () => now)
      .spend([demands.name], signal);
  } catch (error) {
    if (error instanceof NetworkError && error.details.kind === 'rate_limited') return 'TOO_MANY';
    throw error;
  }
  const confirmationCode = randomBytes(16).toString('hex');
  return privacyRequest.create({
    data: { id: shell.newId(), network, kind, subjectHash, confirmationCode, receivedAt: now },
  });
}

async function carryOut(shell: Shell, reach: Reach, { kind, externalId }: PrivacyDemand): Promise<void> {
  switch (kind) {
    case 'DEAUTHORIZE':
      return loseGrantsOf(shell, reach, externalId, false);
    case 'DELETE_USER':
      // Of people who follow or write to a channel nothing is stored yet. Whoever connected one has left credentials.
      return loseGrantsOf(shell, reach, externalId, true);
    case 'DELETE_CONTENT':
      return removeContent(shell, reach, externalId);
  }
}

/** The network no longer takes what a person, or an account, granted to the app. `destroy`: nothing of it may stay. */
async function loseGrantsOf(shell: Shell, reach: Reach, externalId: string, destroy: boolean): Promise<void> {
  const { network, app, workspaceId } = reach;
  const { key } = network.connector.network;
  const open = network.connector.auth.open ?? [];
  const grants = await shell.db.prisma.grant.findMany({
    where: { network: key, ...(workspaceId !== null && { workspaceId }) },
    include: { channels: { select: { externalId: true } } },
  });
  for (const grant of grants) {
    const { credentials, clientId } = await readGrant(shell, grant.credentials);
    // A network calls one person by another name at each app.
    if (clientId !== null && clientId !== app.clientId) continue;
    const known = [...grant.channels.map((channel) => channel.externalId), ...open.map((name) => credentials[name])];
    if (!known.includes(externalId)) continue;
    await shell.db.prisma.$transaction(async (tx) => {
      const events = await loseGrant(tx, grant.id, takenBack(shell.now()));
      if (destroy) await tx.grant.deleteMany({ where: { id: grant.id } });
      await appendEvents(tx, grant.workspaceId, origin(shell), events);
    });
  }
}

async function removeContent(shell: Shell, { network, workspaceId }: Reach, externalId: string): Promise<void> {
  const channels = await shell.db.prisma.channel.findMany({
    where: {
      network: network.connector.network.key,
      ...(workspaceId !== null && { workspaceId }),
      deliveries: { some: { externalId } },
    },
    select: { id: true },
  });
  for (const { id } of channels) await shell.db.prisma.$transaction((tx) => removeTold(tx, shell, id, externalId));
}

const takenBack = (now: Date) =>
  problemOf(
    plainFailure('AUTH_REVOKED', 'ACCESS_LOST', 'Whoever granted access took it back at the network.'),
    now,
    null,
  );

const origin = (shell: Shell) =>
  ({ actor: { kind: 'SYSTEM', reason: 'network' }, requestId: null, occurredAt: shell.now() }) as const;

/** How a demand stands; null: nobody was given that code. */
export const findDemand = (
  shell: Shell,
  confirmationCode: string,
): Promise<{ readonly receivedAt: Date; readonly doneAt: Date | null } | null> =>
  shell.db.prisma.privacyRequest.findUnique({
    where: { confirmationCode },
    select: { receivedAt: true, doneAt: true },
  });
