import { metrics } from './catalogue.ts';

export const metricUnits = ['COUNT', 'RATIO', 'SECONDS', 'MONEY'] as const;
/** What a value counts. A `RATIO` is a part of 1, not of 100. */
export type MetricUnit = (typeof metricUnits)[number];

export const additivities = ['TIME', 'POSTS', 'CHANNELS'] as const;
/** What a sum runs over. */
export type Additivity = (typeof additivities)[number];

/** One thing that is measured, and what it means. */
export interface Metric {
  /** Lower-case words with underscores, never changed once released: `followers_gained`. */
  readonly key: string;
  /** For people. */
  readonly name: string;
  readonly unit: MetricUnit;
  readonly definition: string;
  /** Of other keys, by `+ - * /`, numbers and parentheses; null: it is measured as it is. */
  readonly formula: string | null;
  /**
   * True: terms that a network does not count are left out of the formula, as long as it counts one. False: without one
   * of its terms there is no value.
   */
  readonly ofWhatIsCounted: boolean;
  /** Over what values may be added up. Empty: the same person may be in several of them, or it is no amount. */
  readonly additiveOver: readonly Additivity[];
}

const byKey: ReadonlyMap<string, Metric> = new Map(metrics.map((metric) => [metric.key, metric]));

/** The metric of that key; null: the catalogue has none. */
export const findMetric = (key: string): Metric | null => byKey.get(key) ?? null;

/** The keys that a formula is made of, each once, in order; of what is measured as it is, none. */
export const termsOf = ({ formula }: Pick<Metric, 'formula'>): readonly string[] => [
  ...new Set(formula?.match(/[A-Za-z]\w*/g)),
];

/** Of the keys that somebody uses, those that the catalogue does not have; each once. */
export const unknownKeys = (keys: readonly string[]): readonly string[] => [
  ...new Set(keys.filter((key) => !byKey.has(key))),
];
