import type { Connector, Pending, Publication, Published } from '../connector.ts';
import { throughJson, type TestCall } from './call.ts';

/** How one attempt of one process ended. */
export type Attempt =
  | Published
  | { readonly outcome: 'unconfirmed'; readonly why: string }
  | { readonly outcome: 'failed'; readonly error: unknown }
  | { readonly outcome: 'died' };

const maxChecks = 100;

/**
 * One attempt to bring a post out, by the rules of the core: a lost answer is looked up before anything is sent again,
 * and without a clear word from the network a person must decide. Call it again with the same ledger to resume.
 */
export async function attemptDelivery(connector: Connector, call: TestCall, post: Publication): Promise<Attempt> {
  const { ledger } = call;
  const died = new Promise<Attempt>((resolve) =>
    ledger.death.addEventListener('abort', () => resolve({ outcome: 'died' }), { once: true }),
  );
  const run = resume(connector, call, post).catch((error: unknown): Attempt => ({ outcome: 'failed', error }));
  return Promise.race([died, run]);
}

async function resume(connector: Connector, call: TestCall, post: Publication): Promise<Attempt> {
  const { publishing, capabilities } = connector;
  const { ledger } = call;
  const { lost } = ledger;
  if (lost && capabilities.idempotency === 'network') {
    ledger.entries.delete(lost.commit);
  } else if (lost) {
    if (!publishing.find) return { outcome: 'unconfirmed', why: 'the connector cannot look a post up' };
    const found = await publishing.find(call, post, lost);
    if (found.outcome === 'published') return found;
    if (found.outcome === 'unknown') return { outcome: 'unconfirmed', why: found.why };
    ledger.entries.delete(lost.commit);
  }
  if (!ledger.ticket) {
    const result = await publishing.publish(call, post);
    if (result.outcome === 'published') return result;
    await ledger.boundary('publish answered pending, its ticket not kept');
    keepTicket(call, result);
  }
  return settle(connector, call);
}

function keepTicket(call: TestCall, { ticket, checkAfterMs }: Pending): void {
  call.ledger.ticket = { value: throughJson(ticket) };
  call.clock.advance(checkAfterMs);
}

async function settle({ publishing }: Connector, call: TestCall): Promise<Attempt> {
  for (let checks = 0; checks < maxChecks; checks++) {
    if (!publishing.check) throw new Error('publish answered pending, but there is no check');
    const result = await publishing.check(call, call.ledger.ticket?.value);
    if (result.outcome === 'published') return result;
    keepTicket(call, result);
  }
  throw new Error(`still pending after ${maxChecks} checks`);
}
