import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebhookAnswer } from '@polyphony/sdk';
import type { Shell } from '../app/ctx.ts';
import { findHook } from '../app/webhook/hook.ts';
import { receiveWebhook, type Reception } from '../app/webhook/reception.ts';
import { Allowance } from './allowance.ts';
import {
  answerEventually,
  answerNetwork,
  checkAnswer,
  readNetworkRequest,
  Room,
  tooSlow,
  withinTime,
} from './network-request.ts';

const route = /^\/webhooks\/([a-z][a-z0-9]*)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Of one address, what the network signed. A busy account makes a few a second; networks come again after a 429. */
export const signed = new Allowance(3000);
/** Of one sender at one address, what nobody signed: handshakes, and what is refused. */
export const unsigned = new Allowance(300);
export const room = new Room(50_000_000);

/** `/webhooks/<network>/<id>`: where a network tells what happens. True: the request was for one of these. */
export function handleWebhook(shell: Shell, request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url?.split('?')[0] ?? '';
  if (!path.startsWith('/webhooks/')) return false;
  const [, network, hookId] = route.exec(path) ?? [];
  if (network === undefined || hookId === undefined) {
    answerNetwork(response, unknown);
  } else if (request.method !== 'POST' && request.method !== 'GET') {
    answerNetwork(response, { status: 405, headers: { allow: 'GET, POST' }, body: 'Only GET and POST.\n' });
  } else {
    const answer = receive(shell, { network, hookId }, request, response);
    answerEventually(shell, response, answer, 'a webhook could not be taken in', { network, hook: hookId });
  }
  return true;
}

const unknown: WebhookAnswer = { status: 404, body: 'Nothing is told to this address.\n' };
const refusals: Readonly<Record<Exclude<Reception['outcome'], 'GREETED' | 'TAKEN'>, WebhookAnswer>> = {
  FORGED: { status: 403, body: 'The network did not sign this.\n' },
  UNREADABLE: { status: 400, body: 'This cannot be read.\n' },
};

async function receive(
  shell: Shell,
  { network, hookId }: { readonly network: string; readonly hookId: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<WebhookAnswer> {
  const hook = await findHook(shell, network, hookId);
  if (hook === null) return unknown;
  const busy = await signed.refusal(hookId);
  if (busy !== null) return busy;
  const sender = `${hookId} ${request.socket.remoteAddress ?? ''}`;
  const read = await readNetworkRequest(request, response, room);
  if ('refusal' in read) return read.refusal;
  return withinTime(async (signal) => {
    const suspect = await unsigned.refusal(sender);
    // The network may come from the same address, behind a proxy: what it signed is taken all the same.
    const reception = await receiveWebhook(shell, hook, read.whole, suspect === null, signal);
    const { outcome } = reception;
    const isSigned = outcome === 'TAKEN' || outcome === 'UNREADABLE';
    await (isSigned ? signed.count(hookId) : unsigned.count(sender));
    if (outcome === 'FORGED' && suspect !== null) return suspect;
    return 'answer' in reception ? checkAnswer(reception.answer) : refusals[reception.outcome];
  }, tooSlow);
}
