// npm run story   tells test/operations/01-first-post.graphql against the running server, or against one that it starts.
// Ends with 0 only if the post got to every channel and is to be seen there.
//
// With BLUESKY_PDS=http://localhost:2583 (an AT Protocol server, which the product must be started with, too) it goes there as
// well: to the account of BLUESKY_IDENTIFIER and BLUESKY_APP_PASSWORD, or to one that it makes, where the server lets it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import { Kind, parse, print, type FragmentDefinitionNode } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { readDemoFile, type DemoFile } from '../prisma/seed/demo-file.ts';
import { readConfig, readEnvironment } from '../src/config.ts';
import { scheduleAt } from '../src/domain/shared/time.ts';
import { connectReal, expectType, StoryEnded, type Answers, type Ask, type RealChannel } from './story-real.ts';

const withinMs = 60_000;
const settings = readEnvironment();
const config = readConfig(settings);
const say = (line = '') => {
  process.stdout.write(`${line}\n`);
};
let step = 0;
const scene = (text: string) => {
  step += 1;
  say(`\n${styleText(['bold', 'cyan'], `${String(step)}. ${text}`)}`);
};
const detail = (text: string) => {
  say(`   ${text}`);
};

const answers = (url: string) =>
  fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** The demo of a server that answers: the one that runs, or one that is started for the story. */
async function findServer(): Promise<{ readonly demo: DemoFile; readonly stop: () => Promise<void> }> {
  const present = readDemoFile(config.dataDir);
  if (present && (await answers(present.url))) {
    say(`Telling it against the server at ${present.url}.`);
    return { demo: present, stop: () => Promise.resolve() };
  }
  say('No server answers; one is started for the story.');
  const child: ChildProcess = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', 'src/main.ts'], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'error', DATA_DIR: config.dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  let printed = '';
  child.stdout?.on('data', (data: Buffer) => {
    printed += data.toString();
    process.stdout.write(styleText('dim', data.toString()));
  });
  while (!printed.includes('is ready: ')) {
    if (child.exitCode !== null) throw new StoryEnded('The server did not start; what it said is above.');
    await sleep(50);
  }
  const demo = readDemoFile(config.dataDir);
  if (demo) return { demo, stop };
  await stop();
  throw new StoryEnded(
    `There is no demo in ${config.dataDir}. Start with DEMO=1, or choose an empty folder: DATA_DIR=.polyphony-2`,
  );
}

const definitions = ['01-first-post', '04-channels'].flatMap(
  (file) => parse(readFileSync(new URL(`../test/operations/${file}.graphql`, import.meta.url), 'utf8')).definitions,
);
const fragments = definitions.filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION);

/** An operation of the contract as it is written, with the fragments of its file that it uses. */
function operation(name: string): string {
  const found = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION && each.name?.value === name);
  if (found === undefined) throw new StoryEnded(`The contract has no ${name}.`);
  const text = print(found);
  return [text, ...fragments.filter((fragment) => text.includes(`...${fragment.name.value}`)).map(print)].join('\n');
}

interface Watched {
  readonly deliveryChanged: {
    readonly from: string | null;
    readonly to: string;
    readonly attempt: number | null;
    readonly occurredAt: string;
    readonly delivery: {
      readonly id: string;
      readonly state: string;
      readonly url: string | null;
      readonly problem: { readonly message: string } | null;
    };
  };
}

const asker =
  ({ url, token }: DemoFile): Ask =>
  async <Name extends keyof Answers>(name: Name, variables: object = {}): Promise<Answers[Name]> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: operation(name), variables }),
      signal: AbortSignal.timeout(withinMs),
    });
    const { data, errors } = (await response.json()) as { data?: Answers[Name]; errors?: { message: string }[] };
    if (data === undefined || errors)
      throw new StoryEnded(`${name}: ${errors?.[0]?.message ?? `status ${String(response.status)}`}`);
    return data;
  };

async function tell(demo: DemoFile): Promise<void> {
  const { url, token, assetIds } = demo;
  const ask = asker(demo);

  scene('Look around');
  const { viewer, workspace } = await ask('LookAround');
  const channels = workspace.channels.nodes.filter(({ network }) => network.key === 'sandbox');
  detail(`${viewer.displayName} works for ${workspace.name} (${workspace.timeZone}).`);
  for (const { name, network } of channels) detail(`Channel: ${name} on ${network.name} (emulated)`);
  const [first, second] = channels;
  if (first === undefined || second === undefined) throw new StoryEnded('The demo has two channels.');

  const mark = Date.now().toString(36);
  const server = config.networkServer('BLUESKY_PDS');
  let real: RealChannel | null = null;
  if (server !== undefined) {
    scene('Connect an account on a real server');
    real = await connectReal(ask, detail, { server, mark, settings });
  }

  scene(`Write a post for ${real === null ? 'two' : 'three'} channels`);
  const texts = new Map([
    [first.id, `We open on Saturday! Labdien, Привет, Сәлем 🥐 (${mark})`],
    [second.id, `Saturday: coffee next door ☕ (${mark})`],
  ]);
  const { createPost: post } = await ask('WriteFirstPost', {
    input: {
      idempotencyKey: `story-${mark}`,
      title: 'The story’s first post',
      content: { text: texts.get(first.id), media: [{ assetId: assetIds[0], altText: 'Our new door' }] },
      variants: [
        { channelId: first.id },
        { channelId: second.id, content: { text: texts.get(second.id) } },
        ...(real === null ? [] : [{ channelId: real.channelId }]),
      ],
      tags: ['story'],
    },
  });
  expectType('Post', 'WriteFirstPost', post);
  for (const { channel, format, inherits } of post.variants) {
    detail(
      `${channels.find(({ id }) => id === channel.id)?.name ?? 'The real account'}: ${format}, inherits ${inherits.join(', ') || 'nothing'}`,
    );
  }

  scene('Ask what would go wrong');
  const week = scheduleAt(new Date(Date.now() + 7 * 86_400_000), workspace.timeZone);
  const at = { localDateTime: week.localDateTime, timeZone: workspace.timeZone };
  const { validatePost } = await ask('CheckBeforeScheduling', { postId: post.id, at });
  for (const { severity, message, fix } of validatePost.issues) detail(`${severity}: ${message} ${fix ?? ''}`);
  detail(validatePost.publishable ? 'Nothing keeps it from going out.' : 'It cannot go out like this.');

  scene('Schedule it for next week');
  const { schedulePost } = await ask('Schedule', { input: { postId: post.id, at, latePolicy: 'PUBLISH_LATE' } });
  expectType('Post', 'Schedule', schedulePost);
  detail(
    `${schedulePost.state}: ${schedulePost.schedule.localDateTime} in ${schedulePost.schedule.timeZone} is ${schedulePost.schedule.at}`,
  );

  scene('Watch it, and publish it now after all');
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    lazy: false,
    // The subscription is sent at once; what happens from then on is seen.
    onNonLazyError: () => undefined,
  });
  const events = client.iterate<Watched>({ query: operation('WatchIt'), variables: { postId: post.id } });
  const wanted = post.variants.length;
  const ended = new Map<string, { readonly state: string; readonly url: string | null }>();
  const late = setTimeout(() => void events.return?.(), withinMs);
  const watching = (async () => {
    for await (const { data, errors } of events) {
      if (!data || errors) throw new StoryEnded(`WatchIt: ${errors?.[0]?.message ?? 'no data'}`);
      const { from, to, attempt, occurredAt, delivery } = data.deliveryChanged;
      detail(
        `${styleText('dim', occurredAt)}  ${from ?? '·'} → ${styleText('bold', to)}${attempt === null ? '' : ` (attempt ${String(attempt)})`}`,
      );
      if (['PUBLISHED', 'FAILED', 'MISSED', 'NEEDS_USER', 'UNCONFIRMED'].includes(to)) {
        ended.set(delivery.id, { state: to, url: delivery.url });
        if (delivery.problem) detail(delivery.problem.message);
      }
      if (ended.size === wanted) return;
    }
  })();
  await sleep(300);
  const { publishPost } = await ask('PublishNow', { input: { postId: post.id } });
  expectType('Post', 'PublishNow', publishPost);
  await watching;
  clearTimeout(late);
  await client.dispose();

  scene('Look where it ended up');
  if (ended.size < wanted)
    throw new StoryEnded(`Not every delivery came to an end within ${String(withinMs / 1000)} s.`);
  let seen = 0;
  for (const { state, url: page } of ended.values()) {
    if (state !== 'PUBLISHED' || page === null) throw new StoryEnded(`A delivery ended as ${state}.`);
    detail(page);
    seen += 1;
    if (page.startsWith('https://bsky.app/')) continue; // looked for on the server itself, below
    const html = await (await fetch(page, { signal: AbortSignal.timeout(5000) })).text();
    if (![...texts.values()].some((text) => html.includes(text)))
      throw new StoryEnded(`${page} does not show the text.`);
  }
  if (real !== null) {
    if (!(await real.shows(texts.get(first.id) ?? ''))) throw new StoryEnded(`${server ?? ''} does not have it once.`);
    detail(`${server ?? ''} has it in the account’s repository, once.`);
    const { disconnectChannel } = await ask('Disconnect', { input: { channelId: real.channelId } });
    expectType('Channel', 'Disconnect', disconnectChannel);
    detail('Disconnected the account again; its credentials are destroyed.');
  }
  say(`\n${styleText(['bold', 'green'], `The post is out on ${String(seen)} channels, once each.`)}`);
}

let stop: () => Promise<void> = () => Promise.resolve();
try {
  const server = await findServer();
  stop = server.stop;
  await tell(server.demo);
} catch (error) {
  if (!(error instanceof StoryEnded)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
} finally {
  await stop();
}
