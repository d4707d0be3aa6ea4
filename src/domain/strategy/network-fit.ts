import type { PersonaContent } from './persona.ts';

/** By what an audience and a persona can be compared, with what each counts. Hours cannot: an audience's are of UTC, a persona's of their own clocks. */
export const fitWeights = { AGE: 0.3, COUNTRY: 0.25, LANGUAGE: 0.2, GENDER: 0.15, CITY: 0.1 } as const;
export type FitDimension = keyof typeof fitWeights;

/** How much an audience counts: what was measured on channels of our own is nearer to the truth than what a network publishes. */
export const audienceWeights = { MEASURED: 2, DECLARED: 1 } as const;
export type AudienceKind = keyof typeof audienceWeights;

/** A part of an audience: the SDK's AudienceShare, whatever its dimension. */
export interface AudiencePart {
  readonly dimension: string;
  readonly key: string;
  readonly label: string;
  /** 0 to 1. */
  readonly share: number;
}

/** Parts of an audience by one dimension, from one source. */
export interface Audience {
  readonly kind: AudienceKind;
  readonly dimension: string;
  readonly source: string;
  /** YYYY-MM-DD. */
  readonly asOf: string;
  readonly parts: readonly AudiencePart[];
}

export type Demographics = Pick<PersonaContent, 'ageFrom' | 'ageTo' | 'genders' | 'countries' | 'cities' | 'languages'>;

/** Where an age has no upper end, of a part such as 65+, people are taken to be spread until this one. */
export const oldest = 80;

/** First and last year of a part such as `18-24`, `18–24`, `65+` or `16`; null: it is none. */
export function ageRange(key: string): { readonly from: number; readonly to: number } | null {
  const [matched, first = '', last, open] = /^(\d{1,3})(?:[-–](\d{1,3})|(\+))?$/.exec(key.trim()) ?? [];
  if (matched === undefined) return null;
  const from = Number(first);
  const to = open === undefined ? Number(last ?? first) : Math.max(oldest, from);
  return to < from ? null : { from, to };
}

/** Which part of the years of one range, both ends included, lies in the persona's; people are taken to be spread evenly. */
function agePart(key: string, { ageFrom, ageTo }: Demographics): number | null {
  const range = ageRange(key);
  if (range === null) return null;
  const years = Math.min(range.to, ageTo ?? range.to) - Math.max(range.from, ageFrom ?? range.from) + 1;
  return Math.max(0, years) / (range.to - range.from + 1);
}

const plain = (text: string) => text.trim().normalize('NFC').toLowerCase();

/** Russian is also the Russian of Kazakhstan; not the other way round. */
const isLanguage = (tag: string, wanted: string) => tag === wanted || tag.startsWith(`${wanted}-`);

/** What a persona says of a dimension, in words; null: nothing, so there is nothing to compare. */
function wantedOf(persona: Demographics, dimension: string): string | null {
  const { ageFrom, ageTo } = persona;
  const listed = (values: readonly string[]) => (values.length === 0 ? null : values.join(', '));
  switch (dimension) {
    case 'AGE':
      if (ageFrom === null) return ageTo === null ? null : `up to ${String(ageTo)}`;
      return ageTo === null ? `${String(ageFrom)}+` : `${String(ageFrom)}–${String(ageTo)}`;
    case 'GENDER':
      return listed(persona.genders);
    case 'COUNTRY':
      return listed(persona.countries);
    case 'CITY':
      return listed(persona.cities);
    case 'LANGUAGE':
      return listed(persona.languages);
    default:
      return null;
  }
}

/** Which part of the people in one part of an audience are like the persona, 0 to 1; null: nobody can say. */
export function likeness(persona: Demographics, { dimension, key, label }: AudiencePart): number | null {
  const among = (wanted: readonly string[], is: (value: string) => boolean) => (wanted.some(is) ? 1 : 0);
  switch (dimension) {
    case 'AGE':
      return agePart(key, persona);
    case 'GENDER':
      return among(persona.genders, (gender) => plain(gender) === plain(key));
    case 'COUNTRY':
      return among(persona.countries, (country) => plain(country) === plain(key));
    case 'CITY':
      // Networks name cities by numbers of their own; people by name.
      return among(persona.cities, (city) => plain(city) === plain(label) || plain(city) === plain(key));
    case 'LANGUAGE':
      return among(persona.languages, (language) => isLanguage(plain(key), plain(language)));
    default:
      return null;
  }
}

/** Parts that leave so many people out, or fewer, speak of everyone. */
const leftOut = 0.01;

/** How much of an audience is like the persona in its dimension, 0 to 1; null: the audience does not tell. */
export function overlapOf(persona: Demographics, { dimension, parts }: Audience): number | null {
  if (wantedOf(persona, dimension) === null) return null;
  const known = parts.flatMap((part) => {
    const like = likeness(persona, part);
    return like === null ? [] : [{ like, share: part.share }];
  });
  const all = known.reduce((sum, { share }) => sum + share, 0);
  const none = known.every(({ like }) => like === 0);
  // Among those whom the parts leave out there may be any number.
  if (known.length === 0 || (none && all < 1 - leftOut)) return null;
  return Math.min(
    1,
    known.reduce((sum, { like, share }) => sum + like * share, 0),
  );
}

export interface FitReason {
  readonly dimension: FitDimension;
  readonly text: string;
  /** What it counts; of all reasons together 1. */
  readonly weight: number;
  readonly score: number;
  readonly source: string;
  readonly asOf: string;
}

export const fitStatuses = ['MEASURED', 'DECLARED', 'NO_DATA'] as const;
/** What a score rests on. */
export type FitStatus = (typeof fitStatuses)[number];

export interface Fit {
  /** 0 to 1; null: nothing is known. */
  readonly score: number | null;
  readonly status: FitStatus;
  readonly reasons: readonly FitReason[];
}

const weightsText = Object.entries(fitWeights)
  .map(([dimension, weight]) => `${dimension} ${String(weight)}`)
  .join(', ');

/** How a score comes about, in words. */
export const fitFormula =
  `score = sum of weight × score of the reasons. A reason's score is the share of the audience that is like the persona in one dimension; ` +
  `ages are taken to be spread evenly over the years of each part, an open end to be ${String(oldest)}. ` +
  `Its weight is that of the dimension (${weightsText}), times ${String(audienceWeights.MEASURED)} where the audience was measured and ` +
  `${String(audienceWeights.DECLARED)} where it was declared, divided by the sum over all reasons. ` +
  `What the persona leaves open, or no audience tells, is left out.`;

const isFitDimension = (dimension: string): dimension is FitDimension => Object.hasOwn(fitWeights, dimension);

/** Of each kind and dimension the newest audience that tells something of the persona. */
function newest(persona: Demographics, audiences: readonly Audience[]) {
  const found = new Map<
    string,
    { readonly audience: Audience; readonly dimension: FitDimension; readonly score: number }
  >();
  for (const audience of audiences) {
    const { kind, dimension, asOf } = audience;
    const score = isFitDimension(dimension) ? overlapOf(persona, audience) : null;
    if (!isFitDimension(dimension) || score === null) continue;
    const key = `${kind} ${dimension}`;
    const before = found.get(key);
    if (before === undefined || before.audience.asOf < asOf) found.set(key, { audience, dimension, score });
  }
  return [...found.values()];
}

const percent = (share: number) => `${String(Math.round(share * 1000) / 10)} %`;

/** How well an audience fits a persona: `fitFormula` says how it is worked out. */
export function fitOf(persona: Demographics, audiences: readonly Audience[]): Fit {
  const parts = newest(persona, audiences).map((part) => ({
    ...part,
    raw: fitWeights[part.dimension] * audienceWeights[part.audience.kind],
  }));
  const sum = parts.reduce((all, { raw }) => all + raw, 0);
  if (parts.length === 0) return { score: null, status: 'NO_DATA', reasons: [] };
  const reasons = parts.map(({ audience, dimension, score, raw }) => ({
    dimension,
    text: `${dimension}: ${percent(score)} of the audience are ${wantedOf(persona, dimension) ?? ''}.`,
    weight: raw / sum,
    score,
    source: audience.source,
    asOf: audience.asOf,
  }));
  return {
    score: Math.min(
      1,
      reasons.reduce((all, { weight, score }) => all + weight * score, 0),
    ),
    status: parts.some(({ audience }) => audience.kind === 'MEASURED') ? 'MEASURED' : 'DECLARED',
    reasons,
  };
}
