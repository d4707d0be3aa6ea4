import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebhookAnswer } from '@polyphony/sdk';
import type { Shell } from '../app/ctx.ts';
import { findDemand, receiveDemand } from '../app/workspace/privacy.ts';
import { Allowance } from './allowance.ts';
import { answerEventually, checkAnswer, readNetworkRequest, Room, tooSlow, withinTime } from './network-request.ts';

const demandRoute = /^\/privacy\/([a-z][a-z0-9]*)(?:\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?$/;
const statusRoute = /^\/privacy\/requests\/([0-9a-f]{32})$/;

/** What the network of one app signed: demands are rare. */
export const signed = new Allowance(1000);
/** Of one sender, what nobody signed, and people who ask how their request stands. */
export const unsigned = new Allowance(300);
export const asking = new Allowance(300);
const room = new Room(20_000_000);

/**
 * `/privacy/<network>` and `/privacy/<network>/<app>`: where a network tells of people who take back what they granted, or want
 * to be forgotten. `/privacy/requests/<code>`: how that stands, for these people. True: the request was for one of these.
 */
export function handlePrivacy(shell: Shell, request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url?.split('?')[0] ?? '';
  if (!path.startsWith('/privacy/')) return false;
  const answer = answerTo(shell, path, request, response);
  answerEventually(shell, response, answer, 'a demand about personal data could not be carried out');
  return true;
}

const unknown: WebhookAnswer = { status: 404, body: 'Nothing is here.\n' };

async function answerTo(
  shell: Shell,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<WebhookAnswer> {
  const sender = request.socket.remoteAddress ?? '';
  const [, code] = statusRoute.exec(path) ?? [];
  if (code !== undefined) {
    if (request.method !== 'GET') return only('GET');
    const asksTooMuch = await asking.refusal(sender);
    await asking.count(sender);
    return asksTooMuch ?? tellStatus(shell, code);
  }
  const [, network, appId = null] = demandRoute.exec(path) ?? [];
  if (network === undefined) return unknown;
  if (request.method !== 'POST') return only('POST');
  if (shell.networks.get(network)?.connector.privacy?.read === undefined) return unknown;
  const busy = await signed.refusal(path);
  if (busy !== null) return busy;
  const read = await readNetworkRequest(request, response, room);
  if ('refusal' in read) return read.refusal;
  return withinTime(async (signal) => {
    const suspect = await unsigned.refusal(sender);
    const answer = await receiveDemand(shell, { network, appId }, read.whole, signal);
    const isSigned = typeof answer !== 'string';
    await (isSigned ? signed.count(path) : unsigned.count(sender));
    if (isSigned) return checkAnswer(answer);
    // The network may come from the same address, behind a proxy: what it signed is taken all the same.
    if (suspect !== null) return suspect;
    return answer === 'UNKNOWN' ? unknown : { status: 400, body: 'The network did not sign this.\n' };
  }, tooSlow);
}

const only = (method: string): WebhookAnswer => ({
  status: 405,
  headers: { allow: method },
  body: `Only ${method}.\n`,
});

async function tellStatus(shell: Shell, code: string): Promise<WebhookAnswer> {
  const demand = await findDemand(shell, code);
  if (demand === null) return { status: 404, body: 'There is no request with this code.\n' };
  const day = (at: Date) => at.toISOString().slice(0, 10);
  const received = `Your request of ${day(demand.receivedAt)} was received`;
  const { doneAt } = demand;
  return {
    status: 200,
    body:
      doneAt === null ? `${received}. It is being carried out.\n` : `${received}, and carried out on ${day(doneAt)}.\n`,
  };
}
