import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Child } from './child.ts';
import type { Data } from './data.ts';
import { median } from './load.ts';
import { createPostDocument, newPost, publishPostDocument } from './operations.ts';

const withinMs = 20_000;

type Answer = Readonly<Record<string, { readonly id?: string; readonly message?: string } | undefined>>;

async function mutate({ url }: Child, { token }: Data, query: string, variables: object): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { readonly data?: Answer | null };
  const id = Object.values(answer.data ?? {})[0]?.id;
  if (id === undefined) throw new Error(`A mutation was refused: ${JSON.stringify(answer)}`);
  return id;
}

interface PostEvent {
  readonly type: string;
  readonly to: string | null;
  readonly subject: { readonly id: string; readonly title?: string } | null;
}

/** Follows a workspace's posts on a socket of its own. */
function follow({ url }: Child, { token }: Data, type: string, hear: (event: PostEvent) => void): () => Promise<void> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const query = `subscription { events(types: [${type}]) { cursor type to subject { id ... on Post { title } } } }`;
  const end = client.subscribe<{ events: PostEvent }>(
    { query },
    {
      next: ({ data, errors }) => {
        if (data?.events === undefined) throw new Error(`A subscription failed: ${JSON.stringify(errors)}`);
        hear(data.events);
      },
      error: (error) => {
        throw error instanceof Error ? error : new Error(JSON.stringify(error));
      },
      complete: () => undefined,
    },
  );
  return async () => {
    end();
    await client.dispose();
  };
}

/** Waits until it holds; throws where it takes too long. */
async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await sleep(1);
  }
}

export interface PublishTimes {
  /** Milliseconds until publishPost is answered. */
  readonly answered: number;
  /** Milliseconds until a subscriber hears that the post is out on both channels. */
  readonly published: number;
  /** Of those the longest. */
  readonly longest: number;
  /** Statements of one post: publishPost, two deliveries, and the subscriber's reads. */
  readonly statements: number;
}

/** Publishes posts one after the other, with the worker and the network's emulator in the server's process. */
export async function measurePublishing(child: Child, data: Data, posts: number): Promise<PublishTimes> {
  const out = new Map<string, number>();
  const stop = follow(child, data, 'POST_STATE_CHANGED', ({ to, subject }) => {
    if (to === 'PUBLISHED' && subject !== null) out.set(subject.id, performance.now());
  });
  const answered: number[] = [];
  const published: number[] = [];
  const statements: number[] = [];
  const publishOne = async (index: number) => {
    const postId = await mutate(child, data, createPostDocument, newPost(data, `Publishing ${index}`));
    const before = await child.usage();
    const begun = performance.now();
    await mutate(child, data, publishPostDocument, { input: { postId } });
    answered.push(performance.now() - begun);
    await until('a post is out', () => out.has(postId));
    published.push((out.get(postId) ?? NaN) - begun);
    statements.push((await child.usage()).statements - before.statements);
  };
  // The first connects, and pays for what is compiled at its first use.
  await sleep(1000);
  for (let index = -3; index < 0; index += 1) await publishOne(index);
  for (const list of [answered, published, statements]) list.length = 0;
  for (let index = 0; index < posts; index += 1) await publishOne(index);
  await stop();
  return {
    answered: median(answered),
    published: median(published),
    longest: Math.max(...published),
    statements: Math.round(median(statements)),
  };
}

export interface FanOut {
  /** Milliseconds until the median subscriber has an event. */
  readonly middle: number;
  /** Milliseconds until the last one has it. */
  readonly last: number;
  /** Statements that one event costs, over all subscribers. */
  readonly statements: number;
  /** Milliseconds of CPU of the server that one event costs. */
  readonly cpu: number;
}

/** One createPost, heard by so many subscribers, each on a socket of its own. */
export async function measureFanOut(child: Child, data: Data, subscribers: number, events: number): Promise<FanOut> {
  const heard = new Map<string, number[]>();
  const timesOf = (title: string) => {
    const times = heard.get(title) ?? [];
    heard.set(title, times);
    return times;
  };
  const ready = new Set<number>();
  const stops = Array.from({ length: subscribers }, (_, index) =>
    follow(child, data, 'POST_CREATED', ({ subject }) => {
      ready.add(index);
      timesOf(subject?.title ?? '').push(performance.now());
    }),
  );
  const create = (title: string) => mutate(child, data, createPostDocument, newPost(data, title));
  // A subscription begins at the head of the log as it finds it: whoever has heard of one stands.
  const deadline = performance.now() + withinMs;
  while (ready.size < subscribers) {
    if (performance.now() > deadline) throw new Error(`Only ${ready.size} of ${subscribers} subscribers stand`);
    await create('Who is there?');
    await sleep(500);
  }
  const results: FanOut[] = [];
  for (let index = 0; index < events; index += 1) {
    await sleep(200);
    const title = `Fan-out ${index}`;
    const before = await child.usage();
    const begun = performance.now();
    await create(title);
    await until('everyone has heard', () => timesOf(title).length === subscribers);
    const times = timesOf(title).map((time) => time - begun);
    const { cpu, statements } = await child.usage();
    results.push({
      middle: median(times),
      last: Math.max(...times),
      statements: statements - before.statements,
      cpu: cpu - before.cpu,
    });
  }
  await Promise.all(stops.map((stop) => stop()));
  return {
    middle: median(results.map(({ middle }) => middle)),
    last: median(results.map(({ last }) => last)),
    statements: median(results.map(({ statements }) => statements)),
    cpu: median(results.map(({ cpu }) => cpu)),
  };
}
