import { request, type IncomingHttpHeaders } from 'node:http';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `fetch` will not send the headers by which a server tells a browser's page from a script. */
const send = (url: URL, method: string, headers: Record<string, string>, body?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** What a person does in the browser: opens the page, signs in, agrees. Returns where the page sends the browser then. */
export async function consent(
  authorizationUrl: string,
  { did, handle, password }: { readonly did: string; readonly handle: string; readonly password: string },
): Promise<string> {
  const page = new URL(authorizationUrl);
  const cookies = new Map<string, string>();
  const visit = async (url: URL, method: string, headers: Record<string, string>, body?: string) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await send(url, method, { ...headers, ...(cookie && { cookie }) }, body);
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    if (answer.status >= 400) throw new Error(`${method} ${url.pathname} answered ${answer.status}: ${answer.body}`);
    return answer;
  };

  const navigation = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  await visit(page, 'GET', navigation);
  const post = async (path: string, body: object, token?: string) => {
    const headers = {
      'content-type': 'application/json',
      origin: page.origin,
      referer: page.href,
      'sec-fetch-site': 'same-origin',
      'sec-fetch-mode': 'same-origin',
      'x-csrf-token': cookies.get('csrf-token') ?? '',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const url = new URL(`/@atproto/oauth-provider/~api/${path}`, page);
    const answer = await visit(url, 'POST', headers, JSON.stringify(body));
    return JSON.parse(answer.body) as { ephemeralToken?: string; url?: string };
  };
  const signIn = { locale: 'en', username: handle, password, remember: false };
  const { ephemeralToken } = await post('sign-in', signIn);
  const { url } = await post('consent', { sub: did }, ephemeralToken);
  if (url === undefined) throw new Error('the server says no address to go back to');
  // A page of the server's own comes between.
  const { headers } = await visit(new URL(url), 'GET', {
    ...navigation,
    'sec-fetch-site': 'same-origin',
    referer: page.href,
  });
  return headers.location ?? url;
}
