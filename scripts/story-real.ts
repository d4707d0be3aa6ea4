// The part of the story that happens on a real server.
import { randomBytes } from 'node:crypto';

/** What went wrong, in one sentence. */
export class StoryEnded extends Error {}

export interface Problem {
  readonly __typename: string;
  readonly message?: string;
}

/** What the story reads of the answers; the documents ask for more. */
export interface Answers {
  LookAround: {
    viewer: { displayName: string };
    workspace: {
      id: string;
      name: string;
      timeZone: string;
      channels: { nodes: { id: string; name: string; network: { key: string; name: string } }[] };
    };
  };
  WriteFirstPost: {
    createPost: Problem & {
      id: string;
      state: string;
      variants: { channel: { id: string }; format: string; inherits: string[] }[];
    };
  };
  CheckBeforeScheduling: {
    validatePost: { publishable: boolean; issues: { severity: string; message: string; fix: string | null }[] };
  };
  Schedule: {
    schedulePost: Problem & { state: string; schedule: { at: string; localDateTime: string; timeZone: string } };
  };
  PublishNow: { publishPost: Problem & { state: string } };
  StartConnecting: { startChannelConnection: Problem & { id: string; state: string } };
  WhatDidTheyGrant: {
    node: { candidates: { externalId: string; name: string }[]; problem: { message: string } | null };
  };
  ConnectChosen: { connectChannels: Problem & { results: { channel: { id: string; name: string } | null }[] } };
  Disconnect: { disconnectChannel: Problem & { status: string } };
}

export type Ask = <Name extends keyof Answers>(name: Name, variables?: object) => Promise<Answers[Name]>;

export function expectType(wanted: string, name: string, { __typename, message }: Problem): void {
  if (__typename !== wanted) throw new StoryEnded(`${name} answered ${__typename}: ${message ?? ''}`);
}

/** An account on an AT Protocol server, connected for the story. */
export interface RealChannel {
  readonly channelId: string;
  /** Whether the text stands in the account's repository, as the server itself says. */
  shows(text: string): Promise<boolean>;
}

/** A request of the server's own API, past the product. */
async function askServer<T>(server: string, method: string, body?: object): Promise<T> {
  const response = await fetch(new URL(`/xrpc/${method}`, server), {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  }).catch((error: unknown) => {
    throw new StoryEnded(`${server} does not answer (${error instanceof Error ? error.message : 'no reason'}).`);
  });
  const answer = (await response.json().catch(() => ({}))) as T & { message?: string };
  if (!response.ok) throw new StoryEnded(`${server} said ${String(response.status)}: ${answer.message ?? 'no reason'}`);
  return answer;
}

/** Connects the account that the settings name, or one that the server lets us make. `mark` tells stories apart. */
export async function connectReal(
  ask: Ask,
  detail: (text: string) => void,
  { server, mark, settings }: { server: string; mark: string; settings: Readonly<Record<string, string | undefined>> },
): Promise<RealChannel> {
  let { BLUESKY_IDENTIFIER: identifier, BLUESKY_APP_PASSWORD: appPassword } = settings;
  if (identifier === undefined || appPassword === undefined) {
    const { availableUserDomains } = await askServer<{ availableUserDomains: string[] }>(
      server,
      'com.atproto.server.describeServer',
    );
    identifier = `story-${mark}${availableUserDomains[0] ?? '.test'}`;
    appPassword = randomBytes(18).toString('base64url');
    const account = { handle: identifier, email: `${mark}@story.test`, password: appPassword };
    await askServer(server, 'com.atproto.server.createAccount', account);
    detail(`Made the account ${identifier} on ${server}.`);
  }
  const credentials = Object.entries({ identifier, appPassword, service: server });
  const { startChannelConnection: started } = await ask('StartConnecting', {
    input: { network: 'bluesky', credentials: credentials.map(([name, value]) => ({ name, value })) },
  });
  expectType('ChannelAuthorization', 'StartConnecting', started);
  const { node } = await ask('WhatDidTheyGrant', { id: started.id });
  const [account] = node.candidates;
  if (account === undefined) throw new StoryEnded(`It could not be connected: ${node.problem?.message ?? ''}`);
  const { connectChannels } = await ask('ConnectChosen', {
    input: { authorizationId: started.id, externalIds: [account.externalId] },
  });
  expectType('ConnectChannelsSuccess', 'ConnectChosen', connectChannels);
  const channel = connectChannels.results[0]?.channel;
  if (!channel) throw new StoryEnded('The account was not connected.');
  detail(`Connected ${channel.name}, ${account.externalId}.`);
  return {
    channelId: channel.id,
    async shows(text) {
      const { records } = await askServer<{ records: { value: { text: string } }[] }>(
        server,
        `com.atproto.repo.listRecords?repo=${account.externalId}&collection=app.bsky.feed.post&limit=100`,
      );
      return records.filter(({ value }) => value.text === text).length === 1;
    },
  };
}
