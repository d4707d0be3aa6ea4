import { inject } from 'vitest';
import type { Connector } from '../connector.ts';
import type { EmulatorModule } from '../emulator.ts';
import { describeConnector } from './describe.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The entries of the package that is examined, as addresses. */
    readonly examined: { readonly connector: string; readonly emulator: string };
  }
}

// The test file of `polyphony-connector test <package>`: for a connector that comes without tests, as installed ones do.
const entries = inject('examined');
const { default: connector } = (await import(/* @vite-ignore */ entries.connector)) as { readonly default: Connector }; // the kit judges it
const emulator = (await import(/* @vite-ignore */ entries.emulator)) as EmulatorModule; // likewise

describeConnector(connector, { emulator });
