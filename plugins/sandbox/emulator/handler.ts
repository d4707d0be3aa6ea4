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
import { answer, authenticate } from './api.ts';
import type { ApiContext } from './context.ts';
import { accountPage, challengePage, homePage, notFoundPage, postPage } from './pages.ts';
import { Refusal, refusals } from './refusals.ts';

/** Everything that the emulator serves: the API, the pages for people, and the control for tests. */
export function createHandler(context: ApiContext, faults: Faults, control: EmulatorControl) {
  return async (request: Incoming): Promise<Outgoing> => {
    const { pathname } = request.url;
    if (pathname.startsWith('/v1/')) return serveApi(request, pathname.slice('/v1/'.length), context, faults);
    if (pathname.startsWith('/_control/')) return serveControl(request, control);
    return servePage(request, context);
  };
}

const jsonError = (
  { code, message }: { readonly code: string; readonly message: string },
  status: number,
  { actionUrl, retryAfterSeconds }: Refusal['more'] = {},
  headers: Readonly<Record<string, string>> = {},
): Answer =>
  jsonAnswer(
    status,
    { error: { code, message, actionUrl } },
    { ...headers, ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }) },
  );

function serveApi(request: Incoming, path: string, context: ApiContext, faults: Faults): Promise<Outgoing> {
  return serveWithFault(request, faults.meet(request.method === 'POST' && path === 'posts'), {
    refuse: (code, message) => jsonError({ code, message }, statusOf(code)),
    serve: (planted) => serve(request, path, { ...context, ...planted }),
  });
}

async function serve(request: Incoming, path: string, context: ApiContext): Promise<Outgoing> {
  let headers: Readonly<Record<string, string>> = {};
  try {
    const account = authenticate(request.headers.authorization);
    const spent = context.requests.spend(account.externalId, context.now());
    ({ headers } = spent);
    if (spent.over) throw new Refusal('too_many_requests', 'Too many requests.', { retryAfterSeconds: 60 });
    const { method, url } = request;
    const asked = { method, path, query: url.searchParams, account, body: parseBody(request) };
    const { status, body, cut } = await answer(asked, context);
    return cut ? 'drop' : jsonAnswer(status, body, headers);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return jsonError(error, error.status, error.more, headers);
  }
}

function parseBody(request: Incoming): unknown {
  try {
    return readJson(request);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Refusal('request_invalid', error.message);
  }
}

const statusOf = (code: string) => Object.entries(refusals).find(([known]) => known === code)?.[1] ?? 400;

function servePage({ method, url }: Incoming, context: ApiContext): Outgoing {
  const [first = '', second = '', more] = url.pathname.slice(1).split('/').map(decode);
  if (more !== undefined) return notFoundPage();
  if (first === 'challenge' && second !== '') {
    if (method === 'POST') context.state.record({ change: 'solved', reference: second });
    return challengePage(context.state.solved.has(second));
  }
  if (first === '') return homePage(context);
  return (second === '' ? accountPage(first, context) : postPage(first, second, context)) ?? notFoundPage();
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
