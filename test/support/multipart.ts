/** What a request is sent with. */
interface Body {
  readonly headers: Record<string, string>;
  readonly body: string | FormData;
}

/** A GraphQL request as JSON, or, where a file stands in its variables, as a form (GraphQL multipart request specification). */
export function encodeRequest(query: string, variables: Readonly<Record<string, unknown>>): Body {
  const files: { readonly path: string; readonly file: Blob }[] = [];
  const takeOut = (value: unknown, path: string): unknown => {
    if (value instanceof Blob) {
      files.push({ path, file: value });
      return null;
    }
    if (Array.isArray(value)) return value.map((each, index) => takeOut(each, `${path}.${String(index)}`));
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, takeOut(each, `${path}.${name}`)]));
  };
  const operations = JSON.stringify({ query, variables: takeOut(variables, 'variables') });
  if (files.length === 0) return { headers: { 'content-type': 'application/json' }, body: operations };
  const form = new FormData();
  form.set('operations', operations);
  form.set('map', JSON.stringify(Object.fromEntries(files.map(({ path }, index) => [String(index), [path]]))));
  for (const [index, { file }] of files.entries()) form.set(String(index), file);
  return { headers: { 'graphql-require-preflight': '1' }, body: form };
}
