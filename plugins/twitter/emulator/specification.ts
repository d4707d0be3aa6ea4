import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Spelling } from './state.ts';

// What goes over the wire, held to the network's own OpenAPI documents. Only tests use it.

const folder = fileURLToPath(new URL('../../../../shared/networks/specs/x/', import.meta.url));

/** False: the documents are not on this machine. */
export const hasSpecification: boolean = existsSync(folder);

type Json = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Json;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Json }>>;
}

interface Operation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>>; readonly schemas: Json };
}

/** As much of Ajv as is needed: the plugin does not depend on it. */
export interface SchemaCompiler {
  addSchema(schema: object, key: string): unknown;
  compile(schema: object): ((value: unknown) => unknown) & {
    errors?: readonly { readonly instancePath: string; readonly message?: string; readonly params?: unknown }[] | null;
  };
}

/** What the compiler must be made with. */
export const compilerOptions = {
  strict: false,
  allErrors: true,
  formats: {
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
    uri: /^https?:\/\/\S+$/,
    int32: true,
    int64: true,
    long: true,
    double: true,
    binary: true,
    byte: true,
  },
} as const;

/** One request and what came of it. */
export interface Checked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Absent: nothing was sent, or no JSON. */
  readonly sent?: unknown;
  readonly status: number;
  readonly body: unknown;
}

/** Where a document is known to lag behind the network. */
export interface Exception {
  readonly endpoint: RegExp;
  readonly problem: RegExp;
  /** Why it is believed. */
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [
  {
    endpoint: /^POST \/2\/activity\/subscriptions$/,
    problem: /event_type/,
    reason: 'oauth.revoke is in the prose of the documentation, not in the list',
  },
  {
    endpoint: /\/activity\/subscriptions$/,
    problem: /"meta"|total_subscriptions/,
    reason: 'how many subscriptions there are is seen in answers to a list of them',
  },
  {
    endpoint: /^GET \/2\/media\/upload$/,
    problem: /processing_info.*"error"/,
    reason: 'why processing failed is seen in answers, and described nowhere',
  },
  {
    endpoint: /\/2\/media\/upload/,
    problem: /required property '(meta|type)'/,
    reason: '2.166 demands a `meta` and a `type` that neither 2.167 nor the prose knows',
  },
  {
    endpoint: /^POST \/2\/tweets$/,
    problem: /edit_history_tweet_ids/,
    reason: '2.166 leaves the versions of a new post out; the prose and 2.167 have them',
  },
  {
    endpoint: /^POST \/2\/webhooks(\/replay)?$/,
    problem: /property '(id|url|valid|created_at|job_id)'|"data"/,
    reason: '2.166 has the webhook or the job itself as the answer; the prose and 2.167 put it into `data`',
  },
  {
    endpoint: /^GET /,
    problem: /(non_public|organic)_metrics.*"(url_link_clicks|user_profile_clicks|engagements)"/,
    reason: '2.166 leaves out private counts that the page on metrics has; 2.167 leaves all of them open',
  },
  {
    endpoint: /^GET /,
    problem: /"media_count"/,
    reason: 'the page on metrics and 2.167 count media of an account, 2.166 does not',
  },
  {
    endpoint: /^GET \/2\/tweets\/analytics$/,
    problem: /metrics.*"shares"/,
    reason: '2.166 lets ask for shares and leaves them out of the answer',
  },
  {
    endpoint: /^PUT \/2\/webhooks/,
    problem: /"valid"|'attempted'/,
    reason: '2.166 calls `attempted` what the prose and 2.167 call `valid`',
  },
  {
    endpoint: /^POST \/2\/users\/\{id\}\/retweets$/,
    problem: /"rest_id"/,
    reason: '2.167 demands `rest_id`, 2.166 does not know it; the network adds fields at any time',
  },
  {
    endpoint: /^DELETE \/2\/activity\/subscriptions$/,
    problem: /must be object/,
    reason: '2.166 tells of one subscription where several are removed; 2.167 of each',
  },
  {
    endpoint: /^event$/,
    problem: /"in_reply_to_tweet_id"/,
    reason: 'the examples of events have it, and no document describes events of posts by themselves',
  },
];

type Version = '2.166' | '2.167';
const versionOf = (spelling: Spelling): Version => (spelling === 'classic' ? '2.166' : '2.167');

/** Checks exchanges by both documents, each in its time. */
export class Specification {
  /** The exceptions that were needed. */
  readonly met = new Set<Exception>();
  readonly #compiler: SchemaCompiler;
  readonly #documents: Readonly<Record<Version, Document>>;
  readonly #compiled = new Map<string, ReturnType<SchemaCompiler['compile']>>();

  constructor(compiler: SchemaCompiler) {
    this.#compiler = compiler;
    this.#documents = { '2.166': readDocument('2.166'), '2.167': readDocument('2.167') };
    for (const [version, document] of Object.entries(this.#documents)) compiler.addSchema(document, version);
  }

  /** What is wrong with an exchange, in words. A request may be as either document says; an answer is in its own words. */
  check(exchange: Checked, spelling: Spelling = 'classic'): readonly string[] {
    const found = this.#requestProblems(exchange, '2.166');
    const request = found.length === 0 ? found : this.#requestProblems(exchange, '2.167');
    // What was refused need not be right.
    const isRefused = exchange.status >= 400;
    return [...(isRefused ? [] : request), ...this.#answerProblems(exchange, versionOf(spelling))];
  }

  /** What is wrong with what was sent, even where it was refused. */
  checkRequest(exchange: Pick<Checked, 'method' | 'path' | 'sent'>): readonly string[] {
    const found = this.#requestProblems(exchange, '2.166');
    return found.length === 0 ? found : this.#requestProblems(exchange, '2.167');
  }

  /** What is wrong with the payload of an event that tells of a post. */
  checkPost(payload: unknown): readonly string[] {
    const schema = { $ref: '2.166#/components/schemas/Tweet' };
    return this.#problems('2.166', schema, payload, 'event').filter((problem) => !this.#isExcepted(problem, 'event'));
  }

  #requestProblems(
    { method, path, sent }: Pick<Checked, 'method' | 'path' | 'sent'>,
    version: Version,
  ): readonly string[] {
    const url = new URL(path, 'http://127.0.0.1');
    const found = this.#operation(method, url.pathname, version);
    if (!found) return [`${version} has no ${method} ${url.pathname}`];
    const { operation, name, values } = found;
    const parameters = (operation.parameters ?? []).map((one) => this.#parameter(one, version));
    const problems: string[] = [];
    for (const [key, value] of url.searchParams) {
      const parameter = parameters.find((one) => one.in === 'query' && one.name === key);
      if (!parameter) problems.push(`${name}: there is no parameter ${key} in ${version}`);
      else problems.push(...this.#parameterProblems(parameter, value, name, version));
    }
    for (const parameter of parameters) {
      if (parameter.in === 'path') {
        problems.push(...this.#parameterProblems(parameter, values[parameter.name] ?? '', name, version));
      } else if (parameter.required === true && !url.searchParams.has(parameter.name)) {
        problems.push(`${name}: ${parameter.name} is missing`);
      }
    }
    const { content } = operation.requestBody ?? {};
    const schema = content?.['application/json']?.schema ?? content?.['multipart/form-data']?.schema;
    if (sent !== undefined) {
      if (schema) problems.push(...this.#problems(version, schema, sent, `${name} sent`));
      else if (JSON.stringify(sent) !== '{}') problems.push(`${name}: nothing may be sent`);
    }
    return problems.filter((problem) => !this.#isExcepted(problem, name));
  }

  #parameterProblems({ name: key, schema }: Parameter, value: string, name: string, version: Version) {
    const isOf = (type: string) => schema.type === type;
    const given = isOf('array') ? value.split(',') : isOf('integer') && /^\d+$/.test(value) ? Number(value) : value;
    return this.#problems(version, schema, given, `${name} ${key}`);
  }

  #answerProblems({ method, path, status, body }: Checked, version: Version): readonly string[] {
    const { pathname } = new URL(path, 'http://127.0.0.1');
    const found = this.#operation(method, pathname, version);
    if (!found) return [`${version} has no ${method} ${pathname}`];
    const { operation, name } = found;
    if (status >= 400) return this.#errorProblems(body, name);
    const schema = operation.responses[String(status)]?.content?.['application/json']?.schema;
    if (!schema) return [`${name}: there is no answer ${status} in ${version}`];
    return this.#problems(version, schema, body, name).filter((problem) => !this.#isExcepted(problem, name));
  }

  /** A problem as 2.166 has it: of the kinds of 2.167 some are missing that the network still sends. Or the older form. */
  #errorProblems(body: unknown, name: string): readonly string[] {
    const of = (kind: string) =>
      this.#problems('2.166', { $ref: `2.166#/components/schemas/${kind}` }, body, `${name} error`);
    const asProblem = of('Problem').filter((problem) => !problem.includes('additional'));
    if (asProblem.length === 0) return [];
    const { errors } = body as { readonly errors?: unknown }; // only looked into
    const isOld = Array.isArray(errors) && errors.every((each) => this.#isOldError(each));
    return isOld ? [] : asProblem;
  }

  #isExcepted(what: string, name: string): boolean {
    const found = exceptions.find(({ endpoint, problem }) => endpoint.test(name) && problem.test(what));
    if (found) this.met.add(found);
    return found !== undefined;
  }

  #isOldError(each: unknown): boolean {
    return this.#problems('2.166', { $ref: '2.166#/components/schemas/Error' }, each, '').length === 0;
  }

  #operation(method: string, pathname: string, version: Version) {
    const given = pathname.split('/');
    const fits = Object.entries(this.#documents[version].paths)
      .map(([name, operations]) => ({ name, parts: name.split('/'), operation: operations[method.toLowerCase()] }))
      .filter(({ parts }) => parts.length === given.length)
      .filter(({ parts }) => parts.every((part, index) => part.startsWith('{') || part === given[index]))
      .sort((a, b) => a.name.split('{').length - b.name.split('{').length);
    const found = fits.find(({ operation }) => operation !== undefined);
    if (!found?.operation) return undefined;
    const { parts, operation, name } = found;
    const values: Readonly<Record<string, string>> = Object.fromEntries(
      parts.flatMap((part, index) => (part.startsWith('{') ? [[part.slice(1, -1), given[index] ?? '']] : [])),
    );
    return { operation, name: `${method} ${name}`, values };
  }

  #parameter(given: Parameter | { readonly $ref: string }, version: Version): Parameter {
    if (!('$ref' in given)) return given;
    const found = this.#documents[version].components.parameters[given.$ref.split('/').at(-1) ?? ''];
    if (!found) throw new Error(`there is no ${given.$ref}`);
    return found;
  }

  #problems(version: Version, schema: Json, value: unknown, at: string): readonly string[] {
    const key = `${version} ${JSON.stringify(schema)}`;
    const validate = this.#compiled.get(key) ?? this.#compiler.compile(absolute(schema, version) as object); // a schema
    this.#compiled.set(key, validate);
    if (validate(value) === true) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${at}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

function readDocument(version: Version): Document {
  const text = readFileSync(`${folder}x-api-v2-${version}.json`, 'utf8');
  const document: unknown = JSON.parse(text);
  return closed(document, partsIn(document)) as Document; // an OpenAPI document, see the folder's README
}

/** Names of schemas that are parts of others. */
function partsIn(value: unknown, isPart = false): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(
    Object.entries(value).flatMap(([key, inner]): readonly string[] => {
      if (key === '$ref' && isPart && typeof inner === 'string') return [inner.split('/').at(-1) ?? ''];
      return [...partsIn(inner, key === 'allOf' || (isPart && Array.isArray(value)))];
    }),
  );
}

/**
 * OpenAPI 3.0 as JSON Schema: what may be null says so in its type; and an object that lists its fields has no others,
 * unless it is a part of something larger.
 */
function closed(value: unknown, parts: ReadonlySet<string>, isPart = false): unknown {
  if (Array.isArray(value)) return value.map((each) => closed(each, parts, isPart));
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Json; // an object of the document
  const made: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest)
      .filter(([key]) => key !== 'discriminator' && key !== 'example')
      .map(([key, inner]) => [key, closed(inner, parts, key === 'allOf' || parts.has(key))]),
  );
  if (nullable === true && typeof made.type === 'string') made.type = [made.type, 'null'];
  if (nullable === true && Array.isArray(made.enum)) made.enum = [...(made.enum as readonly unknown[]), null];
  const isObject = typeof made.properties === 'object' && made.properties !== null && made.type === 'object';
  if (isObject && made.additionalProperties === undefined && !isPart) made.additionalProperties = false;
  return made;
}

/** References into the document from outside of it. */
function absolute(value: unknown, version: Version): unknown {
  if (Array.isArray(value)) return value.map((each) => absolute(each, version));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]): [string, unknown] =>
      key === '$ref' && typeof inner === 'string' && inner.startsWith('#')
        ? [key, `${version}${inner}`]
        : [key, absolute(inner, version)],
    ),
  );
}
