import {
  jsonAnswer,
  readJson,
  serveControl,
  serveWithFault,
  type Answer,
  type EmulatorControl,
  type Faults,
  type Incoming,
  type Outgoing,
} from '@polyphony/sdk/emulator';
import { appViewMethods } from './appview.ts';
import { blobMethods } from './blob.ts';
import { readCaller, type Caller } from './caller.ts';
import { serveConsent } from './consent.ts';
import { currentNonce, NonceWanted } from './dpop.ts';
import { lookAt, postCollection, type AppContext, type Index } from './happenings.ts';
import { usedUp } from './limits.ts';
import { metadata, oauthEndpoints, oauthError } from './oauth.ts';
import { blobAnswer, homePage, notFoundPage, postPage, profilePage } from './pages.ts';
import { Refusal, statusOf } from './refusals.ts';
import { repoMethods } from './repo.ts';
import { serverMethods, type ServerContext } from './server.ts';
import { sessionMethods } from './session.ts';
import type { Method } from './xrpc.ts';

export interface HandlerContext {
  readonly server: ServerContext;
  readonly index: Index;
}

const methods = { ...serverMethods, ...sessionMethods, ...repoMethods, ...blobMethods };

/** Everything that the emulator serves: the API, the authorization server, pages for people, and the control for tests. */
export function createHandler(context: HandlerContext, faults: Faults, control: EmulatorControl) {
  return async (request: Incoming): Promise<Outgoing> => {
    const { pathname } = request.url;
    if (pathname.startsWith('/_control/')) return serveControl(request, control);
    const isApi = pathname.startsWith('/xrpc/') || isOAuth(pathname);
    if (!isApi) return servePage(request, context);
    return serveWithFault(request, faults.meet(makesPublic(request)), {
      refuse: (code, message) => refusalAnswer(pathname, code, message, context),
      serve: () => serveApi(request, context),
    });
  };
}

const isOAuth = (path: string) => Object.hasOwn(metadata, path) || Object.hasOwn(oauthEndpoints, path);

const writing = /^\/xrpc\/com\.atproto\.repo\.(createRecord|putRecord|applyWrites)$/;

/** Whether a request makes a post, or changes one. */
function makesPublic({ url, body }: Incoming): boolean {
  if (!writing.test(url.pathname)) return false;
  const { collection, writes = [] } = looselyParse(body);
  return [collection, ...writes.map((write) => write.value && write.collection)].includes(postCollection);
}

interface Writing {
  readonly collection?: string;
  readonly writes?: readonly { readonly collection: string; readonly value?: object }[];
}

/** Only a guess at what is asked for: the method itself looks closely. */
function looselyParse(body: Buffer): Writing {
  try {
    return JSON.parse(body.toString()) as Writing;
  } catch {
    return {};
  }
}

const xrpcError = (status: number, { code, message, headers }: Pick<Refusal, 'code' | 'message' | 'headers'>) =>
  jsonAnswer(status, { error: code, message }, headers);

/** An error that a test wanted: of this code, documented or not. */
function refusalAnswer(path: string, code: string, message: string, { server }: HandlerContext): Answer {
  const headers = code === 'RateLimitExceeded' ? usedUp(server.now()) : {};
  const body = isOAuth(path) ? { error: code, error_description: message } : { error: code, message };
  return jsonAnswer(statusOf(code), body, headers);
}

async function serveApi(request: Incoming, context: HandlerContext): Promise<Answer> {
  const { server } = context;
  const { pathname } = request.url;
  try {
    const limited = server.limits.spend('request', 'this machine');
    const answer = await (isOAuth(pathname) ? serveOAuth(request, server) : serveXrpc(request, context));
    const nonce = usesDpop(request) && { 'dpop-nonce': currentNonce(server) };
    return { ...answer, headers: { ...limited, ...nonce, ...answer.headers } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const status = error instanceof NonceWanted ? error.status : statusOf(error.code);
    if (isOAuth(pathname)) return oauthError(status, error, server);
    const answer = xrpcError(status, error);
    return {
      ...answer,
      headers: { ...answer.headers, ...(usesDpop(request) && { 'dpop-nonce': currentNonce(server) }) },
    };
  }
}

const usesDpop = ({ url, headers }: Incoming) => headers.dpop !== undefined || isOAuth(url.pathname);

function serveOAuth(request: Incoming, server: ServerContext): Answer {
  const { pathname } = request.url;
  const document = metadata[pathname];
  if (document) return jsonAnswer(200, document(server.url));
  if (request.method !== 'POST') throw new Refusal('invalid_request', 'Only POST');
  const answer = oauthEndpoints[pathname]?.(request, server);
  if (!answer) throw new Refusal('invalid_request', `There is no ${pathname}`);
  return { ...answer, headers: { ...answer.headers, 'dpop-nonce': currentNonce(server) } };
}

/** What a write costs of an account's allowance. */
const points: Readonly<Record<string, number>> = { createRecord: 3, putRecord: 2, deleteRecord: 1 };

function costOf({ url, body }: Incoming): number | undefined {
  const name = url.pathname.split('.').at(-1) ?? '';
  if (name !== 'applyWrites') return points[name];
  const kinds = (looselyParse(body).writes ?? []).map((write) => (write as { $type?: string }).$type?.split('#')[1]);
  return kinds.reduce((sum, kind) => sum + ({ create: 3, update: 2 }[kind ?? ''] ?? 1), 0);
}

async function serveXrpc(request: Incoming, { server, index }: HandlerContext): Promise<Answer> {
  const name = request.url.pathname.slice('/xrpc/'.length);
  if (Object.hasOwn(appViewMethods, name))
    return serveMethod(request, appViewMethods[name], () => lookAt(index), server);
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return serveMethod(request, method, () => server, server);
}

const nobody: Caller = { did: '', jti: '' };

async function serveMethod<Context extends ServerContext | AppContext>(
  request: Incoming,
  method: Method<Context> | undefined,
  contextOf: () => Context,
  server: ServerContext,
): Promise<Answer> {
  if (!method) throw new Refusal('MethodNotImplemented', 'Method Not Implemented');
  if (method.http !== request.method) {
    throw new Refusal('InvalidRequest', `Incorrect HTTP method (${request.method}) expected ${method.http}`);
  }
  const caller = method.as === 'anyone' ? nobody : readCaller(request, method.as, server);
  const cost = costOf(request);
  const limited = cost === undefined ? {} : server.limits.spend('write', caller.did, cost);
  const body = await method.run(
    { parameters: request.url.searchParams, body: bodyOf(request, method), incoming: request, caller },
    contextOf(),
  );
  return jsonAnswer(200, body, limited);
}

/** Of a method that takes JSON, what was sent. Undefined where it takes none, or bytes. */
function bodyOf<Context>(request: Incoming, { http, body = 'json' }: Method<Context>): unknown {
  if (http === 'GET' || body === 'bytes') return undefined;
  if (body === 'none') {
    if (request.size === 0) return undefined;
    throw new Refusal('InvalidRequest', 'A request body was provided when none was expected');
  }
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/.test(type)) {
    throw new Refusal('InvalidRequest', `Wrong request encoding (Content-Type): ${type.split(';')[0]}`);
  }
  try {
    return readJson(request);
  } catch {
    throw new Refusal('InvalidRequest', 'The body is no JSON');
  }
}

async function servePage(request: Incoming, { server, index }: HandlerContext): Promise<Outgoing> {
  if (request.url.pathname === '/oauth/authorize') return serveConsent(request, server);
  const context = { app: lookAt(index), state: server.state };
  // The network's app has an address of its own, which is a path here.
  const parts = request.url.pathname
    .replace(/^\/(~app\/)?/, '')
    .split('/')
    .map(decode);
  const [first = '', second = '', third = '', fourth = ''] = parts;
  if (first === '' && parts.length === 1) return homePage();
  if (first === 'img' && parts.length === 3) return blobAnswer(second, third, context) ?? notFoundPage();
  if (first !== 'profile') return notFoundPage();
  if (parts.length === 2) return (await profilePage(second, context)) ?? notFoundPage();
  if (third !== 'post' || parts.length !== 4) return notFoundPage();
  return (await postPage(second, fourth, context)) ?? notFoundPage();
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
