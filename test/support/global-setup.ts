import { databaseTemplate } from '../../src/infra/embedded.ts';

/** The template is made once, not by every test file at the same time. */
export default async function setup(): Promise<void> {
  await databaseTemplate((message) => {
    console.log(message);
  });
}
