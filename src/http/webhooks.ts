import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebhookAnswer } from '@polyphony/sdk';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Shell } from '../app/ctx.ts';
import { receiveWebhook, type Reception } from '../app/webhook/reception.ts';
import { answerNetwork, readNetworkRequest, withinTime } from './network-request.ts';

const route = /^\/webhooks\/([a-z][a-z0-9]*)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A busy account makes a few a second; networks come again after a 429. Of one address, in this process. */
export const perMinute = 3000;
export const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });

/** `/webhooks/<network>/<id>`: where a network tells what happens. True: the request was for one of these. */
export function handleWebhook(shell: Shell, request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url?.split('?')[0] ?? '';
  if (!path.startsWith('/webhooks/')) return false;
  const [, network, hookId] = route.exec(path) ?? [];
  if (network === undefined || hookId === undefined) {
    answerNetwork(response, refusals.UNKNOWN);
  } else if (request.method !== 'POST' && request.method !== 'GET') {
    answerNetwork(response, { status: 405, headers: { allow: 'GET, POST' }, body: 'Only GET and POST.\n' });
  } else {
    receive(shell, { network, hookId }, request).then(
      (answer) => {
        answerNetwork(response, answer);
      },
      (error: unknown) => {
        shell.log.error({ err: error, network, hook: hookId }, 'a webhook could not be taken in');
        answerNetwork(response, { status: 500, body: 'Something broke here. Send it again.\n' });
      },
    );
  }
  return true;
}

const refusals: Readonly<Record<Exclude<Reception, WebhookAnswer>, WebhookAnswer>> = {
  UNKNOWN: { status: 404, body: 'Nothing is told to this address.\n' },
  FORGED: { status: 403, body: 'The network did not sign this.\n' },
  UNREADABLE: { status: 400, body: 'This cannot be read.\n' },
};

async function receive(
  shell: Shell,
  place: { readonly network: string; readonly hookId: string },
  request: IncomingMessage,
): Promise<WebhookAnswer> {
  try {
    await limiter.consume(place.hookId);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = String(Math.ceil(error.msBeforeNext / 1000));
    return { status: 429, headers: { 'retry-after': seconds }, body: 'Too many at once.\n' };
  }
  const whole = await readNetworkRequest(request);
  if (whole === null) return { status: 413, body: 'At most 1 MB.\n' };
  const late: WebhookAnswer = { status: 503, headers: { 'retry-after': '30' }, body: 'Too slow. Send it again.\n' };
  return withinTime(async (signal) => {
    const reception = await receiveWebhook(shell, place, whole, signal);
    return typeof reception === 'string' ? refusals[reception] : reception;
  }, late);
}
