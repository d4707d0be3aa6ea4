import { setImmediate as turn } from 'node:timers/promises';
import type Holidays from 'date-holidays';

/** A day that a country keeps. */
export interface Observance {
  /** YYYY-MM-DD, as the country's own calendars show it. */
  readonly on: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** Loaded when the first is asked for: it brings the holidays of the whole world along, so that a start does not wait for it. */
let loading: Promise<typeof Holidays> | undefined;
const load = () => (loading ??= import('date-holidays').then(({ default: module }) => module));

/** Upper-case codes of the countries whose observances are known. */
export async function observedCountries(): Promise<ReadonlySet<string>> {
  const Module = await load();
  return new Set(Object.keys(new Module().getCountries()));
}

type Year = readonly Observance[];

/** A country's years in a language, which never change; what was not asked for longest goes first. */
const years = new Map<string, Promise<Year>>();
/** Some 15 small objects each. */
const yearsAtMost = 2_000;

/**
 * What these countries keep in a period (both days belong to it), by day, country and name: holidays, and days that people
 * only mark, such as Mother's Day. Nothing of a country that nobody knows.
 *
 * All kinds of the library's are in it, as its kinds speak of offices and schools, not of people: Carnival in Brazil is its
 * `bank`, Christmas Eve in the United States its `optional`, Hanukkah in Israel its `school`. What lasts for days is on each
 * of them. What is kept in a part of a country alone is not in it. Days of calendars that follow the moon are computed; a
 * country may announce others.
 *
 * `language`: such as `lv` or `de-AT`. Where a day has no name in it, or for null: in the country's own, else in English.
 */
export async function observances(
  countries: readonly string[],
  period: { readonly from: string; readonly to: string },
  language: string | null,
): Promise<readonly Observance[]> {
  const found: Observance[] = [];
  for (const country of new Set(countries.map((each) => each.toUpperCase()))) {
    if (!/^[A-Z]{2}$/.test(country)) continue;
    for (let year = firstYear(period.from); year <= yearOf(period.to); year++) {
      const days = await yearIn(country, year, languageKey(language));
      for (const day of days) if (period.from <= day.on && day.on <= period.to) found.push(day);
    }
  }
  return found.sort(byDay);
}

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** What begins in one year can last into the next; not for a month. */
const firstYear = (from: string): number => yearOf(from) - (from.slice(5, 7) === '01' ? 1 : 0);

/** The library writes `de-at`; what is no language at all is none. */
const languageKey = (language: string | null): string =>
  /^[a-z]{2,3}(-[a-z]{2})?(?![a-z])/.exec(language?.toLowerCase().replaceAll('_', '-') ?? '')?.[0] ?? '';

const byDay = (one: Observance, other: Observance): number =>
  compare(one.on, other.on) || compare(one.country, other.country) || compare(one.name, other.name);
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function yearIn(country: string, year: number, language: string): Promise<Year> {
  const key = `${country} ${String(year)} ${language}`;
  const known = years.get(key);
  const days = known ?? compute(country, year, language);
  years.delete(key);
  years.set(key, days);
  if (known === undefined) {
    // A failure is told to those who wait for it, and tried again for the next.
    days.catch(() => years.delete(key));
    const [oldest] = years.size > yearsAtMost ? years.keys() : [];
    if (oldest !== undefined) years.delete(oldest);
  }
  return days;
}

const dayLength = 86_400_000;

async function compute(country: string, year: number, language: string): Promise<Year> {
  const Module = await load();
  // A year takes milliseconds, twenty countries' take long: others have their turn in between.
  await turn();
  // Days are wanted, not instants: in UTC none of them is 23 hours long.
  const holidays = new Module(country, { timezone: 'UTC', languages: [language, language.split('-')[0] ?? ''] });
  const days = new Map<string, Observance>();
  for (const { start, end, date, name } of holidays.getHolidays(year)) {
    // The day on which it begins by the clocks, also of what begins at the sunset before; its last half is no day more.
    const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
    const length = Math.max(1, Math.floor((end.getTime() - start.getTime()) / dayLength));
    for (let day = 0; day < length; day++) {
      const on = new Date(first + day * dayLength).toISOString().slice(0, 10);
      days.set(`${on} ${name}`, { on, name, country });
    }
  }
  return [...days.values()];
}
