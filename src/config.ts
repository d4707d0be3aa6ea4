import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const flag = z
  .enum(['0', '1', 'true', 'false'], 'must be 1 or 0')
  .transform((value) => value === '1' || value === 'true');
const count = (min: number, max: number) =>
  z.coerce
    .number(`must be a whole number from ${min} to ${max}`)
    .int(`must be a whole number from ${min} to ${max}`)
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`);

const key = z
  .base64('must be base64')
  .refine(
    (value) => Buffer.from(value, 'base64').length === 32,
    'must be exactly 32 bytes in base64 (openssl rand -base64 32)',
  );

/** Every setting, with what it means; the README's table is made of these descriptions by hand. */
const settings = z.object({
  /** The address to listen on. Anything but loopback exposes the API to the network. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** The port to listen on; 0 takes any free one. */
  PORT: count(0, 65_535).default(4000),
  /** Where the embedded database, its lock, keys, uploaded media, and the demo's ids live. */
  DATA_DIR: z.string().min(1).default('.polyphony'),
  /** A PostgreSQL server (15 or newer); without it the embedded database in DATA_DIR is used. */
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgresql://user:password@host:5432/database' })
    .optional(),
  /** Connections to the PostgreSQL server, at most, per process. */
  DATABASE_POOL: count(2, 200).default(10),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be one of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
  /** 1: make the demo workspace if it is absent; 0: never. Unset: only on an empty embedded database. */
  DEMO: flag.optional(),
  /** The demo's data are the same for the same seed and day. */
  DEMO_SEED: count(0, 2_147_483_647).default(7),
  /** The packages of the connectors to load; unset: those that come with the product. */
  CONNECTORS: list.optional(),
  /**
   * Networks to emulate: `key` starts the connector's own emulator, `key=url` uses one that already runs. Unset: all of them
   * where the demo may be (DEMO), none otherwise, except those that exist only as emulators.
   */
  EMULATE: list.optional(),
  /** Origins of browser applications that may call the API, such as http://localhost:5173. */
  CORS_ORIGINS: list.default([]),
  /** 32 random bytes in base64 that encrypt credentials; without it a key is made and kept in DATA_DIR. */
  SECRET_KEY: key.optional(),
  /** The key before it, until `npm run secrets:rotate` has encrypted everything anew. */
  SECRET_KEY_PREVIOUS: key.optional(),
  /** Where browsers and networks reach this API from outside, such as https://social.example.com; unset: HOST and PORT. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must look like https://social.example.com' })
    .regex(/^[^?#]*$/, 'must have no ? or #: paths are added to it')
    .optional(),
  /** Bytes of one uploaded file, at most. */
  MEDIA_MAX_BYTES: count(1, 2_147_483_647).default(2_000_000_000),
  /** How many deliveries one process works on at a time. */
  WORKER_CONCURRENCY: count(1, 100).default(8),
});

/** Whether a setting is one of the product's own, which no connector may read. */
export const isOwnSetting = (name: string): boolean => Object.hasOwn(settings.shape, name);

export type LogLevel = z.infer<typeof settings>['LOG_LEVEL'];

/** The settings of this process. Nobody else reads the environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  readonly logLevel: LogLevel;
  readonly demo: boolean | undefined;
  readonly demoSeed: number;
  /** Undefined: those that come with the product. */
  readonly connectors: readonly string[] | undefined;
  /** By network key; null: the connector's own emulator is started. Undefined: as `emulateAll` says. */
  readonly emulate: ReadonlyMap<string, URL | null> | undefined;
  /** True: every network that nothing else is said of is emulated. */
  readonly emulateAll: boolean;
  readonly corsOrigins: readonly string[];
  readonly secretKey: string | undefined;
  readonly secretKeyPrevious: string | undefined;
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined;
  /** The value of a setting that a connector names: the server of a network of many servers. */
  networkServer(setting: string): string | undefined;
  /** The same for a part of the operator's app at a network. */
  networkApp(setting: string): string | undefined;
  /** Bytes. */
  readonly mediaMaxBytes: number;
  readonly workerConcurrency: number;
}

/** It cannot start as things are. The message says who must do what; a stack would only hide it. */
export abstract class CannotStart extends Error {}

/** A setting is wrong; the message names every one and what it must be. */
export class ConfigError extends CannotStart {
  override readonly name = 'ConfigError';
}

const isWebAddress = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

function emulated(entries: readonly string[]): ReadonlyMap<string, URL | null> {
  return new Map(
    entries.map((entry) => {
      const [key = '', ...url] = entry.split('=');
      if (url.length === 0) return [key, null];
      const address = url.join('=');
      if (!isWebAddress(address))
        throw new ConfigError(`EMULATE: "${address}" is no web address; write key or key=http://host:port`);
      return [key, new URL(address)];
    }),
  );
}

/** Reads and checks the settings; throws {@link ConfigError} with all that is wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  // An empty value means "not set": that is what a line such as `DATABASE_URL=` in .env says.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const { data, error } = settings.safeParse(given);
  if (!data) {
    const lines = error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new ConfigError(`These settings are wrong (environment or .env):\n${lines.join('\n')}`);
  }
  return Object.freeze({
    host: data.HOST,
    port: data.PORT,
    dataDir: resolve(data.DATA_DIR),
    databaseUrl: data.DATABASE_URL,
    databasePool: data.DATABASE_POOL,
    logLevel: data.LOG_LEVEL,
    demo: data.DEMO,
    demoSeed: data.DEMO_SEED,
    connectors: data.CONNECTORS,
    emulate: data.EMULATE && emulated(data.EMULATE),
    emulateAll: data.DEMO ?? data.DATABASE_URL === undefined,
    corsOrigins: data.CORS_ORIGINS,
    secretKey: data.SECRET_KEY,
    secretKeyPrevious: data.SECRET_KEY_PREVIOUS,
    publicUrl: data.PUBLIC_URL?.replace(/\/+$/, ''),
    networkServer(setting: string) {
      const value = given[setting];
      if (value !== undefined && !isWebAddress(value))
        throw new ConfigError(`${setting}: "${value}" is no address; write it like https://example.com`);
      return value;
    },
    networkApp: (setting: string) => given[setting],
    mediaMaxBytes: data.MEDIA_MAX_BYTES,
    workerConcurrency: data.WORKER_CONCURRENCY,
  });
}

/** The environment, and below it what `.env` in the working directory says. */
export function readEnvironment(): Record<string, string | undefined> {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return { ...file, ...process.env };
}
