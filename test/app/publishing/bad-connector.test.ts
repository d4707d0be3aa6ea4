import type { Connector, Publishing } from '@polyphony/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';
import { writePost } from '../../support/posts.ts';

// A connector that nobody here wrote: whatever it does, the worker goes on, and the post waits or says what is wrong.

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld({ attempt: 300 });
  here = await world.workspace();
});

const publishing = (publish: unknown) => (connector: Connector) => ({
  ...connector,
  publishing: { ...connector.publishing, publish: publish as Publishing['publish'] }, // on purpose not what its type says
});

/** Publishes a post with such a connector; what became of its delivery once that stands. */
async function sendWith(publish: unknown, states: readonly string[]) {
  const postId = await writePost(here, 'Сынақ 🥐', [here.channelIds[0]]);
  const { prisma } = world.shell.db;
  const row = () =>
    prisma.delivery.findFirstOrThrow({
      where: { post: { id: Buffer.from(postId, 'base64').toString().split(':')[1] ?? '' } },
      include: { steps: true },
    });
  await world.withConnector(publishing(publish), async () => {
    await here.gql('mutation ($id: ID!) { publishPost(input: { postId: $id }) { __typename } }', { id: postId });
    await world.work(async () => states.includes((await row()).state));
  });
  return row();
}

describe('a delivery by a connector', () => {
  it.each([
    [
      'throws at once',
      () => {
        throw new Error('no');
      },
    ],
    [
      'throws what is no error',
      () => ({
        then: (_: unknown, reject: (why: null) => void) => {
          reject(null);
        },
      }),
    ],
    ['answers nothing', () => Promise.resolve()],
    ['answers null', () => Promise.resolve(null)],
    ['answers no promise', () => 'published'],
    ['forgets the id', () => Promise.resolve({ outcome: 'published' })],
    ['has an id that is none', () => Promise.resolve({ outcome: 'published', externalId: 17 })],
    ['asks to be asked at no time', () => Promise.resolve({ outcome: 'pending', ticket: 1, checkAfterMs: NaN })],
  ])('that %s fails and says so', async (_, publish) => {
    const { problem } = await sendWith(publish, ['FAILED']);
    expect(problem).toMatchObject({ kind: 'UNEXPECTED', code: 'CONNECTOR_FAILED' });
  });

  it('that never ends is given up and tried again later', async () => {
    const { problem, wakeAt } = await sendWith(() => new Promise(() => undefined), ['RETRY_SCHEDULED']);
    expect(problem).toMatchObject({ kind: 'NETWORK_DOWN', code: 'CONNECTOR_TOO_SLOW' });
    expect(wakeAt).not.toBeNull();
  });

  it('that never ends in the middle of a commit is looked up, and not sent again blindly', async () => {
    let sent = 0;
    const publish: Publishing['publish'] = async (call) => {
      await call.commit('create post', () => {
        sent++;
        return new Promise(() => undefined);
      });
      return { outcome: 'published', externalId: '1' };
    };
    // The sandbox itself is asked: it does not have the post, so it is sent again, and again it never ends.
    const postId = await writePost(here, 'Қайта 🥐', [here.channelIds[0]]);
    await world.withConnector(publishing(publish), async () => {
      await here.gql('mutation ($id: ID!) { publishPost(input: { postId: $id }) { __typename } }', { id: postId });
      await world.work(() => Promise.resolve(sent > 1), { timeoutMs: 15_000 });
    });
    const { steps } = await world.shell.db.prisma.delivery.findFirstOrThrow({
      where: { steps: { some: { name: 'create post', state: 'STARTED' } } },
      include: { steps: true },
    });
    expect(steps).toHaveLength(1);
  });
});
