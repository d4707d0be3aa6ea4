import { z } from 'zod';
import type { ChannelCandidate } from './connector.ts';

/** What a plugin's `./emulator` entry exports. */
export interface EmulatorModule {
  readonly startEmulator: StartEmulator;
  /** Accounts that exist from the start, for the demo and the tests. At least one. */
  readonly demoAccounts: readonly DemoAccount[];
}

/** Without `url`: the address is known only when the emulator runs; `channels` tells it. */
export interface DemoAccount extends Omit<ChannelCandidate, 'url'> {
  readonly credentials: Readonly<Record<string, string>>;
}

/**
 * Starts the network in miniature, over real HTTP on 127.0.0.1 only. Several may run in one process. The same seed and
 * the same requests make the same ids.
 */
export type StartEmulator = (options: {
  /** 0: any free port. A port that is taken: any free one, too. */
  readonly port: number;
  /**
   * Where it keeps its state: on disk before an answer leaves, so that it survives `kill -9`. Absent: in memory only.
   */
  readonly stateFile?: string;
  readonly seed: number;
  readonly now?: () => Date;
}) => Promise<Emulator>;

export interface Emulator {
  /** Base URL of its API, in the place of the manifest's `baseUrl`. */
  readonly url: string;
  /** Cuts open connections; never waits for a client. */
  close(): Promise<void>;
  /** The demo runs without; the conformance kit demands it. */
  readonly control?: EmulatorControl;
}

/** What tests do to a network that no client of it could. */
export interface EmulatorControl {
  /** The codes that the network documents, each of which `{ kind: 'code' }` provokes. */
  readonly codes: readonly string[];
  /** Plants a fault. Faults are met in the order in which they were planted. */
  fail(fault: Fault): Promise<void>;
  /** Every post there is, of all accounts, oldest first; those still in processing too, removed ones not. */
  posts(): Promise<readonly EmulatedPost[]>;
  /** Puts a post there as if it had been made at `createdAt`, by nobody's request. */
  insert(post: InsertedPost): Promise<{ readonly id: string; readonly url: string }>;
}

const times = z.int().min(1).default(1);
/** `post`: requests that make a post public. `any`: every request of the API. */
const on = z.enum(['post', 'any']).default('post');

/** What goes wrong, how often, and with which requests. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** The connection is cut and nothing was done. */
  z.strictObject({ kind: z.literal('drop_before'), times, on }),
  /** It is done, and the connection is cut without an answer. */
  z.strictObject({ kind: z.literal('drop_after'), times, on }),
  /** Nothing was done; the answer is this status with a page of a proxy, no JSON. */
  z.strictObject({ kind: z.literal('status'), status: z.int().min(400).max(599), times, on }),
  /** Nothing was done; the network's own error of this code, also of one that it does not document. */
  z.strictObject({ kind: z.literal('code'), code: z.string().min(1), times, on }),
  /** Nothing was done; an error whose message repeats the request with its headers, as careless gateways do. */
  z.strictObject({ kind: z.literal('echo'), times, on }),
  /** It is done at once; the answer comes after `ms` of real time. */
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(1), times, on }),
  /** The network takes the post and works on it for `ms` of its own clock before people see it. */
  z.strictObject({ kind: z.literal('processing'), ms: z.int().min(1), times, on }),
]);
export type Fault = z.input<typeof faultSchema>;

export const insertedPostSchema = z.strictObject({
  /** `externalId` of the account. */
  account: z.string(),
  text: z.string(),
  createdAt: z.iso.datetime(),
  media: z.array(z.strictObject({ url: z.url(), altText: z.string().optional() })).default([]),
});
export type InsertedPost = z.input<typeof insertedPostSchema>;

export interface EmulatedPost {
  readonly id: string;
  readonly account: string;
  readonly text: string;
  readonly link?: string | undefined;
  readonly media: readonly { readonly url: string; readonly altText?: string | undefined }[];
  /** The connector's own mark on it, where the network has a place for one. */
  readonly reference?: string | undefined;
  readonly createdAt: string;
}

/**
 * The control of an emulator in another process. By convention an emulator serves it below its base URL:
 * `GET /_control/codes`, `POST /_control/fail`, `GET` and `POST /_control/posts`.
 */
export async function connectControl(url: string): Promise<EmulatorControl> {
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${url}/_control/${path}`, body === undefined ? {} : init);
    if (!response.ok) throw new Error(`the emulator's control answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T; // an emulator's word, in tests only
  };
  return {
    codes: await ask<string[]>('codes'),
    async fail(fault) {
      await ask('fail', fault);
    },
    posts: () => ask('posts'),
    insert: (post) => ask('posts', post),
  };
}
