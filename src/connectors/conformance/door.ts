import { inspect } from 'node:util';
import type { ConversationKind } from '../engagement.ts';
import { formsOf } from '../redact.ts';
import type { Hook, NetworkEvent, WebhookRequest, Webhooks } from '../webhooks.ts';
import { throughJson, type TestCall } from './call.ts';
import { hookSecret } from './doing.ts';
import type { Report, Subject } from './facet.ts';
import { happens, startReceiver } from './receiver.ts';
import { describeError, inWorld, type World } from './world.ts';

/** The product's door for the network, to which an account's address leads. */
export interface Door extends World {
  readonly webhooks: Webhooks;
  /** What is known of the address. */
  hook(): Hook;
  /** What was let through, in the order of its arrival. */
  readonly told: WebhookRequest[];
  /** What was not. */
  readonly refused: WebhookRequest[];
  /** What was answered as a handshake. */
  readonly greeted: WebhookRequest[];
  /** False: it is answered that something is wrong here. */
  taking: boolean;
  /** What the requests say that were let through, from number `from`. */
  events(from?: number): readonly NetworkEvent[];
  /** Whether an event arrives that is like this. */
  arrives(what: (event: NetworkEvent) => boolean): Promise<boolean>;
}

/** In a world whose network tells of the account at a door of the kit's. False: it came to nothing. */
export async function hooked(report: Report, subject: Subject, run: (door: Door) => Promise<void>): Promise<boolean> {
  const { connector } = subject;
  const { webhooks } = connector;
  if (!webhooks) return false;
  return inWorld(subject, async (world) => {
    const { externalId } = world.account;
    const calls: TestCall[] = [];
    const call = () => {
      const made = world.call();
      calls.push(made);
      return made;
    };
    let kept: Hook['kept'] = {};
    const hook = (): Hook => ({
      secret: hookSecret,
      kept,
      ...(webhooks.per === 'channel' && { channelId: externalId }),
    });
    const door: Door = {
      ...world,
      webhooks,
      hook,
      told: [],
      refused: [],
      greeted: [],
      taking: true,
      events: (from = 0) => door.told.slice(from).flatMap((request) => webhooks.read(call(), request, hook())),
      arrives: (what) => happens(() => door.events().some(what)),
    };
    const receiver = await startReceiver(async (request) => {
      const greeting = await webhooks.handshake?.(call(), request, hook());
      if (greeting) {
        door.greeted.push(request);
        return greeting;
      }
      const genuine = await webhooks.verify(call(), request, hook());
      (genuine ? door.told : door.refused).push(request);
      if (!genuine) return { status: 403 };
      return door.taking ? (webhooks.accepted ?? { status: 200 }) : { status: 503 };
    });
    try {
      const { url } = receiver;
      if (webhooks.per === 'channel') {
        // Twice, as after an account was connected anew.
        for (let time = 0; time < 2; time++) {
          const made = await webhooks.subscribe?.(call(), externalId, { url, secret: hookSecret });
          kept = throughJson(made ?? {}) as Hook['kept']; // the same, through JSON
        }
      } else if (world.control.hook) {
        await world.control.hook({ url, secret: hookSecret, account: externalId });
      } else {
        report.note('the emulator has no page on which an address is entered');
        return false;
      }
      await run(door);
      return true;
    } catch (error) {
      const breach = error instanceof Deaf ? error.message : `Being told failed with ${describeError(error)}.`;
      report.expect(false, breach);
      expectClean(report, 'The error', error);
      return false;
    } finally {
      await receiver.close();
      const logged = calls.map((one) => one.logged);
      expectClean(report, 'What was logged', logged);
    }
  });
}

export function expectClean(report: Report, what: string, value: unknown): void {
  const text = inspect(value, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null });
  report.expect(!formsOf(hookSecret).some((form) => text.includes(form)), `${what} holds the secret of the address.`);
}

/** Kinds of messages that the network tells of by itself. */
export function liveKinds({ connector }: Subject): readonly ConversationKind[] {
  const { engagement } = connector.capabilities;
  return engagement?.live === true ? engagement.kinds : [];
}

/** Somebody says something, of which the door hears. False: nobody can. */
export async function say(
  report: Report,
  subject: Subject,
  door: Door,
  text: string,
  kind: ConversationKind | undefined = liveKinds(subject)[0],
): Promise<boolean> {
  const { talk, insert } = door.control;
  if (!talk || !kind) {
    report.note('nothing can be said on the emulator of which the network tells');
    return false;
  }
  const account = door.account.externalId;
  const createdAt = door.clock.now().toISOString();
  if ((await door.posts()).length === 0) await insert({ account, text: 'What people talk about', createdAt });
  await talk({ account, kind, text });
  const before = door.refused.length;
  const heard = await door.arrives((event) => event.type === 'message' && event.message.text === text);
  const why = door.refused.length > before ? '`verify` refused it' : 'no request came that says so';
  if (!heard) throw new Deaf(`The network did not come through with a message: ${why}.`);
  return true;
}

/** Nothing else can be tried. */
class Deaf extends Error {}

export const messagesOf = (events: readonly NetworkEvent[], text: string) =>
  events.flatMap((event) => (event.type === 'message' && event.message.text === text ? [event] : []));
