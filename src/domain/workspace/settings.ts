import { NotFound, parametersOf, ValidationFailed, type InputIssue } from '../shared/errors.ts';
import { lengthIssues, nameIssues } from '../shared/text-issues.ts';
import { isTimeZone } from '../shared/time.ts';

export const settingsBounds = { name: 200, countries: 20 } as const;

/** What of a workspace its people decide. Undefined is not checked. */
export interface WrittenSettings {
  readonly name?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[] | null | undefined;
}

export const updateWorkspaceErrors = [ValidationFailed, NotFound] as const;

/** A country's code as it is kept. */
export const countryCode = (written: string): string => written.trim().toUpperCase();

/** Everything that is wrong with settings. `known`: the countries whose holidays are known. */
export function settingsIssues(settings: WrittenSettings, known: ReadonlySet<string>): readonly InputIssue[] {
  const { name, timeZone, countries } = settings;
  const issues: InputIssue[] = [...nameIssues(name, settingsBounds.name, 'name', ['name'])];
  if (timeZone !== undefined && (timeZone === null || !isTimeZone(timeZone))) {
    issues.push({
      code: 'TIME_ZONE_UNKNOWN',
      message: `"${timeZone ?? ''}" is no time zone.`,
      path: ['timeZone'],
      parameters: parametersOf({ timeZone: timeZone ?? '' }),
      fix: 'Write a name of the IANA time zone database, such as Europe/Riga or Asia/Almaty.',
    });
  }
  issues.push(...lengthIssues(countries?.length ?? 0, settingsBounds.countries, 'Countries', ['countries']));
  for (const [index, written] of (countries ?? []).entries()) {
    if (known.has(countryCode(written))) continue;
    issues.push({
      code: 'COUNTRY_UNKNOWN',
      message: `The holidays of "${written}" are not known.`,
      path: ['countries', String(index)],
      parameters: parametersOf({ country: written }),
      fix: 'Write a code of ISO 3166-1 alpha-2, such as LV or KZ, or leave this country out.',
    });
  }
  return issues;
}
