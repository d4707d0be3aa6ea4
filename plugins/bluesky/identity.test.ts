import type { NetworkCall } from '@polyphony/sdk';
import { createRefusal, NetworkError } from '@polyphony/sdk';
import { expect, test } from 'vitest';
import { serverOf, serverTyped } from './identity.ts';

const documentOf = (endpoint: string) => ({
  service: [
    { id: '#other', serviceEndpoint: { uri: 'https://other.example' } },
    { id: '#atproto_pds', serviceEndpoint: endpoint },
  ],
});

/** Answers by address; everything else is refused, or with `undefined` not answered at all. */
function network(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const request = async (path: string, { query = {} }: { query?: Record<string, string> } = {}) => {
    const address = [path, ...Object.values(query)].join(' ');
    asked.push(address);
    if (address in answers && answers[address] !== undefined) return { body: answers[address] };
    const status = address in answers ? {} : { status: 400 };
    throw new NetworkError({ kind: 'not_found', code: 'RepoNotFound', message: 'no', network: 'bluesky', ...status });
  };
  const refuse = createRefusal({ network: 'bluesky', secrets: [] });
  return { call: { refuse, http: { request } } as unknown as NetworkCall, asked }; // what is used of it
}

test('the server that the operator chose is asked first', async () => {
  const { call, asked } = network({
    '/xrpc/com.atproto.repo.describeRepo did:plc:a': { didDoc: documentOf('https://pds.example/') },
  });
  expect(await serverOf(call, 'did:plc:a')).toBe('https://pds.example');
  expect(asked).toHaveLength(1);
});

test.each([
  ['did:plc:a', 'https://plc.directory/did:plc:a'],
  ['did:web:alice.example', 'https://alice.example/.well-known/did.json'],
])('then who knows all of its kind: %s', async (did, address) => {
  const { call } = network({ [address]: documentOf('https://pds.example') });
  expect(await serverOf(call, did)).toBe('https://pds.example');
});

test('no answer says nothing', async () => {
  const { call, asked } = network({ '/xrpc/com.atproto.repo.describeRepo did:plc:a': undefined });
  await expect(serverOf(call, 'did:plc:a')).rejects.toThrow(NetworkError);
  expect(asked).toHaveLength(1);
});

test('an identity without a server is told', async () => {
  const { call } = network({ '/xrpc/com.atproto.repo.describeRepo did:plc:a': { didDoc: { service: [] } } });
  await expect(serverOf(call, 'did:plc:a')).rejects.toMatchObject({ details: { code: 'NotUnderstood' } });
});

test.each([
  ['pds.example', 'https://pds.example'],
  [' https://pds.example/xrpc ', 'https://pds.example'],
  ['http://localhost:2583', 'http://localhost:2583'],
])('a server may be typed as %s', (typed, origin) => expect(serverTyped(network({}).call, typed)).toBe(origin));

test('what is no address is told', () =>
  expect(() => serverTyped(network({}).call, 'my server')).toThrow('not an address'));
