/**
 * A PDS and a directory of identities on loopback, in a process of their own.
 *
 *   node server.cjs '{"dataDirectory":"…","pdsPort":0,"directoryPort":0,"appViewUrl":"…","rateLimits":false}'
 *
 * prints one JSON line, {"url","pdsPort","directoryPort"}, when it is ready, and ends on SIGTERM or with its input. The same
 * directory and the same ports bring back the same server: what the directory knows is kept beside the data.
 */
const { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { join } = require('node:path');

process.env.LOG_ENABLED = '0';
const { Secp256k1Keypair } = require('@atproto/crypto');
const { PDS, envToCfg, envToSecrets } = require('@atproto/pds');
const { Database, PlcServer } = require('@did-plc/server');

const options = JSON.parse(process.argv[2] ?? '{}');

/** A free port. Somebody else may take it before it is used; the start then fails, and is made again. */
const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Keys and the like: made once, then read. */
async function keep(file, make) {
  const path = join(options.dataDirectory, file);
  if (!existsSync(path)) writeFileSync(path, JSON.stringify(await make()));
  return JSON.parse(readFileSync(path, 'utf8'));
}

async function makeKey() {
  const pair = await Secp256k1Keypair.create({ exportable: true });
  return { did: pair.did(), hex: Buffer.from(await pair.export()).toString('hex') };
}

/** The directory's database is in memory: every change is written down, and made again after a restart. */
async function restoreDirectory(database) {
  const path = join(options.dataDirectory, 'directory.jsonl');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  for (const line of lines) await database.validateAndAddOp(...JSON.parse(line));
  const add = database.validateAndAddOp.bind(database);
  database.validateAndAddOp = async (did, operation) => {
    await add(did, operation);
    appendFileSync(path, `${JSON.stringify([did, operation])}\n`);
  };
}

async function main() {
  mkdirSync(join(options.dataDirectory, 'blobs'), { recursive: true });
  const key = await keep('key.json', makeKey);
  const directoryPort = options.directoryPort || (await freePort());
  const pdsPort = options.pdsPort || (await freePort());

  const database = Database.mock();
  await restoreDirectory(database);
  const directory = PlcServer.create({ db: database, port: directoryPort });
  await directory.start();

  const env = {
    devMode: true,
    hostname: 'localhost',
    port: pdsPort,
    dataDirectory: options.dataDirectory,
    blobstoreDiskLocation: join(options.dataDirectory, 'blobs'),
    didPlcUrl: `http://localhost:${directoryPort}`,
    plcRotationKeyK256PrivateKeyHex: key.hex,
    recoveryDidKey: key.did,
    adminPassword: 'admin',
    jwtSecret: 'a secret of the tests alone',
    serviceHandleDomains: ['.test'],
    inviteRequired: false,
    disableSsrfProtection: true,
    bskyAppViewUrl: options.appViewUrl ?? 'http://localhost:1',
    bskyAppViewDid: 'did:web:appview.test',
    bskyAppViewCdnUrlPattern: 'http://cdn.test/%s/%s/%s',
    modServiceUrl: 'https://moderator.invalid',
    modServiceDid: 'did:example:invalid',
    crawlers: [],
    rateLimitsEnabled: options.rateLimits === true,
  };
  const pds = await PDS.create(envToCfg(env), envToSecrets(env));
  await pds.start();

  const end = async () => {
    await Promise.allSettled([pds.destroy(), directory.destroy()]);
    process.exit(0);
  };
  process.once('SIGTERM', end);
  // Whoever started it is gone, however it ended.
  process.stdin.once('end', end).resume();
  const url = `http://localhost:${pdsPort}`;
  console.log(JSON.stringify({ url, pdsPort, directoryPort }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
