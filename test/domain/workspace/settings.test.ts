import { describe, expect, it } from 'vitest';
import { settingsIssues } from '../../../src/domain/workspace/settings.ts';

const known = new Set(['LV', 'KZ', 'RU', 'US']);
const codes = (settings: Parameters<typeof settingsIssues>[0]) =>
  settingsIssues(settings, known).map(({ code, path }) => `${code} ${path.join('.')}`);

describe('the settings of a workspace', () => {
  it('take zones under their old and new names', () => {
    for (const timeZone of ['Europe/Kiev', 'Europe/Kyiv', 'Asia/Calcutta', 'Asia/Kolkata', 'Asia/Almaty', 'UTC']) {
      expect({ timeZone, issues: codes({ timeZone }) }).toEqual({ timeZone, issues: [] });
    }
  });

  it('take countries in upper or lower case, and none', () => {
    expect(codes({ countries: ['lv', 'KZ'] })).toEqual([]);
    expect(codes({ countries: [] })).toEqual([]);
    expect(codes({ countries: null })).toEqual([]);
  });

  it('tell everything that is wrong at once', () => {
    expect(codes({ name: ' ', timeZone: '+03:00', countries: ['LV', 'Latvija', 'XX'] })).toEqual([
      'EMPTY name',
      'TIME_ZONE_UNKNOWN timeZone',
      'COUNTRY_UNKNOWN countries.1',
      'COUNTRY_UNKNOWN countries.2',
    ]);
    expect(codes({ timeZone: null })).toEqual(['TIME_ZONE_UNKNOWN timeZone']);
    expect(codes({ countries: Array.from({ length: 21 }, () => 'LV') })).toEqual(['TOO_LONG countries']);
  });
});
