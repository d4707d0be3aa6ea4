import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// What goes over the wire, held to the network's own machine-readable schema. Only tests use it.

const folder = fileURLToPath(new URL('../../../../shared/networks/specs/vk/', import.meta.url));

/** False: the schema is not on this machine. */
export const hasSpecification: boolean = existsSync(folder);

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly required?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

interface Method {
  readonly name: string;
  readonly access_token_type: readonly string[];
  readonly parameters?: readonly (Schema & { readonly name: string })[];
  readonly responses: Readonly<Record<string, Schema>>;
}

interface Document {
  readonly methods?: readonly Method[];
  readonly objects?: Readonly<Record<string, Schema>>;
  readonly responses?: Readonly<Record<string, Schema>>;
  readonly errors?: Readonly<Record<string, { readonly code: number }>>;
}

/** Where the schema is known to lag behind the network, and why that is believed. */
export const exceptions: Readonly<Record<string, string>> = {
  'wall.post primary_attachments_mode': 'documented in 2026, the schema is of January 2025',
  'wall.post photo_attachments_crop': 'documented in 2026, the schema is of January 2025',
  'wall.post topic_id': 'documented for wall.post; the schema has it at wall.edit only',
  'wall.get owner_id': 'documented and used everywhere; the schema only has `domain`, with the type of an owner',
  'groups.getCallbackSettings events.like_add': 'documented; the list of events in the schema is older',
  'groups.getCallbackSettings events.like_remove': 'documented; the list of events in the schema is older',
  'groups.getCallbackSettings events.message_event': 'documented; the list of events in the schema is older',
  'utils.resolveScreenName []': 'an empty list is answered where nothing has that name',
  'error 1051': 'VK ID tokens without extended access; seen since 2025',
  'error 13000': 'documented in 2026',
};

const isExcepted = (what: string) => Object.hasOwn(exceptions, what);

const documents = new Map<string, Document>();

function documentOf(file: string): Document {
  const found = documents.get(file);
  if (found) return found;
  const path = `${folder}${file}`;
  // The shape is that of the folder's own README.
  const made = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Document) : {};
  documents.set(file, made);
  return made;
}

const methodOf = (name: string): Method | undefined =>
  documentOf(`${name.split('.')[0]}.json`).methods?.find((method) => method.name === name);

function resolve(ref: string): Schema | undefined {
  const [file = '', pointer = ''] = ref.split('#');
  let at: unknown = documentOf(file);
  for (const part of pointer.split('/').filter(Boolean))
    at = (at as Readonly<Record<string, unknown>> | undefined)?.[part]; // a pointer into a document
  return at as Schema | undefined; // what pointers of the schema lead to
}

const common = ['access_token', 'v', 'lang', 'test_mode', 'success_token', 'remixstlid', 'confirm'];

/** What is wrong with the parameters of a call. */
export function checkRequest(name: string, given: Readonly<Record<string, string>>): readonly string[] {
  const method = methodOf(name);
  if (!method) return [`there is no method ${name}`];
  const problems: string[] = [];
  const parameters = method.parameters ?? [];
  for (const [key, value] of Object.entries(given)) {
    if (common.includes(key) || isExcepted(`${name} ${key}`)) continue;
    const parameter = parameters.find((one) => one.name === key);
    if (!parameter) problems.push(`${name}: there is no parameter ${key}`);
    else problems.push(...problemsOf(typed(value, parameter), parameter, `${name}: ${key}`));
  }
  for (const { name: key, required } of parameters) {
    if (required === true && (given[key] ?? '') === '') problems.push(`${name}: ${key} is missing`);
  }
  return problems;
}

/** A value of a form, in the type of its parameter. */
function typed(value: string, schema: Schema): unknown {
  const { type, items, enum: values } = withRef(schema);
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (types.includes('array')) {
    return value
      .split(',')
      .filter((part) => part !== '')
      .map((part) => typed(part, items ?? {}));
  }
  if (types.includes('boolean')) return value === '1' ? true : value === '0' ? false : value;
  const isNumber =
    types.includes('integer') || types.includes('number') || values?.some((one) => typeof one === 'number');
  return isNumber === true && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

/** References followed to their end. */
function withRef({ $ref, ...schema }: Schema): Schema {
  const found = $ref === undefined ? undefined : resolve($ref);
  return found ? { ...withRef(found), ...schema } : schema;
}

/** What is wrong with an answer: it must be as one of the method's responses, or a known error. */
export function checkAnswer(name: string, given: Readonly<Record<string, string>>, body: unknown): readonly string[] {
  const method = methodOf(name);
  const answer = body as { readonly error?: { readonly error_code?: unknown }; readonly response?: unknown }; // only looked into
  if (answer.error !== undefined) return checkError(name, answer.error);
  if (!method) return [`there is no method ${name}`];
  if (Array.isArray(answer.response) && answer.response.length === 0 && isExcepted(`${name} []`)) return [];
  const variants = Object.entries(method.responses).filter(([variant]) => isAsked(variant, given));
  const found = variants.map(([, schema]) => [...problemsOf(body, schema, name)].filter((one) => !isKnown(name, one)));
  if (found.some((problems) => problems.length === 0)) return [];
  return found[0] ?? [`${name}: there is no response`];
}

/** `extendedResponse` is the answer to `extended=1`, where the method tells them apart. */
const isAsked = (variant: string, given: Readonly<Record<string, string>>): boolean =>
  !variant.startsWith('extended') || given.extended === '1';

const isKnown = (name: string, problem: string): boolean =>
  Object.keys(exceptions).some((what) => what.startsWith(`${name} `) && problem.includes(what.slice(name.length + 1)));

function checkError(name: string, error: Readonly<Record<string, unknown>>): readonly string[] {
  const codes = Object.values(documentOf('errors.json').errors ?? {}).map(({ code }) => code);
  const { error_code: code, error_msg: message, request_params: asked } = error;
  const problems: string[] = [];
  if (!isExcepted(`error ${String(code)}`) && !codes.some((known) => known === code)) {
    problems.push(`${name}: there is no error ${String(code)}`);
  }
  if (typeof message !== 'string') problems.push(`${name}: error_msg is no string`);
  if (!Array.isArray(asked)) problems.push(`${name}: request_params is no list`);
  return problems;
}

/** An event of the Callback API. */
export function checkEvent(event: { readonly type: string; readonly object?: unknown }): readonly string[] {
  const { events = {} } = documentOf('callback-events.json') as {
    readonly events?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  }; // composed for this folder, see its README
  // The schema has it beside the events, for what it is.
  if (event.type === 'confirmation') return [];
  const known = events[event.type];
  if (known === undefined) return [`there is no event ${event.type}`];
  const ref = known?.ref;
  if (typeof ref !== 'string') return [];
  const extra = Object.keys(known?.extra ?? {}); // names of further fields
  const schema = resolve(ref) ?? {};
  return [...problemsOf(event.object, schema, event.type)].filter(
    (problem) => !extra.some((field) => problem === `${event.type}.${field} is unknown`),
  );
}

/** What is wrong with a value. */
function* problemsOf(value: unknown, given: Schema, at: string): Generator<string, void> {
  const schema = withRef(given);
  if (schema.allOf) return yield* problemsOf(value, merged(schema), at);
  if (schema.oneOf) {
    const fits = schema.oneOf.some((one) => [...problemsOf(value, one, at)].length === 0);
    if (!fits) yield `${at} is none of what it may be`;
    return;
  }
  const { type, enum: values } = schema;
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (types.length > 0 && !types.some((one) => isOf(value, one))) {
    yield `${at} is ${JSON.stringify(value)}, no ${types.join(' or ')}`;
    return;
  }
  if (values && !values.includes(value)) yield `${at} is ${JSON.stringify(value)}, none of ${values.join(', ')}`;
  if (typeof value === 'number') yield* problemsOfNumber(value, schema, at);
  if (typeof value === 'string' && value.length > (schema.maxLength ?? Infinity)) yield `${at} is too long`;
  if (Array.isArray(value)) {
    if (value.length > (schema.maxItems ?? Infinity)) yield `${at} has too many elements`;
    for (const each of value as readonly unknown[]) yield* problemsOf(each, schema.items ?? {}, `${at}[]`);
  } else if (typeof value === 'object' && value !== null) {
    yield* problemsOfObject(value, schema, at);
  }
}

function* problemsOfNumber(value: number, { minimum = -Infinity, maximum = Infinity }: Schema, at: string) {
  if (value < minimum || value > maximum) yield `${at} is ${value}, out of bounds`;
}

function* problemsOfObject(
  value: object,
  { properties, patternProperties }: Schema,
  at: string,
): Generator<string, void> {
  if (!properties) return;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  for (const [key, { required }] of Object.entries(properties)) {
    if (required === true && fields[key] === undefined) yield `${at} lacks ${key}`;
  }
  for (const [key, each] of Object.entries(fields)) {
    const property = properties[key];
    if (property) yield* problemsOf(each, property, `${at}.${key}`);
    else if (!patternProperties) yield `${at}.${key} is unknown`;
  }
}

/** All that an `allOf` says, in one. */
function merged(schema: Schema): Schema {
  const parts = (schema.allOf ?? []).map(withRef).map((part) => (part.allOf ? merged(part) : part));
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Record<string, Schema>,
  }; // of schemas only
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
