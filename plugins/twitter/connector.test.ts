import { describeConnector } from '@polyphony/sdk/conformance';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import connector from './connector.ts';
import * as emulator from './emulator/index.ts';
import { recorded } from './emulator/recording.ts';
import { compilerOptions, hasSpecification, Specification, type Checked } from './emulator/specification.ts';

const exchanges: Checked[] = [];
const startEmulator = recorded((exchange) => exchanges.push(exchange));

describeConnector(connector, {
  emulator: { ...emulator, startEmulator },
  readme: new URL('./README.md', import.meta.url),
});

test.skipIf(!hasSpecification)('what the connector asks is as the documents of the network have it', () => {
  const specification = new Specification(new Ajv(compilerOptions));
  const asked = new Map(exchanges.map((one) => [JSON.stringify([one.method, one.path, one.sent]), one]));
  const problems = [...asked.values()].flatMap((one) => specification.checkRequest(one));
  expect([...new Set(problems)]).toEqual([]);
  expect(asked.size).toBeGreaterThan(150);
});
