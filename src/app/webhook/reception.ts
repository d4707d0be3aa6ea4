import type { NetworkEvent, WebhookAnswer, WebhookRequest } from '@polyphony/sdk';
import type { Shell } from '../ctx.ts';
import { noteEvents } from './event.ts';
import { callForHook, findHook, type FoundHook } from './hook.ts';

/** What a network hears, or why it hears nothing of the kind. */
export type Reception = WebhookAnswer | 'UNKNOWN' | 'FORGED' | 'UNREADABLE';

const accepted: WebhookAnswer = { status: 200 };

/**
 * Takes in what a network tells: what it says is written down before it hears that it was taken, and worked on afterwards, so
 * that nothing is lost whenever the process dies. What it told before is known by its id, and nothing happens again.
 */
export async function receiveWebhook(
  shell: Shell,
  { network: key, hookId }: { readonly network: string; readonly hookId: string },
  request: WebhookRequest,
  signal: AbortSignal,
): Promise<Reception> {
  const hook = await findHook(shell, key, hookId);
  if (hook === null) return 'UNKNOWN';
  const { webhooks, open } = hook;
  const call = await callForHook(shell, hook, signal);
  const said = await attempt(shell, hook, 'handshake', () => webhooks.handshake?.(call, request, open));
  if (said !== undefined && said !== failed) return said;
  if ((await attempt(shell, hook, 'verify', () => webhooks.verify(call, request, open))) !== true) {
    shell.log.warn({ network: key, hook: hookId }, 'a webhook was refused: the network did not sign it');
    return 'FORGED';
  }
  const events = await attempt(shell, hook, 'read', (): readonly NetworkEvent[] => webhooks.read(call, request, open));
  if (events === failed) return 'UNREADABLE';
  await noteEvents(shell, hookId, events);
  return webhooks.accepted ?? accepted;
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
