import { expect, it } from 'vitest';
import { resolveWallTime } from '../../../src/domain/shared/time.ts';

it('a second 60 is no time: nothing is rounded without a word', () => {
  const resolved = resolveWallTime({ localDateTime: '2027-06-30T23:59:60', timeZone: 'Europe/Riga' }, ['at']);
  expect(resolved).toMatchObject({ ok: false, issues: [{ code: 'LOCAL_DATE_TIME_INVALID' }] });
});
