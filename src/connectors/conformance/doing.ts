import type { Call } from '../call.ts';
import type { Connector } from '../connector.ts';
import { engagementFunctions, messageActions, type MessageRef } from '../engagement.ts';
import { TestLedger, type TestCall, type TestCallSetup } from './call.ts';
import { client, logIn, typedIn } from './connect.ts';
import { attemptOnce } from './deliver.ts';
import { readingsOf } from './reading.ts';
import { samplePosts, simplePost } from './samples.ts';
import type { World } from './world.ts';

type Options = Partial<TestCallSetup>;

/** One function of a connector, and what must be there before it can be called. */
export interface Doing {
  readonly name: string;
  /** Undefined: the emulator lacks what it takes. */
  prepare(world: World): Promise<((options: Options) => Promise<unknown>) | undefined>;
}

/** Everything that a connector does. */
export function doingsOf(connector: Connector): readonly Doing[] {
  const { publishing, auth, profile, webhooks, capabilities } = connector;
  /** What needs nothing but a call. */
  const simply = (name: string, run: ((call: TestCall, world: World) => Promise<unknown>) | undefined): Doing[] =>
    run ? [{ name, prepare: async (world) => (options) => run(world.call(options), world) }] : [];
  /** What is done while an account is being connected, or is away. */
  const meanwhile = (name: string, run: ((call: TestCall) => Promise<unknown> | undefined) | undefined): Doing[] =>
    run ? [{ name, prepare: async (world) => async (options) => run(world.call({ ...options, typed: {} })) }] : [];

  return [
    ...readingsOf(connector, '').flatMap(({ name }) =>
      simply(name, (call, { account }) => {
        const reading = readingsOf(connector, account.externalId).find((one) => one.name === name);
        return reading?.read(call) ?? Promise.resolve();
      }),
    ),
    ...samplePosts(connector, '').map(({ format }): Doing => ({
      name: `publish ${format}`,
      prepare: async ({ account, attempt }) => {
        const post = samplePosts(connector, account.externalId).find((one) => one.format === format);
        return (options) => (post ? attempt(post, new TestLedger(), options) : Promise.resolve());
      },
    })),
    ...(publishing.find ? [finding(connector)] : []),
    ...onPost('state', publishing.state && ((call, id) => publishing.state?.(call, id))),
    ...onPost('remove', publishing.remove && ((call, id) => publishing.remove?.(call, id))),
    ...onPost(
      'edit',
      publishing.edit &&
        ((call, id, { account }) =>
          attemptOnce(connector, call, async () =>
            publishing.edit?.(call, id, { ...simplePost(connector, account.externalId), text: 'Another text' }),
          )),
    ),
    ...messageActions.flatMap((action) => {
      const name = engagementFunctions[action];
      const declared = connector.engagement?.[name] !== undefined;
      return declared ? [onMessage(connector, name)] : [];
    }),
    ...simply(
      'profile.update',
      profile &&
        ((call, { account }) => {
          const field = capabilities.profile?.fields.includes('bio') ? 'bio' : 'displayName';
          return profile.update(call, account.externalId, { [field]: 'Another text' });
        }),
    ),
    ...simply(
      'webhooks.subscribe',
      webhooks?.subscribe &&
        ((call, { account }) =>
          webhooks.subscribe?.(call, account.externalId, { url: nowhere, secret: hookSecret }) ?? Promise.resolve()),
    ),
    ...simply(
      'webhooks.unsubscribe',
      webhooks?.unsubscribe &&
        ((call, { account: { externalId } }) =>
          webhooks.unsubscribe?.(call, externalId, { secret: hookSecret, kept: {}, channelId: externalId }) ??
          Promise.resolve()),
    ),
    ...meanwhile('auth.refresh', auth.refresh && ((call) => auth.refresh?.(call))),
    ...meanwhile('auth.revoke', auth.revoke && ((call) => auth.revoke?.(call))),
    ...auth.ways.map((way): Doing => ({
      name: way.kind === 'token' ? 'auth.login' : 'auth.authorize',
      prepare: async (world) => (options) => {
        const typed = typedIn(way, world);
        const call = world.call({ ...options, credentials: {}, typed });
        return way.kind === 'token'
          ? logIn(way, typed, call)
          : way.authorize(call, { ...client, state: 'a state', typed });
      },
    })),
  ];
}

/** What an address of the product is entered with. */
export const hookSecret = 'kit-secret-of-forty-three-characters-0123456';
/** Nobody listens there. */
export const nowhere = 'http://127.0.0.1:9/webhooks/example';

function onPost(
  name: string,
  run: ((call: TestCall, id: string, world: World) => Promise<unknown> | undefined) | undefined,
): Doing[] {
  if (!run) return [];
  return [
    {
      name,
      async prepare(world) {
        const { account, clock, control, call } = world;
        const createdAt = clock.now().toISOString();
        const { id } = await control.insert({ account: account.externalId, text: 'A post of before', createdAt });
        return (options) => run(call(options), id, world) ?? Promise.resolve();
      },
    },
  ];
}

const finding = (connector: Connector): Doing => ({
  name: 'find',
  async prepare({ account, attempt, call, control }) {
    const post = simplePost(connector, account.externalId);
    const ledger = new TestLedger();
    await control.fail({ kind: 'drop_after' });
    await attempt(post, ledger);
    const { lost } = ledger;
    ledger.beginAttempt();
    return (
      lost && ((options) => connector.publishing.find?.(call({ ...options, ledger }), post, lost) ?? Promise.resolve())
    );
  },
});

type ActionName = (typeof engagementFunctions)[keyof typeof engagementFunctions];

const onMessage = (connector: Connector, name: ActionName): Doing => ({
  name: `engagement.${name}`,
  async prepare(world) {
    const ref = await hearQuestion(connector, world);
    const { externalId } = world.account;
    return (
      ref &&
      ((options) => {
        const call = world.call(options);
        return attemptOnce(connector, call, () => actOn(connector, call, externalId, name, ref));
      })
    );
  },
});

/** Carries out an action on a message. */
export async function actOn(
  { engagement }: Connector,
  call: Call,
  channelId: string,
  name: ActionName,
  ref: MessageRef,
): Promise<void> {
  if (name === 'reply') await engagement?.reply?.(call, channelId, ref, 'An answer');
  else await engagement?.[name]?.(call, channelId, ref);
}

/** Somebody asks something, and the connector hears it. Undefined: nobody can say anything, or it is not heard. */
export async function hearQuestion(connector: Connector, world: World): Promise<MessageRef | undefined> {
  const { account, call, clock, control } = world;
  const [kind] = connector.capabilities.engagement?.kinds ?? [];
  if (!control.talk || !kind) return undefined;
  const createdAt = clock.now().toISOString();
  await control.insert({ account: account.externalId, text: 'What people talk about', createdAt });
  await control.talk({ account: account.externalId, kind, text: 'A question' });
  const synced = await connector.engagement?.sync(call(), account.externalId, null);
  return synced?.messages.find(({ text }) => text === 'A question');
}
