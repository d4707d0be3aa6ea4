import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the authorization server was asked. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Issued {
  readonly challenge: string;
  readonly redirectUrl: string;
  readonly scope: string;
}

export const app = { clientId: 'an app', clientSecret: 's3cret-of_the/app' };

const refuse = (error: string, error_description = `No: ${error}`): Answer => ({
  status: 400,
  body: { error, error_description },
});

/**
 * A small authorization server: codes are good once and only with their PKCE verifier, refresh tokens rotate, and one that
 * comes twice ends the session. `rules` say what else it wants; `next` answers one request in its place.
 */
export async function startAuthorizationServer() {
  const asked: Asked[] = [];
  const codes = new Map<string, Issued>();
  const pushedRequests = new Map<string, URLSearchParams>();
  const refreshTokens = new Map<string, 'good' | 'used'>();
  const revoked: string[] = [];
  const rules = {
    basic: false,
    rotates: true,
    nonce: undefined as string | undefined,
    answer: {} as Readonly<Record<string, unknown>>,
    next: undefined as ((asked: Asked) => Answer) | undefined,
  };

  function grant(scope: string): Answer {
    const refresh_token = `refresh-${randomUUID()}`;
    refreshTokens.set(refresh_token, 'good');
    const tokens = { access_token: `access-${randomUUID()}`, token_type: 'Bearer', expires_in: 3600, scope };
    return { status: 200, body: { ...tokens, ...(rules.rotates && { refresh_token }), ...rules.answer } };
  }

  const asksAsApp = ({ headers, form }: Asked) =>
    rules.basic
      ? headers.authorization === `Basic ${btoa(`an+app:${encodeURIComponent(app.clientSecret)}`)}`
      : form.client_id === app.clientId && [app.clientSecret, undefined].includes(form.client_secret);

  function answer(request: Asked): Answer {
    const { path, headers, form } = request;
    if (rules.next) {
      const { next } = rules;
      rules.next = undefined;
      return next(request);
    }
    if (!asksAsApp(request)) return { ...refuse('invalid_client'), status: 401 };
    if (rules.nonce !== undefined && nonceOf(headers.dpop) !== rules.nonce) {
      return { ...refuse('use_dpop_nonce'), headers: { 'dpop-nonce': rules.nonce } };
    }
    if (path === '/revoke') {
      revoked.push(form.token ?? '');
      return { status: 200 };
    }
    if (path === '/par') {
      const request_uri = `urn:example:${randomUUID()}`;
      pushedRequests.set(request_uri, new URLSearchParams(form));
      return { status: 201, body: { request_uri, expires_in: 60 } };
    }
    if (form.grant_type === 'authorization_code') {
      const code = codes.get(form.code ?? '');
      codes.delete(form.code ?? '');
      const challenge = createHash('sha256')
        .update(form.code_verifier ?? '')
        .digest('base64url');
      if (code?.challenge !== challenge || code.redirectUrl !== form.redirect_uri) return refuse('invalid_grant');
      return grant(code.scope);
    }
    if (form.grant_type === 'refresh_token') {
      const token = form.refresh_token ?? '';
      const known = refreshTokens.get(token);
      if (rules.rotates) refreshTokens.set(token, 'used');
      if (known === 'used') refreshTokens.clear();
      return known === 'good' ? grant('read write') : refuse('invalid_grant');
    }
    return refuse('unsupported_grant_type');
  }

  const server = createServer((incoming, response) => {
    void (async () => {
      let text = '';
      for await (const chunk of incoming) text += String(chunk);
      const request: Asked = {
        path: incoming.url ?? '',
        headers: incoming.headers,
        form: Object.fromEntries(new URLSearchParams(text)),
      };
      asked.push(request);
      const { status, body, headers = {} } = answer(request);
      const content = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(content);
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // TCP, so no string

  return {
    url,
    asked,
    revoked,
    rules,
    endpoints: { authorization_endpoint: `${url}/authorize`, token_endpoint: `${url}/token` },
    /** A person opens the address and says yes. What they bring back. */
    agree(address: string): Record<string, string> {
      const { searchParams } = new URL(address);
      const wanted = pushedRequests.get(searchParams.get('request_uri') ?? '') ?? searchParams;
      const part = (name: string) => wanted.get(name) ?? '';
      if (part('response_type') !== 'code' || part('code_challenge_method') !== 'S256')
        throw new Error('a wrong request');
      const code = `code-${randomUUID()}`;
      codes.set(code, {
        challenge: part('code_challenge'),
        redirectUrl: part('redirect_uri'),
        scope: part('scope'),
      });
      return { code, state: part('state') };
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
export type AuthorizationServer = Awaited<ReturnType<typeof startAuthorizationServer>>;

export function nonceOf(proof: string | string[] | undefined): unknown {
  const payload = String(proof).split('.')[1] ?? '';
  const { nonce } = JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}') as { nonce?: unknown };
  return nonce;
}
