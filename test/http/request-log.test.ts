import { beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let url: string;
const lines: object[] = [];
beforeAll(async () => {
  world = await openWorld();
  const { log } = world.shell;
  const listening: object = Object.create(log, { info: { value: (fields: object) => lines.push(fields) } });
  (world.shell as { log: object }).log = listening; // a test alone may exchange it
  ({ url } = await world.serve());
});

/** The line of one request; it is written after the answer. */
async function lineOf(path: string, init: RequestInit = {}) {
  lines.length = 0;
  const response = await fetch(`${url}${path}`, init);
  await response.text();
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return { id: response.headers.get('x-request-id'), line: lines[0] };
}

describe('a request', () => {
  it('is told the id by which it is found in the log, its own where it brought one', async () => {
    const { id, line } = await lineOf('/health/live');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(line).toMatchObject({ requestId: id, method: 'GET', path: '/health/live', status: 200 });
    const own = await lineOf('/graphql', { method: 'POST', headers: { 'x-request-id': 'mine-1' }, body: '{' });
    expect(own.id).toBe('mine-1');
    expect(own.line).toMatchObject({ requestId: 'mine-1', path: '/graphql' });
  });

  it('leaves neither its query nor the key of a file in the log', async () => {
    const back = await lineOf('/connect/sandbox/callback?state=s3cret&code=c0de');
    expect(JSON.stringify(back.line)).not.toMatch(/s3cret|c0de/);
    const file = await lineOf('/media/0190c0de-0000-7000-8000-000000000000/unguessable/door.png');
    expect(JSON.stringify(file.line)).not.toContain('unguessable');
  });
});
