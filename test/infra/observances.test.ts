import { beforeAll, describe, expect, it } from 'vitest';
import { observances, observedCountries } from '../../src/infra/observances.ts';

const leapYear = { from: '2028-01-01', to: '2028-12-31' };
const four = ['LV', 'KZ', 'RU', 'US'];

const named = async (countries: readonly string[], period: { from: string; to: string }, language: string | null) =>
  (await observances(countries, period, language)).map(({ on, country, name }) => `${on} ${country} ${name}`);
const on = (day: string) => ({ from: day, to: day });

beforeAll(observedCountries);

describe('what countries keep', () => {
  it('is there over a leap year, in the country’s own words', async () => {
    const kept = await named(four, leapYear, null);
    for (const known of [
      '2028-05-04 LV Latvijas Republikas Neatkarības atjaunošanas diena',
      '2028-06-24 LV Jāņi',
      '2028-11-20 LV Latvijas Republikas proklamēšanas diena (aizstājējs diena)',
      '2028-03-22 KZ Наурыз мейрамы',
      '2028-02-23 RU День защитника Отечества',
      '2028-06-12 RU День России',
      '2028-11-23 US Thanksgiving Day',
    ]) {
      expect(kept).toContain(known);
    }
    expect(kept.every((each) => each.startsWith('2028-'))).toBe(true);
  });

  it('has the 29th of February', async () => {
    expect(await named(['DE'], { from: '2028-02-29', to: '2028-03-01' }, 'en')).toEqual([
      '2028-02-29 DE Shrove Tuesday',
      '2028-03-01 DE Ash Wednesday',
    ]);
    expect(await named(four, on('2028-02-29'), 'en')).toEqual([]);
  });

  it('is more than days off: what people mark, and half-days, on the day on which they begin', async () => {
    expect(await named(['LV', 'US'], { from: '2028-05-14', to: '2028-05-14' }, 'en')).toEqual([
      "2028-05-14 LV Mother's Day",
      "2028-05-14 US Mother's Day",
    ]);
    expect(await named(['US'], { from: '2028-10-31', to: '2028-11-01' }, 'en')).toEqual(['2028-10-31 US Halloween']);
    expect(await named(['US', 'DE'], on('2028-12-24'), 'en')).toHaveLength(3);
    expect(await named(['IL'], on('2028-12-13'), 'en')).toEqual(['2028-12-13 IL Hanukkah']);
  });

  it('is on each of its days, also where it begins before the period or in the year before', async () => {
    const holidays = (await named(['RU'], { from: '2028-01-05', to: '2028-01-09' }, 'ru')).filter((each) =>
      each.endsWith('каникулы'),
    );
    expect(holidays.map((each) => each.slice(0, 10))).toEqual(['2028-01-05', '2028-01-06', '2028-01-08']);
    expect(await named(['SZ'], on('2028-01-02'), 'en')).toEqual(['2028-01-02 SZ Incwala Festival']);
    expect(await named(['SZ'], on('2028-01-03'), 'en')).toEqual([]);
  });

  it('by the moon begins at sunset and is on the days that follow', async () => {
    expect(await named(['KZ'], { from: '2028-05-03', to: '2028-05-06' }, 'ru')).toEqual(['2028-05-05 KZ Курбан-айт']);
    expect(
      (await named(['TR'], { from: '2026-03-15', to: '2026-03-26' }, 'en')).map((each) => each.slice(0, 10)),
    ).toEqual(['2026-03-20', '2026-03-21', '2026-03-22']);
  });

  it('comes by day, then country, then name, across years', async () => {
    expect(await named(['US', 'RU', 'LV', 'KZ'], { from: '2027-12-31', to: '2028-01-02' }, 'en')).toEqual([
      "2027-12-31 LV New Year's Eve",
      "2027-12-31 US New Year's Day (substitute day)",
      "2027-12-31 US New Year's Eve",
      "2028-01-01 KZ New Year's Day",
      "2028-01-01 LV New Year's Day",
      "2028-01-01 RU New Year's Day",
      "2028-01-01 US New Year's Day",
      "2028-01-02 KZ New Year's Day",
      '2028-01-02 RU New Year Holiday',
    ]);
  });
});

describe('the name of a day', () => {
  it.each([
    ['LV', 'ru', 'Рождество Христово'],
    ['LV', 'ru-RU', 'Рождество Христово'],
    ['LV', 'lv', 'Ziemassvētki'],
    ['LV', 'kk', 'Ziemassvētki'],
    ['LV', null, 'Ziemassvētki'],
    ['LV', 'xx', 'Ziemassvētki'],
    ['LV', '🎄', 'Ziemassvētki'],
    ['US', 'lv', 'Ziemassvētki'],
    ['US', 'kk', 'Christmas Day'],
  ])('of Christmas in %s is, asked for in %s, %s', async (country, language, name) => {
    const names = (await observances([country], on('2028-12-25'), language)).map((each) => each.name);
    expect(names).toContain(name);
  });

  it('may be one of a country’s own in a shared language', async () => {
    expect(await named(['DE'], on('2028-12-25'), 'de-AT')).toEqual(['2028-12-25 DE Christtag']);
    expect(await named(['DE'], on('2028-12-25'), 'de')).toEqual(['2028-12-25 DE 1. Weihnachtstag']);
  });
});

describe('a country', () => {
  it('that nobody knows keeps nothing, nor does a part of one', async () => {
    expect(await observances(['XX', '', 'US.ca', '__proto__', 'constructor', '🇱🇻'], leapYear, 'en')).toEqual([]);
  });

  it('counts once, in whatever letters', async () => {
    expect(await named(['lv', 'LV'], leapYear, 'lv')).toEqual(await named(['LV'], leapYear, 'lv'));
  });

  it('is one of those whose observances are known', async () => {
    const known = await observedCountries();
    expect(four.every((each) => known.has(each))).toBe(true);
    expect([...known].every((each) => /^[A-Z]{2}$/.test(each))).toBe(true);
    expect(known.has('XX')).toBe(false);
  });
});

it('computes a year once, whoever asks at the same time', async () => {
  const period = { from: '2031-03-01', to: '2031-05-31' };
  const [one, other] = await Promise.all([observances(four, period, 'lv'), observances(four, period, 'lv')]);
  const later = await observances(four, { ...period, to: '2031-12-31' }, 'lv');
  expect(one.length).toBeGreaterThan(10);
  for (const [index, each] of one.entries()) {
    expect(other[index]).toBe(each);
    expect(later).toContain(each);
  }
});
