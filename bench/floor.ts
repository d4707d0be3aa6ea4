// A process that runs the floor: nothing but node:http and one SQL statement that gives the answer as text.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { readConfig } from '../src/config.ts';
import { openEmbedded } from '../src/infra/embedded.ts';
import { serveParent } from './child.ts';
import { floorStatements, type FloorStatement } from './floor-statements.ts';

interface Row {
  readonly answer: string;
}

interface FloorDatabase {
  run(name: string, sql: string, values: unknown[]): Promise<Row | undefined>;
  close(): Promise<void>;
}

async function openDatabase(): Promise<FloorDatabase> {
  const { databaseUrl, databasePool, dataDir } = readConfig(process.env);
  if (databaseUrl === undefined) {
    const db = await openEmbedded(dataDir, () => undefined);
    return {
      run: async (_, sql, values) => (await db.query<Row>(sql, values)).rows[0],
      close: () => db.close(),
    };
  }
  const pool = new pg.Pool({ connectionString: databaseUrl, max: databasePool });
  return {
    run: async (name, sql, values) => (await pool.query<Row>({ name, text: sql, values })).rows[0],
    close: () => pool.end(),
  };
}

await serveParent(async () => {
  const db = await openDatabase();
  const statements = new Map<string, FloorStatement>(Object.entries(floorStatements));
  const server = createServer((request, response) => {
    const answer = async () => {
      const name = request.url?.slice(1) ?? '';
      const body = JSON.parse(await text(request)) as Record<string, unknown>;
      const statement = statements.get(name);
      if (statement === undefined) return '{"__typename":"Query"}';
      return (await db.run(name, statement.sql, [...statement.values(body)]))?.answer;
    };
    answer().then(
      (json) =>
        response
          .writeHead(json === undefined ? 404 : 200, { 'content-type': 'application/json; charset=utf-8' })
          .end(json),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await db.close();
    },
  };
});
