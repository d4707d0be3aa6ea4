import { isIPv4 } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { GraphiQLOptions } from 'graphql-yoga';
import { canSeedDemo, findDemo, seedDemo } from '../prisma/seed/demo.ts';
import { readDemoFile, refreshDemoFile, writeDemoFile } from '../prisma/seed/demo-file.ts';
import { demoTabs } from '../prisma/seed/graphiql.ts';
import type { Config } from './config.ts';
import type { OpenShell } from './shell.ts';

/** The demo is for a first look: by itself only where nothing is there yet, and never by itself on a server. */
async function isWanted(shell: OpenShell, { demo }: Pick<Config, 'demo'>): Promise<boolean> {
  if (demo !== undefined) return demo;
  return shell.db.embedded && (await shell.db.prisma.workspace.count()) === 0;
}

/** Makes the demo where it is wanted and absent, and brings demo.json up to date. Returns what there is to say about it. */
export async function ensureDemo(
  shell: OpenShell,
  config: Pick<Config, 'demo' | 'demoSeed' | 'dataDir'>,
  url: string,
): Promise<string | null> {
  if (await findDemo(shell)) {
    return refreshDemoFile(config.dataDir, url)
      ? null
      : 'The demo’s tokens are gone with demo.json; npm run db:reset makes it anew.';
  }
  if (!(await isWanted(shell, config))) return null;
  if (!canSeedDemo(shell)) return 'No demo: its networks are not emulated (CONNECTORS, EMULATE).';
  const demo = await seedDemo(shell, { seed: config.demoSeed, url });
  writeDemoFile(config.dataDir, demo);
  return 'Made the demo workspace (emulated networks; nothing reaches a real one).';
}

const isLoopback = (host: string) =>
  host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));

/**
 * What GraphiQL opens with. On the demo its tabs tell the story and carry the demo's token, so that they run at once: but only
 * in a browser on this machine that asked for this machine by name (a page elsewhere whose name was bent to 127.0.0.1 says
 * its own name).
 */
export function graphiqlFor(
  config: Pick<Config, 'dataDir' | 'host'>,
  schema: GraphQLSchema,
): (request: Request) => GraphiQLOptions {
  return (request) => {
    const common = { title: 'Polyphony', subscriptionsProtocol: 'SSE', defaultEditorToolsVisibility: true } as const;
    const here = isLoopback(config.host) && isLoopback(new URL(request.url).hostname);
    const demo = here ? readDemoFile(config.dataDir) : null;
    if (demo === null) return common;
    return {
      ...common,
      defaultTabs: [...demoTabs(demo, schema, new Date())],
      additionalHeaders: { authorization: `Bearer ${demo.token}` },
    };
  };
}
