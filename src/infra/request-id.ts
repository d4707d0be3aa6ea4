import { randomUUID } from 'node:crypto';

const pattern = /^[\w.-]{1,64}$/;

/** The id by which a request is found in the log: the one that its sender gave (`x-request-id`), if it is a plain one. */
export const requestIdOf = (given: string | null | undefined): string =>
  given && pattern.test(given) ? given : randomUUID();
