import { badParameter } from './refusals.ts';

interface ParameterRule {
  readonly required: boolean;
  readonly type: string;
  readonly most: number;
  /** What it may be; absent: anything of the type. */
  readonly values?: readonly string[];
}

const common = ['access_token', 'v', 'lang', 'test_mode', 'success_token', 'remixstlid', 'confirm'];

/** What a method was called with, held to its rule. Throws error 100. */
export class Parameters {
  readonly #given: ReadonlyMap<string, string>;

  constructor(given: ReadonlyMap<string, string>, rule: string) {
    this.#given = given;
    const known = parametersOf(rule);
    for (const [name, { required }] of known) {
      if (required && (given.get(name) ?? '') === '') throw badParameter(`${name} is undefined`);
    }
    for (const [name, value] of given) {
      if (common.includes(name)) continue;
      const one = known.get(name);
      if (!one) throw badParameter(`there is no parameter ${name}`);
      checkValue(name, value, one);
    }
  }

  has(name: string): boolean {
    return this.#given.has(name);
  }

  text(name: string): string | undefined {
    return this.#given.get(name);
  }

  /** Undefined where it is absent or empty. */
  number(name: string): number | undefined {
    const value = this.#given.get(name) ?? '';
    return value === '' ? undefined : Number(value);
  }

  /** What stands in a parameter that must be there. */
  required(name: string): number {
    const value = this.number(name);
    if (value === undefined) throw badParameter(`${name} is undefined`);
    return value;
  }

  is(name: string): boolean {
    const value = this.#given.get(name);
    return value === '1' || value === 'true';
  }

  list(name: string): readonly string[] {
    return splitList(this.#given.get(name) ?? '');
  }

  numbers(name: string): readonly number[] {
    return this.list(name).map(Number);
  }
}

const splitList = (value: string): readonly string[] =>
  value
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

const known = new Map<string, ReadonlyMap<string, ParameterRule>>();

function parametersOf(rule: string): ReadonlyMap<string, ParameterRule> {
  const found = known.get(rule) ?? new Map(rule.split(' ').filter(Boolean).map(ruleOf));
  known.set(rule, found);
  return found;
}

function ruleOf(text: string): readonly [string, ParameterRule] {
  const [name = '', kind = ''] = text.split(':');
  const required = name.endsWith('!');
  const plain = required ? name.slice(0, -1) : name;
  if (kind.includes('|')) return [plain, { required, type: 'text', most: Infinity, values: kind.split('|') }];
  const [, type = '', most = ''] = /^([a-z]+)(\d*)$/.exec(kind) ?? [];
  return [plain, { required, type, most: most === '' ? Infinity : Number(most) }];
}

function checkValue(name: string, value: string, { type, most, values }: ParameterRule): void {
  if (value === '' && type !== 'bool') return;
  if (values && !values.includes(value)) throw badParameter(`${name} should be one of ${values.join(', ')}`);
  switch (type) {
    case 'int':
    case 'uint':
    case 'id':
      if (!isInteger(value)) throw badParameter(`${name} not integer`);
      if (type !== 'int' && Number(value) < Number(type === 'id')) {
        throw badParameter(`${name} should be ${type === 'id' ? 'positive' : 'greater or equal to 0'}`);
      }
      if (Number(value) > most) throw badParameter(`${name} should be less or equal to ${most}`);
      return;
    case 'num':
      if (!Number.isFinite(Number(value))) throw badParameter(`${name} is no number`);
      return;
    case 'bool':
      if (!['0', '1', 'true', 'false'].includes(value)) throw badParameter(`${name} should be 1 or 0`);
      return;
    case 'ints':
    case 'list':
      if (type === 'ints' && !splitList(value).every(isInteger)) throw badParameter(`${name} is no list of integers`);
      if (splitList(value).length > most) throw badParameter(`${name} has more than ${most} elements`);
      return;
    case 'text':
      if (Array.from(value).length > most) throw badParameter(`${name} is longer than ${most}`);
  }
}

const isInteger = (value: string) => /^-?\d+$/.test(value) && Number.isSafeInteger(Number(value));
