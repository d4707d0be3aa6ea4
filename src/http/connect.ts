import type { IncomingMessage, ServerResponse } from 'node:http';
import { encodeGlobalID } from '@pothos/plugin-relay';
import { clientOf, finishAuthorization, type FinishedAuthorization } from '../app/workspace/authorization.ts';
import type { Shell } from '../app/ctx.ts';

const route = /^\/connect\/([a-z][a-z0-9]*)\/(callback|client\.json)$/;

/**
 * `/connect/<network>/callback`: where a network sends people back to. `/connect/<network>/client.json`: the document by
 * which a network that asks for one knows this installation. True: the request was for one of them.
 */
export function handleConnect(shell: Shell, request: IncomingMessage, response: ServerResponse): boolean {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, network, what] = route.exec(url.pathname) ?? [];
  if (network === undefined || request.method !== 'GET') return false;
  if (what === 'client.json') {
    serveClient(shell, network, response);
    return true;
  }
  finishAuthorization(shell, network, Object.fromEntries(url.searchParams))
    .then((authorization) => {
      goOn(authorization, response);
    })
    .catch((error: unknown) => {
      shell.log.error({ err: error, network }, 'a person who came back from a network could not be helped');
      if (response.headersSent) return;
      show(
        response,
        500,
        'Something went wrong here',
        'Close this page and connect again. If it happens again, tell whoever runs this.',
      );
    });
  return true;
}

function serveClient(shell: Shell, key: string, response: ServerResponse): void {
  const ways = shell.networks.get(key)?.connector.auth.ways ?? [];
  const way = ways.find((each) => each.kind === 'oauth2');
  const refuse = (status: number, body: string) =>
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
  let document: string | undefined;
  try {
    document =
      way?.kind === 'oauth2' && way.clientMetadata
        ? JSON.stringify(way.clientMetadata(clientOf(shell, key)))
        : undefined;
  } catch (error) {
    shell.log.error({ err: error, network: key }, 'a connector could not make the document of this installation');
    refuse(500, 'Something broke here.\n');
    return;
  }
  if (document === undefined) {
    refuse(404, 'This network asks for no such document.\n');
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' });
  response.end(document);
}

/** To where the application wanted the person, or to a page of ours. */
function goOn(authorization: FinishedAuthorization | null, response: ServerResponse): void {
  if (authorization === null) {
    show(
      response,
      400,
      'This link has been used, or is too old',
      'Go back to where you came from and connect the account again.',
    );
    return;
  }
  const { returnUrl, granted, problem } = authorization;
  if (returnUrl !== null) {
    const back = new URL(returnUrl);
    back.searchParams.set('authorizationId', encodeGlobalID('ChannelAuthorization', authorization.id));
    response.writeHead(303, { location: back.href, 'referrer-policy': 'no-referrer' }).end();
    return;
  }
  if (granted) {
    show(response, 200, 'Access was granted', 'You can close this page; the accounts are chosen where you began.');
    return;
  }
  show(response, 400, 'The account was not connected', problem?.message ?? 'Begin again where you came from.');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

function show(response: ServerResponse, status: number, title: string, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem">
<h1 style="font-size: 1.4rem">${escape(title)}</h1><p>${escape(text)}</p></body></html>
`);
}
