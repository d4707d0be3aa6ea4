import { NetworkError } from '@polyphony/sdk';
import { pino } from 'pino';
import { describe, expect, it, test } from 'vitest';
import { failureOf } from '../../../src/app/publishing/failure.ts';
import { readConfig } from '../../../src/config.ts';
import { problemOf } from '../../../src/domain/publishing/delivery.ts';
import { loadNetworks } from '../../../src/infra/plugins.ts';

const lines: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
const sandbox = async () => {
  const network = (await loadNetworks(readConfig({ CONNECTORS: '@polyphony/plugin-sandbox' }))).get('sandbox');
  if (network === undefined) throw new TypeError('The sandbox is installed');
  return network;
};

test('a connector’s own error is logged by what it is and where it was thrown, not by what it says', async () => {
  const error = new TypeError('Bearer s3cret is no token\n    at s3cret');
  expect(failureOf({ log, now: () => new Date() }, await sandbox(), error, { channel: 'one' })).toMatchObject({
    code: 'CONNECTOR_FAILED',
  });
  expect(lines.join('')).toContain('"fault":"TypeError"');
  expect(lines.join('')).toContain('failure.test.ts');
  expect(lines.join('')).not.toContain('s3cret');
});

describe('a network’s refusal', () => {
  const now = new Date('2026-11-25T09:00:00Z');
  const refusal = async (details: object) => {
    const error = new NetworkError({
      kind: 'rate_limited',
      code: '429',
      message: 'Later.',
      network: 'sandbox',
      ...details,
    });
    return failureOf({ log, now: () => now }, await sandbox(), error, {});
  };

  it.each([
    [new Date('9999-12-30T00:00:00Z'), new Date('2026-12-02T09:00:00Z')],
    [new Date(8.64e15), null],
    [new Date('2026-11-25T10:00:00Z'), new Date('2026-11-25T10:00:00Z')],
    [new Date(NaN), null],
    ['tomorrow', null],
  ])('that says %s waits no longer than a week, and never for what is no time', async (retryAt, waits) => {
    const failure = await refusal({ retryAt });
    expect(failure).toMatchObject({ kind: 'RATE_LIMITED', retryAt: waits });
    expect(problemOf(failure, now, failure.retryAt).retryAt).toBe(waits?.toISOString() ?? null);
  });

  it('is kept as far as it can be stored and opened', async () => {
    const said = { message: `N\0o\uD800${'!'.repeat(9000)}`, actionUrl: 'javascript:alert(1)' };
    const { message, actionUrl } = await refusal(said);
    expect({ start: message.slice(0, 5), length: message.length }).toEqual({ start: 'N\uFFFDo\uFFFD!', length: 4000 });
    expect(actionUrl).toBeNull();
  });

  it.each([[{ kind: 'cursed' }], [{ message: 17 }]])(
    'that is none (%o) is the connector’s failure',
    async (details) => {
      expect(await refusal(details)).toMatchObject({ kind: 'UNEXPECTED', code: 'CONNECTOR_FAILED' });
    },
  );
});
