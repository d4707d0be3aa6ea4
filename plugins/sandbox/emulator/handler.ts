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
import { answer, type ApiContext } from './api.ts';
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

const jsonError = (status: number, code: string, message: string, more: Refusal['more'] = {}): Answer => {
  const { actionUrl, retryAfterSeconds } = more;
  const headers = retryAfterSeconds === undefined ? undefined : { 'retry-after': String(retryAfterSeconds) };
  return jsonAnswer(status, { error: { code, message, actionUrl } }, headers);
};

function serveApi(request: Incoming, path: string, context: ApiContext, faults: Faults): Promise<Outgoing> {
  return serveWithFault(request, faults.meet(request.method === 'POST' && path === 'posts'), {
    refuse: (code, message) => jsonError(statusOf(code), code, message),
    serve: (planted) => serve(request, path, { ...context, ...planted }),
  });
}

function serve(request: Incoming, path: string, context: ApiContext): Outgoing {
  try {
    const { method, url, headers } = request;
    const { authorization } = headers;
    const { status, body, cut } = answer(
      { method, path, query: url.searchParams, authorization, body: parseBody(request) },
      context,
    );
    return cut ? 'drop' : jsonAnswer(status, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return jsonError(error.status, error.code, error.message, error.more);
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
  if (first === '') return homePage();
  return (second === '' ? accountPage(first, context) : postPage(first, second, context)) ?? notFoundPage();
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
