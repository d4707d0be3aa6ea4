import { published, type Insights, type PublicationMedia, type Publishing } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { breaches, functionOf, insights, notes, publishing, whole } from './broken.ts';

const channel = functionOf(whole.insights, 'channel');
const publications = functionOf(whole.insights, 'publications');
const counting = (own: Insights) => insights({ channel, publications, ...own });

describe('insights', () => {
  test('sees a metric that is not declared, and one that is not told', async () => {
    const connector = counting({
      channel: async (...of) => [...(await channel(...of)), { metric: 'reach', value: 1, at: new Date(0) }],
      publications: async (...of) =>
        (await publications(...of)).map((one) => ({ ...one, samples: one.samples.slice(1) })),
    });
    const found = await breaches('insights', connector);
    expect(found).toContain(
      'CHANNEL tells followers, following, posts, reach, and declares followers, following, posts',
    );
    expect(found).toMatch(/PUBLICATION tells .* and declares/);
  });
  test('sees two counts that are mixed up', async () => {
    const names: Readonly<Record<string, string>> = { likes: 'shares', shares: 'likes' };
    const connector = counting({
      publications: async (...of) =>
        (await publications(...of)).map(({ externalId, samples }) => ({
          externalId,
          samples: samples.map((one) => ({ ...one, metric: names[one.metric] ?? one.metric })),
        })),
    });
    expect(await breaches('insights', connector)).toContain('PUBLICATION tells 4 of likes, where the network counts 3');
  });
  test('sees a count of 0 where the network says nothing', async () => {
    const connector = counting({
      channel: async (call, channelId, since) => {
        const told = await channel(call, channelId, since);
        const keys = ['followers', 'following', 'posts'];
        return keys.map((metric) => told.find((one) => one.metric === metric) ?? { metric, value: 0, at: call.now() });
      },
    });
    expect(await breaches('insights', connector)).toContain('CHANNEL tells 0 of followers, of which the network says');
  });
  test('sees publications that are told of no more when one is missing', async () => {
    const connector = counting({
      publications: async (call, ids) => {
        const told = await publications(call, ids);
        return told.length < ids.length ? [] : told;
      },
    });
    expect(await breaches('insights', connector)).toContain('Of 60 publications 59 were not told of');
  });
  test('sees a publication that is gone and told of', async () => {
    const connector = counting({
      publications: async (call, ids) => {
        const told = await publications(call, ids);
        return ids.map(
          (externalId) => told.find((one) => one.externalId === externalId) ?? { externalId, samples: [] },
        );
      },
    });
    expect(await breaches('insights', connector)).toContain(
      'A publication that the network no longer knows was told of',
    );
  });
  test('sees more asked for at once than the network answers', async () => {
    const connector = counting({
      publications: async (call, uris) => {
        const headers = { authorization: `Bearer ${call.credentials.accessJwt}` };
        const { body } = await call.http.request<{ posts: { uri: string }[] }>('/xrpc/app.bsky.feed.getPosts', {
          query: { uris },
          headers,
        });
        return body.posts.map(({ uri }) => ({ externalId: uri, samples: [] }));
      },
    });
    expect(await breaches('insights', connector)).toContain('Insights of 60 publications, one of them gone, failed');
  });
});

describe('state', () => {
  test('sees a post that is said to be out for ever', async () => {
    const connector = publishing({ state: async (_, externalId) => published({ externalId }) });
    const found = await breaches('state', connector);
    expect(found).toContain('`state` says that');
    expect(found).toContain('`state` of a post that is gone says published');
  });
  test('sees a post that is out and said to be gone', async () => {
    const connector = publishing({ state: async () => ({ outcome: 'removed' }) });
    expect(await breaches('state', connector)).toContain('`state` of a post that is out says removed');
  });
});

describe('edit', () => {
  /** The text of what is out, in one write of the whole record, where a test lets it. */
  const rewriting = (
    write: (call: Parameters<NonNullable<Publishing['edit']>>[0], run: () => Promise<void>) => Promise<void>,
  ) =>
    publishing({
      async edit(call, externalId, post) {
        const [, repo, collection, rkey] = /^at:\/\/(.+)\/(.+)\/(.+)$/.exec(externalId) ?? [];
        const headers = { authorization: `Bearer ${call.credentials.accessJwt}` };
        const record = { $type: collection, text: post.text, createdAt: call.now().toISOString() };
        await write(call, async () => {
          const json = { repo, collection, rkey, record };
          await call.http.request('/xrpc/com.atproto.repo.putRecord', { method: 'POST', headers, json });
        });
        return published({ externalId });
      },
    });

  test('takes one that changes the text, wherever it is killed', async () => {
    const connector = rewriting((call, run) => call.commit('write', run));
    expect(await breaches('edit', connector)).toBe('');
    expect(await notes('edit', connector)).toBe('');
    expect(await notes('edit', whole)).toBe('a text that is out cannot be changed');
  });
  test('sees one that changes nothing and says that it did', async () => {
    const connector = rewriting(async () => undefined);
    expect(await breaches('edit', connector)).toContain(
      'After an edit to another text, which was done, the post stands there with another text',
    );
  });
  test('sees one that is refused and changes something', async () => {
    const edit = functionOf(whole.publishing, 'edit');
    const connector = publishing({
      async edit(call, externalId, post) {
        await rewriting((_, run) => run()).publishing.edit?.(call, externalId, { ...post, text: 'Something else' });
        return edit(call, externalId, post);
      },
    });
    expect(await breaches('edit', connector)).toContain('the post stands there with another text');
  });
  test('sees one that posts anew', async () => {
    const connector = publishing({ edit: async (call, _, post) => whole.publishing.publish(call, post) as never });
    expect(await breaches('edit', connector)).toContain('After an edit to another text there are 2 posts');
  });
  test('sees one that cuts what is too long', async () => {
    const connector = publishing({
      edit: (call, externalId, post) => {
        const short = rewriting((each, run) => each.commit('write', run)).publishing;
        return functionOf(short, 'edit')(call, externalId, { ...post, text: post.text.slice(0, 300) });
      },
    });
    expect(await breaches('edit', connector)).toContain('An edit to a text that is too long was taken');
  });
});

describe('media', () => {
  const withMedia = (change: (picture: PublicationMedia) => PublicationMedia) =>
    publishing({
      publish: (call, post) => whole.publishing.publish(call, { ...post, media: post.media.map(change) }),
    });
  const readWhole = async (picture: PublicationMedia) => new Response(await picture.open()).blob();

  test('sees a picture that is read whole before it is sent', async () => {
    const connector = withMedia((picture) => ({
      ...picture,
      open: async () => (await readWhole(picture)).stream(),
    }));
    expect(await breaches('media', connector)).toContain('it was read whole before anything of it was sent');
  });
  test('sees other bytes', async () => {
    const connector = withMedia((picture) => ({
      ...picture,
      open: async () =>
        (await picture.open()).pipeThrough(new TransformStream({ flush: (end) => end.enqueue(Uint8Array.of(1)) })),
      byteSize: picture.byteSize,
    }));
    expect(await breaches('media', connector)).toMatch(/arrived with other bytes|failed with media_rejected/);
    const shorter = withMedia((picture) => ({
      ...picture,
      open: async () => new Blob([(await readWhole(picture)).slice(0, 1_000)]).stream(),
    }));
    expect(await breaches('media', shorter)).toContain('arrived with other bytes');
  });
  test('sees a limit that the network does not have', async () => {
    const bytes = (maxBytes: number) => ({
      ...whole,
      capabilities: {
        ...whole.capabilities,
        formats: whole.capabilities.formats.map((format) => ({
          ...format,
          media: format.media.map((rule) => ({ ...rule, maxBytes })),
        })),
      },
    });
    expect(await breaches('media', bytes(1_000_001))).toContain(
      'a picture of 1000001 bytes failed with media_rejected',
    );
    expect(await breaches('media', bytes(900_000))).toContain('900001 bytes, one too many, was published');
  });
});
