import { afterAll, describe, expect, test } from 'vitest';
import { checkAnswer, checkEvent, checkRequest, exceptions, hasSpecification } from './specification.ts';
import { allEvents } from './test-client.ts';

// Everything that the emulator's own tests ask and are answered, held to the network's machine-readable schema.

const methods = new Set<string>();
const problems = new Set<string>();

const send = fetch;
globalThis.fetch = async (to, init) => {
  const answer = await send(to, init);
  const url = new URL(to instanceof Request ? to.url : to);
  if (hasSpecification && url.pathname.startsWith('/method/')) await record(url, init, answer.clone());
  return answer;
};
afterAll(() => {
  globalThis.fetch = send;
});

async function record(url: URL, init: RequestInit | undefined, answer: Response): Promise<void> {
  const name = url.pathname.slice('/method/'.length);
  const body = init?.body;
  const form = body instanceof URLSearchParams || body instanceof FormData ? [...body] : [];
  const entries = [...url.searchParams, ...form].flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  const given = Object.fromEntries(entries);
  const said = (await answer.json()) as { readonly error?: { readonly error_code: unknown } };
  // Tests ask for what there is not, on purpose.
  if (!said.error) for (const problem of checkRequest(name, given)) problems.add(problem);
  if (said.error?.error_code === 3) return;
  methods.add(name);
  for (const problem of checkAnswer(name, given, said)) problems.add(problem);
}

await import('./publishing.test.ts');
await import('./tokens.test.ts');
await import('./uploads.test.ts');
await import('./people.test.ts');
await import('./callback.test.ts');
await import('./callback.full.test.ts');

describe.runIf(hasSpecification)('the reading of the schema', () => {
  test('sees what is wrong with a request', () => {
    expect(checkRequest('wall.post', { owner_id: 'me', colour: 'red', message: 'a', guid: 'g' })).toEqual([
      'wall.post: owner_id is "me", no integer',
      'wall.post: there is no parameter colour',
    ]);
    expect(checkRequest('wall.delete_all', {})).toEqual(['there is no method wall.delete_all']);
    expect(checkRequest('stats.getPostReach', { owner_id: '-1' })).toEqual(['stats.getPostReach: post_ids is missing']);
    expect(checkRequest('messages.getConversations', { filter: 'best', count: '201' })).toHaveLength(2);
  });

  test('sees what is wrong with an answer', () => {
    expect(checkAnswer('wall.post', {}, { response: {} })).toEqual(['wall.post.response lacks post_id']);
    const item = { inner_type: 'wall_wallpost', id: '1', likes: { count: 1 }, smiles: 3 };
    expect(checkAnswer('wall.get', {}, { response: { count: 1, items: [item] } })).toEqual([
      'wall.get.response.items[].id is "1", no integer',
      'wall.get.response.items[].likes lacks can_like',
      'wall.get.response.items[].likes lacks user_likes',
      'wall.get.response.items[].smiles is unknown',
    ]);
    const error = { error_code: 4_711, error_msg: 'No such error', request_params: [] };
    expect(checkAnswer('wall.post', {}, { error })).toEqual(['wall.post: there is no error 4711']);
    expect(checkAnswer('wall.post', {}, { error: { ...error, error_code: 1_051 } })).toEqual([]);
    expect(checkEvent({ type: 'group_join', object: { user_id: 1, join_type: 'fell in' } })).toHaveLength(1);
  });
});

describe.runIf(hasSpecification)('the traffic of the tests', () => {
  test('is as the schema has it', () => {
    for (const event of allEvents) for (const problem of checkEvent(event)) problems.add(problem);
    expect([...problems]).toEqual([]);
    // It has seen something.
    expect(methods.size).toBeGreaterThan(60);
    expect(allEvents.length).toBeGreaterThan(20);
    expect(Object.keys(exceptions).length).toBeLessThan(15);
  });
});
