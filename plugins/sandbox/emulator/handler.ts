import { faultSchema, insertedPostSchema, type EmulatorControl } from '@polyphony/sdk/emulator';
import { answer, type ApiContext } from './api.ts';
import type { Faults } from './control.ts';
import { accountPage, challengePage, homePage, notFoundPage, postPage } from './pages.ts';
import { Refusal, refusals } from './refusals.ts';
import type { Incoming, Outgoing } from './server.ts';

/** Everything that the emulator serves: the API, the pages for people, and the control for tests. */
export function createHandler(context: ApiContext, faults: Faults, control: EmulatorControl) {
  return async (request: Incoming): Promise<Outgoing> => {
    const { pathname } = request.url;
    if (pathname.startsWith('/v1/')) return serveApi(request, pathname.slice('/v1/'.length), context, faults);
    if (pathname.startsWith('/_control/')) return serveControl(request, control);
    return servePage(request, context);
  };
}

const json = (status: number, body?: unknown, headers: Record<string, string> = {}): Exclude<Outgoing, 'drop'> => ({
  status,
  headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

const jsonError = (status: number, code: string, message: string, more: Refusal['more'] = {}) => {
  const { actionUrl, retryAfterSeconds } = more;
  const headers = retryAfterSeconds === undefined ? undefined : { 'retry-after': String(retryAfterSeconds) };
  return json(status, { error: { code, message, actionUrl } }, headers);
};

function serveApi(request: Incoming, path: string, context: ApiContext, faults: Faults): Outgoing {
  const fault = faults.meet(request.method === 'POST' && path === 'posts');
  switch (fault?.kind) {
    case 'drop_before':
      return 'drop';
    case 'status':
      return {
        status: fault.status,
        headers: { 'content-type': 'text/html' },
        body: '<h1>The gateway is not well</h1>',
      };
    case 'code':
      return jsonError(statusOf(fault.code), fault.code, 'A test wanted this error.');
    case 'echo': {
      const { method, url, headers, body } = request;
      return jsonError(400, 'echo', JSON.stringify({ method, url: url.href, headers, body }));
    }
    default: {
      const made = serve(
        request,
        path,
        fault?.kind === 'processing' ? { ...context, processingMs: fault.ms } : context,
      );
      if (fault?.kind === 'drop_after') return 'drop';
      return fault?.kind === 'slow' && made !== 'drop' ? { ...made, delayMs: fault.ms } : made;
    }
  }
}

function serve(request: Incoming, path: string, context: ApiContext): Outgoing {
  try {
    const { method, url, headers } = request;
    const { authorization } = headers;
    const { status, body, cut } = answer(
      { method, path, query: url.searchParams, authorization, body: parseBody(request) },
      context,
    );
    return cut ? 'drop' : json(status, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return jsonError(error.status, error.code, error.message, error.more);
  }
}

/** Only JSON: a form on some web page, open in the same browser, can send no such request. */
function parseBody({ headers, body }: Incoming): unknown {
  if (body === '') return undefined;
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) {
    throw new Refusal('request_invalid', 'The body must be application/json.');
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal('request_invalid', 'The body is no JSON.');
  }
}

const statusOf = (code: string) => Object.entries(refusals).find(([known]) => known === code)?.[1] ?? 400;

async function serveControl(request: Incoming, control: EmulatorControl): Promise<Outgoing> {
  const { method, url } = request;
  try {
    switch (`${method} ${url.pathname}`) {
      case 'GET /_control/codes':
        return json(200, control.codes);
      case 'GET /_control/posts':
        return json(200, await control.posts());
      case 'POST /_control/posts':
        return json(201, await control.insert(insertedPostSchema.parse(parseBody(request))));
      case 'POST /_control/fail':
        await control.fail(faultSchema.parse(parseBody(request)));
        return json(200, {});
      default:
        return json(404, { error: `There is no ${method} ${url.pathname}.` });
    }
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function servePage({ method, url }: Incoming, context: ApiContext): Outgoing {
  const [first = '', second = '', more] = url.pathname.slice(1).split('/').map(decode);
  if (more !== undefined) return page(404, notFoundPage());
  if (first === 'challenge' && second !== '') {
    if (method === 'POST') context.state.record({ change: 'solved', reference: second });
    return page(200, challengePage(context.state.solved.has(second)));
  }
  const found =
    first === '' ? homePage() : second === '' ? accountPage(first, context) : postPage(first, second, context);
  return found === undefined ? page(404, notFoundPage()) : page(200, found);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

const page = (status: number, body: string): Outgoing => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; form-action 'self'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  },
  body,
});
