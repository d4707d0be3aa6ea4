import type { WebhookAnswer, WebhookRequest } from '@polyphony/sdk';
import type { Shell } from '../ctx.ts';
import { checkEvents } from '../network-answer.ts';
import { noteEvents } from './event.ts';
import { callForHook, type FoundHook } from './hook.ts';

/** What became of a request, and what a network is to hear: the connector's answer, as it was given. */
export type Reception =
  | { readonly outcome: 'GREETED' | 'TAKEN'; readonly answer: WebhookAnswer }
  | { readonly outcome: 'FORGED' | 'UNREADABLE' };

const accepted: WebhookAnswer = { status: 200 };
/** So many events are written down in one transaction. */
const piece = 500;

/**
 * Takes in what a network tells: what it says is written down before it hears that it was taken, and worked on afterwards, so
 * that nothing is lost whenever the process dies. What it told before is known by its id, and nothing happens again.
 * `greets`: the connector may answer a request that nobody signed.
 */
export async function receiveWebhook(
  shell: Shell,
  hook: FoundHook,
  request: WebhookRequest,
  greets: boolean,
  signal: AbortSignal,
): Promise<Reception> {
  const { row, webhooks, open } = hook;
  const call = await callForHook(shell, hook, signal);
  const said = greets
    ? await attempt(shell, hook, 'handshake', () => webhooks.handshake?.(call, request, open))
    : undefined;
  if (said !== undefined && said !== failed) return { outcome: 'GREETED', answer: said };
  if ((await attempt(shell, hook, 'verify', () => webhooks.verify(call, request, open))) !== true) {
    shell.log.warn({ network: row.network, hook: row.id }, 'a webhook was refused: the network did not sign it');
    return { outcome: 'FORGED' };
  }
  const events = await attempt(shell, hook, 'read', () => checkEvents(webhooks.read(call, request, open)));
  if (events === failed) return { outcome: 'UNREADABLE' };
  for (let from = 0; from < events.length; from += piece)
    await noteEvents(shell, row.id, events.slice(from, from + piece));
  return { outcome: 'TAKEN', answer: webhooks.accepted ?? accepted };
}

const failed = Symbol('failed');

/** What a connector makes of what anybody may have sent. Of an error the log has the kind alone: it may quote the body. */
async function attempt<T>(
  shell: Shell,
  { row, network }: FoundHook,
  what: 'handshake' | 'verify' | 'read',
  run: () => T | Promise<T>,
): Promise<T | typeof failed> {
  try {
    return await run();
  } catch (error) {
    const kind = error instanceof Error ? error.name : typeof error;
    shell.log.warn(
      { network: network.connector.network.key, hook: row.id, what, kind },
      'the connector could not make anything of a webhook',
    );
    return failed;
  }
}
