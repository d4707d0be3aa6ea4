import { existsSync, readFileSync } from 'node:fs';
import { buildSchema, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { contractOperations, notImplemented, operationFiles, operationsFolder } from '../support/documents.ts';

const printed = readFileSync(new URL('../../src/schema/schema.graphql', import.meta.url), 'utf8');
const schema = buildSchema(printed);
const missing = notImplemented();
const operations = contractOperations();

describe('the operations of the contract', () => {
  it.each(operations.filter(({ key }) => !missing.includes(key)))(
    '$key is valid against the printed schema',
    ({ document }) => {
      expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
    },
  );

  it('are not on the list of the missing ones once they are valid, so that it can only shrink', () => {
    const valid = operations.filter(({ document }) => validate(schema, document).length === 0).map(({ key }) => key);
    expect(missing.filter((key) => valid.includes(key))).toEqual([]);
  });

  it('are all there: the list names none that does not exist', () => {
    const keys = operations.map(({ key }) => key);
    expect(missing.filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('have names of their own, by which clients and tests find them', () => {
    const names = operations.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('are the ones that were agreed', (context) => {
    const shared = new URL('../../../shared/operations/', import.meta.url);
    if (!existsSync(shared)) context.skip('there is no ../shared/operations beside the project to compare with');
    const read = (folder: URL) =>
      Object.fromEntries(operationFiles(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]));
    expect(read(operationsFolder)).toEqual(read(shared));
  });
});
