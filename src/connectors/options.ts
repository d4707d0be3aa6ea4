import { z } from 'zod';

/** Names of GraphQL's enum values; those with two underscores at the beginning are its own. */
const graphqlName = /^(?!__|true$|false$|null$)[_A-Za-z][_0-9A-Za-z]*$/;

const wrappers = new Set(['optional', 'nullable', 'default', 'prefault', 'readonly']);
const optionTypes = new Set(['string', 'number', 'boolean', 'enum']);
const scalars = new Set<unknown>(['string', 'number', 'integer', 'boolean']);
const mostOptions = 50;

/** Options become one GraphQL input and one output type, so they are flat and hold nothing that GraphQL cannot say. */
export function checkOptions(options: unknown, context: z.RefinementCtx): void {
  if (options === undefined) return;
  const problem = (message: string, path: string[] = []) => context.addIssue({ code: 'custom', message, path });
  if (!(options instanceof z.ZodObject)) {
    problem('must be a zod object');
    return;
  }
  const fields = Object.entries<z.core.$ZodType>(options.shape);
  if (fields.length === 0) problem('has no field; leave it out');
  if (fields.length > mostOptions) problem(`must have at most ${mostOptions} entries`);
  let whole = true;
  for (const [name, field] of fields) {
    const problems = fieldProblems(name, field);
    whole &&= problems.length === 0;
    for (const message of problems) problem(message, [name]);
  }
  // What zod cannot say as data (a default that throws, dates among unknown keys) is told once, and not for each option.
  if (whole) for (const { message, path } of schemaProblems(options)) problem(message, path);
}

function fieldProblems(name: string, field: z.core.$ZodType): readonly string[] {
  const problems: string[] = [];
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) problems.push('must be named in camelCase, as GraphQL shows it');
  const { type } = innermost(field)._zod.def;
  if (!optionTypes.has(type)) {
    problems.push(`must be a string, number, boolean or enum, or a list of these (it is: ${type})`);
  }
  if (type === 'enum') {
    const choices = valuesUnder(field);
    const unfit = choices.filter((value) => !graphqlName.test(value));
    if (unfit.length > 0) problems.push(`must have choices that GraphQL can name (it has: ${unfit.join(', ')})`);
    if (choices.length === 0) problems.push('must have a choice');
    if (name === 'input') problems.push('must have another name: GraphQL’s type of its choices would be taken');
  }
  return problems;
}

interface Problem {
  readonly message: string;
  readonly path: string[];
}

/** What stands in the way of the JSON schema from which the API makes its types. */
function schemaProblems(options: z.ZodObject): readonly Problem[] {
  let properties: Readonly<Record<string, unknown>>;
  try {
    properties = z.toJSONSchema(options, { io: 'input', target: 'openapi-3.0' }).properties ?? {};
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    return [{ message: `cannot be told as a JSON schema: ${reason}`, path: [] }];
  }
  return Object.keys(options.shape).flatMap((name) => {
    const message = propertyProblem(properties[name]);
    return message === undefined ? [] : [{ message, path: [name] }];
  });
}

const propertyShape = z.object({
  type: z.unknown().optional(),
  enum: z.array(z.string().regex(graphqlName)).min(1).optional(),
  description: z.string().max(1000).optional(),
  $ref: z.undefined().optional(),
});

function propertyProblem(property: unknown): string | undefined {
  const read = propertyShape.extend({ items: propertyShape.optional() }).safeParse(property);
  if (!read.success) {
    const place = read.error.issues[0]?.path.join('.');
    if (place?.endsWith('$ref') === true) return 'must have no id among its `meta`: types are not shared';
    return `has a \`${place ?? ''}\` among its \`meta\` that cannot be shown`;
  }
  const one = read.data.type === 'array' ? read.data.items : read.data;
  return scalars.has(one?.type) ? undefined : 'must be one value, or a list of single ones';
}

/** What stands within wrappers and lists. */
function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod;
  if (def.type === 'array' && 'element' in def) return innermost(def.element as z.core.$ZodType); // every list has one
  if (!wrappers.has(def.type)) return schema;
  return 'innerType' in def ? innermost(def.innerType as z.core.$ZodType) : schema; // every wrapper has a type within
}

const valuesUnder = (schema: z.core.$ZodType): readonly string[] =>
  [...(innermost(schema)._zod.values ?? [])].map(String);
