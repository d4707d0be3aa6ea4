import type { Publishing } from '@polyphony/sdk';
import { facets } from '@polyphony/sdk/conformance';
import { describe, expect, test } from 'vitest';
import { breaches, functionOf, publishing, whole, withCall } from './broken.ts';

// Each connector here is one that posts threads, broken in one way.

const remove = functionOf(whole.publishing, 'remove');

test.for(facets)('the unbroken connector keeps: $name', { timeout: 60_000 }, async (facet) => {
  expect(await breaches(facet.name, whole)).toBe('');
});

/** Only threads are broken: the facets must not live on the other formats. */
const ofThreads = (publish: Publishing['publish']) =>
  publishing({
    publish: (call, post) => (post.parts.length > 0 ? publish(call, post) : whole.publishing.publish(call, post)),
  });

describe('steps of a thread', () => {
  test('sees all parts in one commit', async () => {
    const connector = ofThreads((call, post) =>
      call.commit('all', () =>
        whole.publishing.publish({ ...call, commit: (_, run) => run(), step: (_, run) => run() }, post),
      ),
    );
    const found = await breaches('steps', connector);
    expect(found).toContain('THREAD of 3 parts went out in 1 commits');
    expect(found).toMatch(/THREAD, killed .*: there are \d parts now, not 3/);
  });
  test('sees a part that goes out again under another key', async () => {
    let run = 0;
    const connector = withCall((call) => {
      run++;
      return {
        step: (name, work) =>
          name === 'choose record keys' ? call.step(`${name} ${run}`, work) : call.step(name, work),
      };
    });
    const found = await breaches('steps', connector);
    expect(found).toContain('other names for its steps');
    expect(found).toMatch(/there are \d posts now|stands on the network with/);
  });
  test('sees parts in another order', async () => {
    const connector = ofThreads((call, post) =>
      whole.publishing.publish(call, { ...post, parts: [...post.parts].reverse() }),
    );
    expect(await breaches('steps', connector)).toContain('THREAD stands on the network with other parts');
  });
  test('sees a part that is left out after a crash', async () => {
    const begun = new Set<string>();
    const connector = ofThreads((call, post) => {
      const again = begun.has(call.idempotencyKey);
      begun.add(call.idempotencyKey);
      return whole.publishing.publish(call, { ...post, parts: again ? post.parts.slice(0, 1) : post.parts });
    });
    expect(await breaches('steps', connector)).toMatch(/THREAD, killed .* 1 further parts instead of 2/);
  });
});

describe('a lost answer of a thread', () => {
  test('sees a second part that is sent again within the attempt', async () => {
    const connector = withCall((call) => {
      let count = 0;
      return {
        commit: (name, run) => call.commit(name, () => (++count === 2 ? run().catch(run) : run())),
      };
    });
    expect(await breaches('lost answer', connector)).toContain('part 2: the first attempt was published');
  });
  test('sees keys that are chosen anew for each attempt', async () => {
    let attempt = 0;
    const connector = withCall((call) => {
      attempt++;
      return { step: (name, work) => call.step(`${name} ${attempt}`, work) };
    });
    const found = await breaches('lost answer', connector);
    expect(found).toMatch(/THREAD, connection cut after the network had it part \d: there are/);
  });
  test('sees a find that overlooks a later part, though a repetition would be harmless', async () => {
    const connector = publishing({ find: async () => ({ outcome: 'unknown', why: 'No idea.' }) });
    expect(await breaches('lost answer', connector)).toBe('');
    const blind = publishing({
      find: async (_, post) => ({ outcome: 'happened', result: { uri: `at://${post.channelId}/x/y`, cid: 'bafy' } }),
    });
    expect(await breaches('lost answer', blind)).toContain('THREAD, connection cut before the network had it part 1');
  });
});

describe('limits of a thread', () => {
  test('sees a later part that is refused only after the first is out', async () => {
    const connector = ofThreads(async (call, post) => {
      const first = await whole.publishing.publish(
        { ...call, commit: (name, run) => call.commit(name, run) },
        { ...post, parts: [] },
      );
      await whole.publishing.publish(
        {
          ...call,
          step: (name, run) => call.step(`${name} later`, run),
          commit: (name, run) => call.commit(`${name} later`, run),
        },
        { ...post, parts: post.parts },
      );
      return first;
    });
    expect(await breaches('limits', connector)).toContain(
      'THREAD: a second part with a text that is too long was refused, and yet stands on the network',
    );
  });
  test('sees pictures of a later part that are lost', async () => {
    const connector = ofThreads((call, post) =>
      whole.publishing.publish(call, { ...post, parts: post.parts.map((part) => ({ ...part, media: [] })) }),
    );
    expect(await breaches('limits', connector)).toContain('a second part with 4 of IMAGE stands on the network with');
  });
});

test('removal sees a thread of which only the first part is taken down', async () => {
  const connector = publishing({
    remove: async (call, id) => {
      const [, repo, collection, rkey] = /^at:\/\/(.+)\/(.+)\/(.+)$/.exec(id) ?? [];
      const headers = { authorization: `Bearer ${call.credentials.accessJwt}` };
      const json = { repo, collection, rkey };
      await call.http.request('/xrpc/com.atproto.repo.deleteRecord', { method: 'POST', headers, json });
    },
  });
  expect(await breaches('removal', connector)).toContain('of THREAD with 3 parts 2 parts still stand');
  expect(await breaches('removal', publishing({ remove }))).toBe('');
});
