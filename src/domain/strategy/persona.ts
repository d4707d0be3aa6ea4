import type { InputIssue, NotFound } from '../shared/errors.ts';
import {
  bounds,
  countIssues,
  issue,
  itemsOf,
  mergeList,
  nameIssues,
  phrasesIssues,
  pick,
  textIssues,
  trimmed,
  twiceIssues,
  type Path,
} from '../shared/form.ts';
import { networkIssues } from './network-choice.ts';

/** Whom we want to reach. Empty lists: any. */
export interface PersonaContent {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly ageFrom: number | null;
  /** Included. */
  readonly ageTo: number | null;
  /** Keys of audience profiles, such as FEMALE. */
  readonly genders: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  readonly cities: readonly string[];
  /** BCP 47. */
  readonly languages: readonly string[];
  readonly interests: readonly string[];
  readonly motives: readonly string[];
  readonly wishes: readonly string[];
  readonly objections: readonly string[];
  /** Keys of the networks that they use. */
  readonly networks: readonly string[];
  /** Of the day, 0 to 23, at which they are there. */
  readonly hours: readonly number[];
  /** Forms of content that they like. */
  readonly formats: readonly string[];
}

export interface WrittenDemographics {
  readonly ageFrom?: number | null | undefined;
  readonly ageTo?: number | null | undefined;
  readonly genders?: readonly string[] | null | undefined;
  readonly countries?: readonly string[] | null | undefined;
  readonly cities?: readonly string[] | null | undefined;
  readonly languages?: readonly string[] | null | undefined;
}

export interface WrittenHabits {
  readonly networks?: readonly string[] | null | undefined;
  readonly hours?: readonly number[] | null | undefined;
  readonly formats?: readonly string[] | null | undefined;
}

/** With an id what is absent stays and null clears; without one it is new, and name is needed. */
export interface WrittenPersona {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly demographics?: WrittenDemographics | null | undefined;
  readonly interests?: readonly string[] | null | undefined;
  readonly motives?: readonly string[] | null | undefined;
  readonly wishes?: readonly string[] | null | undefined;
  readonly objections?: readonly string[] | null | undefined;
  readonly habits?: WrittenHabits | null | undefined;
}

export interface PersonaChanges {
  readonly personas?: readonly WrittenPersona[] | null | undefined;
  readonly removePersonaIds?: readonly string[] | null | undefined;
}

export interface MergedPersonas {
  readonly personas: readonly PersonaContent[];
  readonly issues: readonly InputIssue[];
  readonly missing: readonly NotFound[];
}

const maxAge = 120;
const noDemographics = { ageFrom: null, ageTo: null, genders: null, countries: null, cities: null, languages: null };
const noHabits = { networks: null, hours: null, formats: null };

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** User-assigned codes have no country behind them, but a name. */
const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) && !/^(AA|Q[M-Z]|X[A-Z]|ZZ|EU|EZ|UN)$/.test(code) && regions.of(code) !== undefined;

/** A language tag as it is written; null: it is none. */
export function languageTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** The personas as they are after a change, and everything that is wrong with it. */
export function mergePersonas(
  before: readonly PersonaContent[],
  changes: PersonaChanges,
  newId: () => string,
  installed: readonly string[],
): MergedPersonas {
  const path: Path = ['personas'];
  const networks: InputIssue[] = [];
  const merged = mergeList<PersonaContent, WrittenPersona>(before, {
    what: 'persona',
    written: changes.personas,
    removed: changes.removePersonaIds,
    path,
    removedPath: ['removePersonaIds'],
    newId,
    required: [],
    apply(id, persona, written, place) {
      const demographics = written.demographics === null ? noDemographics : (written.demographics ?? {});
      const habits = written.habits === null ? noHabits : (written.habits ?? {});
      // Only what is written: a network whose connector was taken away since stays where it is.
      for (const [index, key] of (habits.networks ?? []).entries()) {
        networks.push(...networkIssues(key, installed, [...place, 'habits', 'networks', String(index)]));
      }
      const list = (given: readonly string[] | null | undefined, old: readonly string[] | undefined) =>
        (pick(given, old ?? null) ?? []).map((phrase) => phrase.trim());
      return {
        id,
        name: pick(written.name, persona?.name ?? null)?.trim() ?? '',
        description: trimmed(pick(written.description, persona?.description ?? null)),
        ageFrom: pick(demographics.ageFrom, persona?.ageFrom ?? null),
        ageTo: pick(demographics.ageTo, persona?.ageTo ?? null),
        genders: list(demographics.genders, persona?.genders),
        countries: list(demographics.countries, persona?.countries),
        cities: list(demographics.cities, persona?.cities),
        languages: list(demographics.languages, persona?.languages).map((tag) => languageTag(tag) ?? tag),
        interests: list(written.interests, persona?.interests),
        motives: list(written.motives, persona?.motives),
        wishes: list(written.wishes, persona?.wishes),
        objections: list(written.objections, persona?.objections),
        networks: list(habits.networks, persona?.networks),
        hours: pick(habits.hours, persona?.hours ?? null) ?? [],
        formats: list(habits.formats, persona?.formats),
      };
    },
  });
  const { list } = merged;
  return {
    personas: itemsOf(merged),
    issues: [
      ...merged.issues,
      ...countIssues(list.length, bounds.items, path),
      ...twiceIssues(
        list.map(({ item }) => item.name),
        (index) => {
          const place = list[index]?.path ?? null;
          return place && [...place, 'name'];
        },
      ),
      ...list.flatMap(({ item, path: place }) => (place === null ? [] : formIssues(item, place))),
      ...networks,
    ],
    missing: merged.missing,
  };
}

function formIssues(persona: PersonaContent, path: Path): readonly InputIssue[] {
  const demographics = [...path, 'demographics'];
  const habits = [...path, 'habits'];
  return [
    ...nameIssues(persona.name, [...path, 'name']),
    ...textIssues(persona.description, bounds.text, [...path, 'description']),
    ...ageIssues(persona, demographics),
    ...eachIssues(persona.genders, [...demographics, 'genders'], (key) => /^[A-Z][A-Z_]{0,29}$/.test(key), {
      code: 'GENDER_INVALID',
      what: 'a gender',
      fix: 'Send a key of audience profiles, such as FEMALE or MALE.',
    }),
    ...eachIssues(persona.countries, [...demographics, 'countries'], isCountry, {
      code: 'COUNTRY_INVALID',
      what: 'a country',
      fix: 'Send a code of ISO 3166-1 alpha-2, such as LV.',
    }),
    ...phrasesIssues(persona.cities, [...demographics, 'cities']),
    ...eachIssues(persona.languages, [...demographics, 'languages'], (tag) => languageTag(tag) !== null, {
      code: 'LANGUAGE_INVALID',
      what: 'a language',
      fix: 'Send a tag of BCP 47, such as kk or pt-BR.',
    }),
    ...phrasesIssues(persona.interests, [...path, 'interests']),
    ...phrasesIssues(persona.motives, [...path, 'motives']),
    ...phrasesIssues(persona.wishes, [...path, 'wishes']),
    ...phrasesIssues(persona.objections, [...path, 'objections']),
    ...phrasesIssues(persona.networks, [...habits, 'networks']),
    ...eachIssues(persona.hours.map(String), [...habits, 'hours'], (hour) => Number(hour) >= 0 && Number(hour) <= 23, {
      code: 'HOUR_INVALID',
      what: 'an hour of the day',
      fix: 'Send whole hours from 0 to 23.',
    }),
    ...phrasesIssues(persona.formats, [...habits, 'formats']),
  ];
}

function ageIssues({ ageFrom, ageTo }: PersonaContent, path: Path): readonly InputIssue[] {
  const wrong = (['ageFrom', 'ageTo'] as const).flatMap((field) => {
    const age = { ageFrom, ageTo }[field];
    if (age === null || (age >= 0 && age <= maxAge)) return [];
    return [issue('AGE_INVALID', `${age} is no age.`, [...path, field], `Send years from 0 to ${maxAge}.`, { age })];
  });
  if (wrong.length > 0 || ageFrom === null || ageTo === null || ageFrom <= ageTo) return wrong;
  return [
    issue(
      'AGES_REVERSED',
      `The ages end with ${ageTo}, before they begin with ${ageFrom}.`,
      [...path, 'ageTo'],
      'Send an ageTo that is at least ageFrom, or null for no upper end.',
      { ageFrom, ageTo },
    ),
  ];
}

function eachIssues(
  values: readonly string[],
  path: Path,
  holds: (value: string) => boolean,
  { code, what, fix }: { readonly code: string; readonly what: string; readonly fix: string },
): readonly InputIssue[] {
  const place = (index: number) => [...path, String(index)];
  return [
    ...countIssues(values.length, bounds.phrases, path),
    ...values.flatMap((value, index) =>
      holds(value) ? [] : [issue(code, `"${value}" is not ${what}.`, place(index), fix, { value })],
    ),
    ...twiceIssues(values, place),
  ];
}
