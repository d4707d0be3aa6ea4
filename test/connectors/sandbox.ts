import sandboxConnector from '@polyphony/plugin-sandbox';
import * as emulator from '@polyphony/plugin-sandbox/emulator';
import type { Capabilities, Connector } from '@polyphony/sdk';
import { facets, type Subject } from '@polyphony/sdk/conformance';
import type { EmulatorControl, StartEmulator } from '@polyphony/sdk/emulator';

// The kit must be able to fail: what makes a connector of the smallest network that is broken in just one way.

export const sandbox: Connector = sandboxConnector;
export { emulator };

/** What a facet says of a connector; empty where it keeps all promises. */
export async function breaches(name: string, connector: Connector, subject: Partial<Subject> = {}): Promise<string> {
  return (await reportOf(name, connector, subject)).broken.join('\n');
}

export async function notes(name: string, connector: Connector, subject: Partial<Subject> = {}): Promise<string> {
  return (await reportOf(name, connector, subject)).notes.join('\n');
}

function reportOf(name: string, connector: Connector, subject: Partial<Subject>) {
  const facet = facets.find((one) => one.name === name);
  if (!facet) throw new Error(`no facet ${name}`);
  return facet.check({ connector, emulator, ...subject });
}

/** The sandbox with other parts of some functions. */
export function having<Name extends 'publishing' | 'engagement' | 'profile' | 'webhooks' | 'privacy'>(
  name: Name,
  own: Partial<NonNullable<Connector[Name]>>,
): Connector {
  return { ...sandbox, [name]: { ...sandbox[name], ...own } };
}

export const declaring = (own: Partial<Capabilities>): Connector => ({
  ...sandbox,
  capabilities: { ...sandbox.capabilities, ...own },
});

/** What is there. */
export function the<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the sandbox has it');
  return part;
}

/** The emulator without some parts of its control, or with others. */
export function controlled(change: (control: EmulatorControl) => EmulatorControl): Subject['emulator'] {
  const startEmulator: StartEmulator = async (options) => {
    const started = await emulator.startEmulator(options);
    return { ...started, control: change(the(started.control)) };
  };
  return { ...emulator, startEmulator };
}
