import { facets } from '@polyphony/sdk/conformance';
import { afterAll, expect, test } from 'vitest';
import connector from './connector.ts';
import * as emulator from './emulator/index.ts';
import { checkAnswer, checkRequest, hasSpecification } from './emulator/specification.ts';

// Everything that the connector asks while the kit examines it, held to the network's machine-readable schema.

const methods = new Map<string, number>();
const problems = new Set<string>();

const send = fetch;
globalThis.fetch = async (to, init) => {
  const answer = await send(to, init);
  const url = new URL(to instanceof Request ? to.url : to);
  if (url.pathname.startsWith('/method/') && answer.headers.get('content-type')?.includes('json') === true) {
    await record(url, init?.body, answer.clone());
  }
  return answer;
};
afterAll(() => {
  globalThis.fetch = send;
});

async function record(url: URL, body: unknown, answer: Response): Promise<void> {
  const name = url.pathname.slice('/method/'.length);
  const given = Object.fromEntries([...url.searchParams, ...new URLSearchParams(typeof body === 'string' ? body : '')]);
  methods.set(name, (methods.get(name) ?? 0) + 1);
  for (const problem of checkRequest(name, given)) problems.add(problem);
  const said = (await answer.json()) as { readonly error?: object }; // a planted error may be of any code
  if (said.error === undefined) for (const problem of checkAnswer(name, given, said)) problems.add(problem);
}

test.skipIf(!hasSpecification)('what the connector asks, and is answered, is as the schema has it', async () => {
  for (const facet of facets) await facet.check({ connector, emulator });
  expect([...problems]).toEqual([]);
  expect(methods.size).toBeGreaterThan(30);
  console.info(`${String(methods.size)} methods, ${String([...methods.values()].reduce((a, b) => a + b))} requests`);
});
