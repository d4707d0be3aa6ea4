import { parametersOf, ValidationFailed } from './errors.ts';

/** Most a key may have. */
const maxKeyLength = 255;

/** The key as the shell takes it; blank is no key. */
export function idempotencyKeyOf(given: string | null | undefined): string | null {
  const key = given?.trim() ?? '';
  if (key.length > maxKeyLength) {
    // Cut short, two different keys could become one.
    const issue = {
      code: 'KEY_TOO_LONG',
      message: `An idempotency key has at most ${String(maxKeyLength)} characters.`,
      path: ['idempotencyKey'],
      parameters: parametersOf({ limit: maxKeyLength, actual: key.length }),
      fix: 'Send a shorter one, such as a UUID.',
    };
    throw new ValidationFailed([issue]);
  }
  return key === '' ? null : key;
}
