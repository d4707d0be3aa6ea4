import { z } from 'zod';
import type { Incoming } from '@polyphony/sdk/emulator';
import type { Caller } from './caller.ts';
import { Refusal } from './refusals.ts';

/** One method of the API. What its shapes do not name is refused. */
export interface Method<Context> {
  readonly http: 'GET' | 'POST';
  /** `session`: with what renews a session; `anyone`: without a login. */
  readonly as: 'anyone' | 'account' | 'session';
  /** What a POST carries; JSON unless told. */
  readonly body?: 'json' | 'none' | 'bytes';
  run(request: XrpcRequest, context: Context): unknown;
}

export interface XrpcRequest {
  readonly parameters: URLSearchParams;
  readonly body: unknown;
  readonly incoming: Incoming;
  /** Of a method for anyone, empty. */
  readonly caller: Caller;
}

/**
 * Says what is wrong as the network says it: "Invalid app.bsky.feed.post record: grapheme too big (maximum 300, got 301) at
 * $.record.text".
 */
export function parse<T>(shape: z.ZodType<T>, value: unknown, { root = '$', what = '' } = {}): T {
  const { success, data, error } = shape.safeParse(value, { reportInput: true });
  if (success) return data;
  const [issue] = error.issues;
  throw new Refusal('InvalidRequest', `${what}${issue ? explain(issue, root) : 'Invalid input'}`);
}

function explain(issue: z.core.$ZodIssue, root: string): string {
  const at = pathOf(issue.path, root);
  const got = `(got ${JSON.stringify(issue.input)})`;
  switch (issue.code) {
    case 'invalid_type': {
      const key = issue.path.at(-1);
      if (issue.input !== undefined || key === undefined)
        return `Expected ${issue.expected} value type ${got} at ${at}`;
      return `Missing required key "${String(key)}" at ${pathOf(issue.path.slice(0, -1), root)}`;
    }
    case 'unrecognized_keys':
      return `Unknown key "${issue.keys.join('", "')}" at ${at}`;
    case 'too_big': {
      const size = Array.isArray(issue.input) ? issue.input.length : String(issue.input);
      return `${issue.origin} too big (maximum ${issue.maximum}, got ${size}) at ${at}`;
    }
    case 'invalid_format':
      return `${issue.message} ${got} at ${at}`;
    default:
      return `${issue.message} at ${at}`;
  }
}

const pathOf = (path: readonly PropertyKey[], root: string) =>
  path.reduce<string>(
    (whole, part) => (typeof part === 'number' ? `${whole}[${part}]` : `${whole}.${String(part)}`),
    root,
  );

/** Query parameters as their shape wants them; a repeated one is a list. */
export function query<T>(shape: z.ZodType<T>, parameters: URLSearchParams): T {
  const given = [...new Set(parameters.keys())].map((name) => {
    const values = parameters.getAll(name);
    return [name, values.length > 1 ? values : values[0]] as const;
  });
  return parse(shape, Object.fromEntries(given), { root: '$.params' });
}

export const listOf = (most: number) => z.union([z.string().transform((one) => [one]), z.array(z.string()).max(most)]);
export const pageSize = z.coerce.number().int().min(1).max(100).default(50);
