import type { Capabilities } from '../capabilities.ts';
import type { Connector } from '../connector.ts';
import type { Pending, Publication, Published } from '../publishing.ts';
import { throughJson, type TestCall } from './call.ts';

/** How one attempt of one process ended without success. */
export type Shortfall =
  | { readonly outcome: 'unconfirmed'; readonly why: string }
  | { readonly outcome: 'failed'; readonly error: unknown }
  | { readonly outcome: 'died' };

/** How one attempt of one process ended. */
export type Attempt = Published | Shortfall;

const maxChecks = 100;

/**
 * One attempt to bring a post out, by the rules of the core: a lost answer is looked up before anything is sent again,
 * and without a clear word from the network a person must decide. Call it again with the same ledger to resume.
 */
export const attemptDelivery = (connector: Connector, call: TestCall, post: Publication): Promise<Attempt> =>
  untilDeath(call, () => resume(connector, call, post));

/**
 * One attempt of something else in durable steps, such as an answer or an edit, by the rules of the core: what is lost is
 * sent again where the network tells a repetition from a second one, and else a person must look.
 */
export function attemptOnce<T>(
  { capabilities }: Connector,
  call: TestCall,
  run: () => Promise<T>,
): Promise<{ readonly outcome: 'done'; readonly result: T } | Shortfall> {
  return untilDeath(call, async () => {
    const { lost } = call.ledger;
    if (lost && !isKnown(capabilities, call, lost.since)) {
      return { outcome: 'unconfirmed', why: 'nobody can see whether it is there' };
    }
    call.ledger.repeatable = lost?.commit;
    return { outcome: 'done', result: await run() };
  });
}

/** Whether the network still knows the key under which a commit was first sent then, and makes no second one of it. */
const isKnown = ({ idempotency, idempotencyForMs = Infinity }: Capabilities, call: TestCall, since: Date): boolean =>
  idempotency === 'network' && call.now().getTime() - since.getTime() < idempotencyForMs;

async function untilDeath<T>({ ledger }: TestCall, run: () => Promise<T | Shortfall>): Promise<T | Shortfall> {
  const died = new Promise<Shortfall>((resolve) =>
    ledger.death.addEventListener('abort', () => resolve({ outcome: 'died' }), { once: true }),
  );
  const ended = run().catch((error: unknown): Shortfall => ({ outcome: 'failed', error }));
  return Promise.race([died, ended]);
}

async function resume(connector: Connector, call: TestCall, post: Publication): Promise<Attempt> {
  const { publishing, capabilities } = connector;
  const { ledger } = call;
  const { lost } = ledger;
  if (lost && isKnown(capabilities, call, lost.since)) {
    ledger.repeatable = lost.commit;
  } else if (lost) {
    if (!publishing.find) return { outcome: 'unconfirmed', why: 'the connector cannot look a post up' };
    const found = await publishing.find(call, post, lost);
    if (found.outcome === 'unknown') return { outcome: 'unconfirmed', why: found.why };
    ledger.forget(lost.commit);
    if (found.outcome === 'happened') ledger.keep(lost.commit, 'commit', lost.since, found.result);
    // What `find` asked for is asked again by `publish`.
    ledger.asked = [];
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
