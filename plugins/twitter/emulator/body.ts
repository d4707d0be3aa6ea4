import { readJson, type Incoming } from '@polyphony/sdk/emulator';
import type { z } from 'zod';
import { invalid } from './refusals.ts';

/** The body of a request in JSON. Throws 400 in the words of the network. */
export function readBody<T>(shape: z.ZodType<T>, request: Incoming): T {
  const { success, data, error } = shape.safeParse(parse(request) ?? {});
  if (success) return data;
  const [issue] = error.issues;
  const at = ['$', ...(issue?.path ?? []).map(String)].join('.');
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    throw invalid(`${at}.${key}: is not defined in the schema and the schema does not allow additional properties`);
  }
  throw invalid(`${at}: ${issue?.message ?? 'is invalid'}`);
}

function parse(request: Incoming): unknown {
  try {
    return readJson(request);
  } catch (error) {
    if (error instanceof TypeError) throw invalid(error.message);
    throw error;
  }
}
