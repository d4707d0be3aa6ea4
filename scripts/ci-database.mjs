// Makes or drops a database of this run on the PostgreSQL server, and prints its URL:
//   node scripts/ci-database.mjs create   prints the new database's URL; nothing where no server answers
//   node scripts/ci-database.mjs drop URL
import { randomBytes } from 'node:crypto';
import pg from 'pg';

const server = process.env.CI_POSTGRES ?? 'postgresql://postgres@127.0.0.1:5432/postgres';
const [command, url] = process.argv.slice(2);
const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 3000 });

try {
  await client.connect();
} catch {
  process.exit(0); // no server: the caller sees that nothing was printed
}
if (command === 'create') {
  const name = `polyphony_ci_${randomBytes(6).toString('hex')}`;
  await client.query(`create database ${name}`);
  const own = new URL(server);
  own.pathname = `/${name}`;
  console.log(own.href);
} else if (command === 'drop' && url !== undefined) {
  const name = new URL(url).pathname.slice(1);
  if (!/^polyphony_ci_[0-9a-f]{12}$/.test(name)) throw new Error(`${name} was not made by this script`);
  await client.query(`drop database if exists ${name} with (force)`);
}
await client.end();
