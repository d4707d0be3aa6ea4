import type { AuthField, AuthWay, Grant, OAuthWay, TokenWay } from '../auth.ts';
import type { TestCall } from './call.ts';
import { throughJson } from './call.ts';
import type { World } from './world.ts';

/** This installation, as a network on the same machine sees it. */
export const client = {
  redirectUrl: 'http://127.0.0.1:4321/connect/network/callback',
  metadataUrl: 'http://127.0.0.1:4321/connect/network/client.json',
};

/** What a person types of an account, in the fields of a way. */
export function typedIn({ fields }: AuthWay, { account }: World): Readonly<Record<string, string>> {
  const all: Readonly<Record<string, string>> = account.typed ?? account.credentials;
  return Object.fromEntries(fields.flatMap(({ name }) => (all[name] === undefined ? [] : [[name, all[name]]])));
}

export const isSecret = ({ secret }: AuthField): boolean => secret;

/** What is granted to somebody who typed this. */
export function logIn(way: TokenWay, typed: Readonly<Record<string, string>>, call: TestCall): Promise<Grant> {
  return way.login ? way.login(call, typed) : Promise.resolve({ credentials: typed });
}

/** A person on the way back from the network. */
export interface Return {
  /** Where the person was sent. */
  readonly authorizationUrl: string;
  /** Where the network sent them back to. */
  readonly address: string;
  readonly state: string;
  readonly keep: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Sends a person to the network, where they say yes. Undefined: the emulator knows no such page. */
export async function askPerson(way: OAuthWay, world: World, call: TestCall): Promise<Return | undefined> {
  const { control, account } = world;
  if (!control.consent) return undefined;
  const state = 'a state that nobody can guess';
  const { url: authorizationUrl, keep } = await way.authorize(call, { ...client, state, typed: typedIn(way, world) });
  if (Object.values(keep).some((value: unknown) => typeof value !== 'string')) {
    throw new TypeError('`authorize` keeps something that is no string');
  }
  const address = await control.consent(authorizationUrl, account.externalId);
  return {
    authorizationUrl,
    address,
    state,
    keep: throughJson(keep) as Return['keep'], // the same, through JSON
    parameters: Object.fromEntries(new URL(address).searchParams),
  };
}

/** What is granted when they come back. */
export const comeBack = (way: OAuthWay, { state, keep, parameters }: Return, call: TestCall): Promise<Grant> =>
  way.exchange(call, { ...client, state, keep, parameters });

/** A call while an account is being connected. `typed`: what is secret of it, too. */
export const connectingCall = (world: World, typed: Readonly<Record<string, string>>): TestCall =>
  world.call({ credentials: {}, typed });

/** Connects an account. Undefined: the emulator cannot play the person's part. */
export async function connect(way: AuthWay, world: World): Promise<Grant | undefined> {
  const typed = typedIn(way, world);
  if (way.kind === 'token') return logIn(way, typed, connectingCall(world, typed));
  const back = await askPerson(way, world, connectingCall(world, typed));
  return back && comeBack(way, back, connectingCall(world, { ...back.keep, ...back.parameters }));
}

/** A way to connect, for a sentence. */
export const nameOf = ({ kind, fields }: AuthWay): string =>
  kind === 'oauth2' ? 'OAuth' : `what is typed (${fields.map(({ name }) => name).join(', ')})`;
