import { z } from 'zod';
import type { Connector } from '../connector.ts';

/** Three days after the test's clock begins: a time that nobody refuses for being over or too far away. */
const soon = '2026-01-08T09:00:00.000Z';

/** Values of these of a connector's options, each of which its own schema takes. Undefined where there are none. */
export function sampleOptions(
  { options }: Pick<Connector, 'options'>,
  names: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  if (!options || names.length === 0) return undefined;
  const { properties = {} } = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' });
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name], name)]));
}

/** As much of JSON Schema as flat options need. */
type Schema = z.core.JSONSchema._JSONSchema | undefined;

function valueOf(schema: Schema, name: string, index = 0): unknown {
  if (schema === undefined || typeof schema === 'boolean') return undefined;
  const { format, default: usual, minLength = 0, maxLength = Infinity } = schema;
  const [type] = [schema.type].flat();
  if (schema.enum) return schema.enum[index % schema.enum.length];
  if (schema.anyOf) return valueOf(schema.anyOf[0], name, index);
  if (type === 'array') {
    // One item and its copy are often refused: two answers of a poll differ.
    const count = Math.max(2, schema.minItems ?? 0);
    const { items } = schema;
    const item = Array.isArray(items) ? items[0] : items;
    return Array.from({ length: Math.min(count, schema.maxItems ?? count) }, (_, at) => valueOf(item, name, at));
  }
  if (usual !== undefined) return usual;
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return smallest(schema) + index;
  if (format === 'date-time') return soon;
  if (format === 'date') return soon.slice(0, 10);
  if (format === 'uri') return `https://example.com/${index + 1}`;
  return `${index + 1} ${name} of the kit`.slice(0, maxLength).padEnd(minLength, 'a');
}

function smallest({ minimum, exclusiveMinimum, maximum }: z.core.JSONSchema.BaseSchema): number {
  const least = typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : (minimum ?? 1);
  // The smallest number that is safe (zod's `int`) is none that anybody means.
  return least < 0 ? Math.min(1, maximum ?? 1) : least;
}
