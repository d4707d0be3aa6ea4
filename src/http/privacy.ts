import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebhookAnswer } from '@polyphony/sdk';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Shell } from '../app/ctx.ts';
import { findDemand, receiveDemand } from '../app/workspace/privacy.ts';
import { answerNetwork, readNetworkRequest, withinTime } from './network-request.ts';

const demandRoute = /^\/privacy\/([a-z][a-z0-9]*)(?:\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?$/;
const statusRoute = /^\/privacy\/requests\/([0-9a-f]{32})$/;

/** Demands are rare. In this process, of one sender. */
const limiter = new RateLimiterMemory({ points: 300, duration: 60 });

/**
 * `/privacy/<network>` and `/privacy/<network>/<app>`: where a network tells of people who take back what they granted, or want
 * to be forgotten. `/privacy/requests/<code>`: how that stands, for these people. True: the request was for one of these.
 */
export function handlePrivacy(shell: Shell, request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url?.split('?')[0] ?? '';
  if (!path.startsWith('/privacy/')) return false;
  answerTo(shell, path, request).then(
    (answer) => {
      answerNetwork(response, answer);
    },
    (error: unknown) => {
      shell.log.error({ err: error }, 'a demand about personal data could not be carried out');
      answerNetwork(response, { status: 500, body: 'Something broke here. Send it again.\n' });
    },
  );
  return true;
}

const unknown: WebhookAnswer = { status: 404, body: 'Nothing is here.\n' };

async function answerTo(shell: Shell, path: string, request: IncomingMessage): Promise<WebhookAnswer> {
  try {
    await limiter.consume(request.socket.remoteAddress ?? '');
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = String(Math.ceil(error.msBeforeNext / 1000));
    return { status: 429, headers: { 'retry-after': seconds }, body: 'Too many at once.\n' };
  }
  const [, code] = statusRoute.exec(path) ?? [];
  if (code !== undefined) return request.method === 'GET' ? tellStatus(shell, code) : only('GET');
  const [, network, appId = null] = demandRoute.exec(path) ?? [];
  if (network === undefined) return unknown;
  if (request.method !== 'POST') return only('POST');
  const whole = await readNetworkRequest(request);
  if (whole === null) return { status: 413, body: 'At most 1 MB.\n' };
  const late: WebhookAnswer = { status: 503, headers: { 'retry-after': '30' }, body: 'Too slow. Send it again.\n' };
  return withinTime(async (signal) => {
    const answer = await receiveDemand(shell, { network, appId }, whole, signal);
    if (answer === 'UNKNOWN') return unknown;
    return answer === 'FORGED' ? { status: 400, body: 'The network did not sign this.\n' } : answer;
  }, late);
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
