// Runs after an install: makes the template of the embedded database, so that the first start does not have to wait for it.
import { databaseTemplate } from '../src/infra/embedded.ts';

try {
  await databaseTemplate((message) => {
    console.log(message);
  });
} catch (error) {
  // An install must not fail for this: the first start makes it.
  console.warn(
    'The database template will be made at the first start:',
    error instanceof Error ? error.message : error,
  );
}
