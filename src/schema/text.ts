import { valueFromASTUntyped, visit, type DocumentNode } from 'graphql';

/** One value of the input, and in what it stands; the chain of them is its place. */
export interface Placed {
  readonly key: string;
  readonly value: unknown;
  readonly inside: Placed | null;
}

/** Where it stands, such as input.content.text. */
export function placeOf({ key, inside }: Placed): string {
  const keys = [key];
  for (let outer = inside; outer !== null; outer = outer.inside) keys.unshift(outer.key);
  return keys.join('.');
}

/** Whatever a request says, in its document and in its variables: every value, also those inside of others. */
export function* valuesOf(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): Generator<Placed, void, void> {
  const rest: Placed[] = Object.entries(variables ?? {}).map(([key, value]) => ({ key, value, inside: null }));
  visit(document, {
    Argument({ name, value }) {
      rest.push({ key: name.value, value: valueFromASTUntyped(value), inside: null });
    },
    VariableDefinition({ variable, defaultValue }) {
      if (defaultValue) rest.push({ key: variable.name.value, value: valueFromASTUntyped(defaultValue), inside: null });
    },
  });
  // Neither by recursion nor with a path for each: JSON may be nested deeper than the stack is.
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    yield next;
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, value] of Object.entries(next.value)) {
      if (typeof value === 'string' || typeof value === 'object') rest.push({ key, value, inside: next });
    }
  }
}

/** What PostgreSQL cannot store: U+0000, and half of a character that has two (a lone surrogate). Null: neither. */
export function unstorable(text: string): string | null {
  if (text.includes('\0')) return 'the character U+0000';
  return /\p{Cs}/u.test(text) ? 'half of a character (a lone surrogate)' : null;
}
