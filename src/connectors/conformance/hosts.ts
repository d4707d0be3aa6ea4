import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { HttpClient } from '../http.ts';
import { TestLedger } from './call.ts';
import { doingsOf, nowhere } from './doing.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { samplePosts } from './samples.ts';
import { inWorld, type World } from './world.ts';

export const hosts: Facet = {
  name: 'hosts',
  promise: 'speaks through `call.http` alone, and to no host but the network',
  async check(subject) {
    const report = new Report();
    await inWorld(subject, (world) => watch(report, subject, world));
    return report;
  },
};

/** True inside of `call.http`, and inside of the kit's own doings. */
const allowed = new AsyncLocalStorage<boolean>();

const wrapHttp = (http: HttpClient): HttpClient => ({
  ...http,
  request: (path, request) => allowed.run(true, () => http.request(path, request)),
  fetch: (url, init) => allowed.run(true, () => http.fetch(url, init)),
});

async function watch(report: Report, { connector }: Subject, world: World): Promise<void> {
  const strays: string[] = [];
  const ours = new URL(world.emulator.url).origin;
  let requests = 0;
  const saw = (origin: string) => {
    // The emulator looks whether somebody is there.
    if (origin === new URL(nowhere).origin) return;
    requests++;
    if (origin !== ours) strays.push(`${origin} was spoken to, which is not the network`);
    else if (!allowed.getStore()) strays.push(`A request to the network went past \`call.http\``);
  };
  const stop = watchRequests(saw);
  try {
    for (const post of samplePosts(connector, world.account.externalId)) {
      const ledger = new TestLedger();
      await allowed.run(true, () => world.control.fail({ kind: 'drop_after' }));
      await world.attempt(post, ledger, { wrapHttp });
      const result = await world.attempt(post, ledger, { wrapHttp });
      if (result.outcome === 'published') {
        await connector.publishing.remove?.(world.call({ wrapHttp }), result.externalId).catch(() => undefined);
      }
    }
    for (const { prepare } of doingsOf(connector)) {
      const run = await allowed.run(true, () => prepare(world));
      await run?.({ wrapHttp }).catch(() => undefined);
    }
  } finally {
    stop();
  }
  report.expect(requests > 0, 'The connector spoke to nobody.');
  for (const stray of new Set(strays)) report.expect(false, `${stray}.`);
  report.checks += requests;
}

/** Sees what leaves through fetch (undici) and through node:http and node:https, whoever calls it. */
function watchRequests(saw: (origin: string) => void): () => void {
  // The shapes are those of the channels' documentation (undici, node:http).
  const onUndici = (message: unknown) => saw(String((message as { request: { origin: unknown } }).request.origin));
  const onHttp = (message: unknown) => {
    const { protocol, host } = (message as { request: { protocol: string; host: string } }).request;
    saw(`${protocol}//${host}`);
  };
  subscribe('undici:request:create', onUndici);
  subscribe('http.client.request.start', onHttp);
  return () => {
    unsubscribe('undici:request:create', onUndici);
    unsubscribe('http.client.request.start', onHttp);
  };
}
