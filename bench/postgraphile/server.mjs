// PostGraphile on the product's own tables, in a process of its own: it wants Node.js 22. Speaks with its parent as bench/child.ts does.
import { createServer } from 'node:http';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (...args) {
  statements += 1;
  return query.apply(this, args);
};

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL || 10),
});
const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ['public', 'bench'] })],
  // Lists cost less than connections.
  schema: { defaultBehavior: '-connection +list' },
  grafast: { explain: false },
  grafserv: { graphiql: false, watch: false, maxRequestLength: 1_000_000 },
};
const instance = postgraphile(preset);
const serv = instance.createServ(grafserv);
const server = createServer();
await serv.addTo(server);
await instance.getSchemaResult();
server.listen(0, '127.0.0.1', () => {
  process.send(`http://127.0.0.1:${String(server.address().port)}`);
});

process.on('disconnect', () => process.exit(1));
process.on('message', (message) => {
  if (message === 'usage') {
    const { user, system } = process.cpuUsage();
    process.send({ cpu: (user + system) / 1000, statements });
  } else {
    server.closeAllConnections();
    server.close();
    void pool.end().finally(() => process.exit(0));
  }
});
