import { PGlite, type Transaction } from '@electric-sql/pglite';
import pg from 'pg';

let count = 0;

/** How many statements this process has sent to its database, BEGIN and COMMIT among them. */
export const statementsSent = (): number => count;

type Query = (...args: unknown[]) => unknown;

function counted<Object extends { query: unknown }>(object: Object): Object {
  const query = object.query as Query;
  object.query = function (this: unknown, ...args: unknown[]) {
    count += 1;
    return query.apply(this, args);
  };
  return object;
}

/** Counts from now on, on both databases. Call it before the first is opened. */
export function countStatements(): void {
  counted(pg.Client.prototype);
  counted(PGlite.prototype);
  const { transaction } = PGlite.prototype;
  PGlite.prototype.transaction = function <T>(this: PGlite, run: (tx: Transaction) => Promise<T>) {
    count += 2; // PGlite says BEGIN and COMMIT itself
    return transaction.call(this, (tx) => run(counted(tx))) as Promise<T>;
  };
}
