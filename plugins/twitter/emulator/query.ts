import { expansions, fieldNames, isClassicWord } from './fields.ts';
import { invalid } from './refusals.ts';
import type { Spelling } from './state.ts';

/** What a parameter may be. */
export type Rule =
  | { readonly kind: 'ids'; readonly most?: number }
  | { readonly kind: 'words'; readonly of?: readonly string[]; readonly pattern?: RegExp; readonly most?: number }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'time' | 'id' }
  | { readonly kind: 'text'; readonly most?: number };

export type Rules = Readonly<Record<string, Rule & { readonly required?: boolean }>>;

/** Which objects an endpoint answers with, and so which fields may be asked for. */
export interface Fields {
  readonly fields: readonly string[];
  readonly expansions?: keyof typeof expansions;
}

export const ofTweets: Fields = {
  fields: ['tweet.fields', 'user.fields', 'media.fields', 'poll.fields', 'place.fields'],
  expansions: 'tweet',
};
export const ofUsers: Fields = { fields: ['user.fields', 'tweet.fields'], expansions: 'user' };
export const ofMessages: Fields = {
  fields: ['dm_event.fields', 'user.fields', 'tweet.fields', 'media.fields'],
  expansions: 'dm',
};

/** The parameters of a request, read by the rules of its endpoint. */
export class Query {
  readonly #given: URLSearchParams;

  constructor(given: URLSearchParams) {
    this.#given = given;
  }

  text(name: string): string | undefined {
    return this.#given.get(name) ?? undefined;
  }

  list(name: string): readonly string[] {
    return this.text(name)?.split(',') ?? [];
  }

  number(name: string, usual: number): number {
    return Number(this.text(name) ?? usual);
  }

  /** Milliseconds. */
  time(name: string): number | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : Date.parse(value);
  }

  /** Fields of one kind of object; of posts in either spelling. */
  fields(of: 'tweet' | 'user' | 'media' | 'poll' | 'dm_event'): ReadonlySet<string> {
    const names = of === 'tweet' ? ['tweet.fields', 'post.fields'] : [`${of}.fields`];
    return new Set(names.flatMap((name) => this.list(name)).map(classicWord));
  }

  get expansions(): ReadonlySet<string> {
    return new Set(this.list('expansions').map(classicWord));
  }
}

const classicWords: Readonly<Record<string, string>> = {
  note_post: 'note_tweet',
  edit_history_post_ids: 'edit_history_tweet_ids',
  referenced_posts: 'referenced_tweets.id',
  most_recent_post_id: 'most_recent_tweet_id',
  pinned_post_id: 'pinned_tweet_id',
};

const classicWord = (word: string): string => (Object.hasOwn(classicWords, word) ? (classicWords[word] ?? word) : word);

/** Throws 400 for what the endpoint does not know, or not so. */
export function readQuery(given: URLSearchParams, rules: Rules, fields: Fields | undefined, spelling: Spelling): Query {
  const allowed = { ...rules, ...(fields && rulesOf(fields, spelling)) };
  for (const name of new Set(given.keys())) {
    const rule = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    const values = given.getAll(name);
    if (!rule) {
      const names = Object.keys(allowed).sort().join(',');
      throw invalid(`The query parameter [${name}] is not one of [${names}]`, { [name]: values });
    }
    const [value = ''] = values;
    const problem = values.length > 1 ? 'was given more than once' : problemOf(value, rule);
    if (problem !== undefined) {
      throw invalid(`The \`${name}\` query parameter value [${value}] ${problem}`, { [name]: [value] });
    }
  }
  for (const [name, { required }] of Object.entries(allowed)) {
    if (required && !given.has(name)) throw invalid(`The \`${name}\` query parameter can not be empty`, { [name]: [] });
  }
  return new Query(given);
}

function rulesOf({ fields, expansions: which }: Fields, spelling: Spelling): Rules {
  const names = fields.includes('tweet.fields') ? [...fields, 'post.fields'] : fields;
  const isKnown = (word: string) => spelling !== 'new only' || !isClassicWord(word);
  const rules = names
    .filter(isKnown)
    .map((name): [string, Rule] => [name, { kind: 'words', of: (fieldNames[name] ?? []).filter(isKnown) }]);
  if (which === undefined) return Object.fromEntries(rules);
  const { classic, new: renamed } = expansions[which];
  const of = spelling === 'new only' ? renamed : [...new Set<string>([...classic, ...renamed])];
  return { ...Object.fromEntries(rules), expansions: { kind: 'words', of } };
}

const idPattern = /^\d{1,19}$/;

function problemOf(value: string, rule: Rule): string | undefined {
  if (value === '') return 'can not be empty';
  switch (rule.kind) {
    case 'id':
      return idPattern.test(value) ? undefined : 'does not match ^[0-9]{1,19}$';
    case 'ids': {
      const all = value.split(',');
      if (all.length > (rule.most ?? 100)) return `size must be between 1 and ${rule.most ?? 100}`;
      return all.every((one) => idPattern.test(one)) ? undefined : 'does not match ^[0-9]{1,19}$';
    }
    case 'words': {
      const all = value.split(',');
      if (all.length > (rule.most ?? Infinity)) return `size must be between 1 and ${rule.most}`;
      const wrong = all.find((one) => rule.of?.includes(one) === false || rule.pattern?.test(one) === false);
      if (wrong !== undefined) return `is not one of [${rule.of?.join(',') ?? rule.pattern?.source}]`;
      return new Set(all).size === all.length ? undefined : 'has something twice';
    }
    case 'number': {
      const isIn = /^\d+$/.test(value) && Number(value) >= rule.min && Number(value) <= rule.max;
      return isIn ? undefined : `is not between ${rule.min} and ${rule.max}`;
    }
    case 'time': {
      const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value));
      return isTime ? undefined : 'is not a valid ISO 8601 date and time';
    }
    case 'text':
      return value.length <= (rule.most ?? 4_096) ? undefined : `is longer than ${rule.most ?? 4_096}`;
  }
}
