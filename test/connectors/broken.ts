import bluesky from '@polyphony/plugin-bluesky';
import * as emulator from '@polyphony/plugin-bluesky/emulator';
import type { AuthManifest, Call, Connector, Engagement, Insights, Publishing } from '@polyphony/sdk';
import { facets, type Subject } from '@polyphony/sdk/conformance';

// The kit must be able to fail: what makes a connector that is broken in just one way.

/** A network that has every part that there is. */
export const whole: Connector = bluesky;
export const [account] = emulator.demoAccounts;
export { emulator };

/** What a facet says of a connector; empty where it keeps all promises. */
export async function breaches(
  facetName: string,
  connector: Connector,
  subject: Partial<Subject> = {},
): Promise<string> {
  const facet = facets.find(({ name }) => name === facetName);
  if (!facet) throw new Error(`no facet ${facetName}`);
  const { broken } = await facet.check({ connector, emulator, ...subject });
  return broken.join('\n');
}

export async function notes(facetName: string, connector: Connector, subject: Partial<Subject> = {}): Promise<string> {
  const facet = facets.find(({ name }) => name === facetName);
  return (await facet?.check({ connector, emulator, ...subject }))?.notes.join('\n') ?? '';
}

type Part<Name extends keyof Connector> = NonNullable<Connector[Name]>;

const having = <Name extends 'publishing' | 'insights' | 'engagement' | 'auth'>(
  name: Name,
  own: Partial<Part<Name>>,
) => ({
  ...whole,
  [name]: { ...whole[name], ...own },
});

export const publishing = (own: Partial<Publishing>): Connector => having('publishing', own);
export const insights = (own: Insights): Connector => having('insights', own);
export const engagement = (own: Partial<Engagement>): Connector => having('engagement', own);
export const auth = (own: Partial<AuthManifest>): Connector => having('auth', own);

/** A connector whose `publish` is handed another `call`. */
export const withCall = (change: (call: Call) => Partial<Call>): Connector =>
  publishing({ publish: (call, post) => whole.publishing.publish({ ...call, ...change(call) }, post) });

/** Of the whole connector, which has every function. */
export function functionOf<Part extends object, Name extends keyof Part>(
  part: Part | undefined,
  name: Name,
): NonNullable<Part[Name]> {
  const found = part?.[name];
  if (found === undefined || found === null) throw new Error(`no ${String(name)}`);
  return found;
}
