import type { Connector } from '@polyphony/sdk';

let installed: readonly Connector[] = [];

/**
 * The connectors whose options the schema shows. Set once, before the schema's modules are loaded: types are made when a
 * module runs, and a process has one schema.
 */
export function installConnectors(connectors: readonly Connector[]): void {
  installed = connectors;
}

export const installedConnectors = (): readonly Connector[] => installed;
