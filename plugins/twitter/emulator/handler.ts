import {
  jsonAnswer,
  readJson,
  serveControl,
  serveWithFault,
  type Answer,
  type Faults,
  type Incoming,
  type Outgoing,
} from '@polyphony/sdk/emulator';
import { z } from 'zod';
import { makesPublic, serveApi, wantedAnswer } from './api.ts';
import type { TwitterControl } from './control.ts';
import { decide, oauthError, readAsked, serveOAuth } from './oauth.ts';
import { accountPage, badRequestPage, consentPage, homePage, notFoundPage, postPage } from './pages.ts';
import type { RateLimits } from './rate-limits.ts';
import { settle } from './settling.ts';
import { spellings } from './state.ts';
import type { World } from './world.ts';

const oauthPaths = ['/2/oauth2/token', '/2/oauth2/revoke', '/oauth2/token'];

/** Everything that the emulator serves: the API, the pages for people, and the control for tests. */
export function createHandler(world: World, faults: Faults, limits: RateLimits, control: TwitterControl) {
  return async (request: Incoming): Promise<Outgoing> => {
    const { pathname } = request.url;
    if (pathname.startsWith('/_control/'))
      return (await serveOwnControl(request, control)) ?? serveControl(request, control);
    const isOAuth = oauthPaths.includes(pathname);
    if (!isOAuth && !pathname.startsWith('/2/')) return servePage(request, world);
    return serveWithFault(request, faults.meet(makesPublic(request)), {
      refuse: (code, message) =>
        isOAuth ? oauthError(code, message) : wantedAnswer(request, code, message, world, limits),
      serve: (planted) => (isOAuth ? serveOAuth(request, world) : serveApi(request, world, limits, planted)),
    });
  };
}

const ownControls = {
  tier: z.strictObject({ account: z.string(), tier: z.enum(['self-serve', 'enterprise']) }),
  balance: z.strictObject({ dollars: z.number() }),
  spelling: z.strictObject({ spelling: z.enum(spellings) }),
};

/** What this network can be told beyond what every one can. Undefined: something else is asked. */
async function serveOwnControl(request: Incoming, control: TwitterControl): Promise<Answer | undefined> {
  const read = <T>(shape: z.ZodType<T>): T => shape.parse(readJson(request));
  try {
    switch (`${request.method} ${request.url.pathname.slice('/_control/'.length)}`) {
      case 'POST tier': {
        const { account, tier } = read(ownControls.tier);
        await control.setTier(account, tier);
        break;
      }
      case 'POST balance':
        await control.setBalance(read(ownControls.balance).dollars);
        break;
      case 'POST spelling':
        await control.speak(read(ownControls.spelling).spelling);
        break;
      default:
        return undefined;
    }
    return jsonAnswer(200, {});
  } catch (error) {
    return jsonAnswer(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function servePage(request: Incoming, world: World): Answer {
  settle(world);
  // People read the same pages at the network's other address.
  const pathname = request.url.pathname.replace(/^\/~web(?=\/|$)/, '');
  if (pathname === '/i/oauth2/authorize') return serveConsent(request, world);
  if (pathname === '' || pathname === '/') return homePage();
  const file = /^\/~media\/(\d+)$/.exec(pathname)?.[1];
  if (file !== undefined) return serveFile(file, world);
  if (/^\/~(avatar|preview)\//.test(pathname)) return picture;
  const [, name = '', id] = /^\/(\w+)(?:\/status\/(\d+)(?:\/.*)?)?$/.exec(pathname) ?? [];
  return (id === undefined ? accountPage(name, world) : postPage(id, world)) ?? notFoundPage();
}

function serveConsent({ method, url, body }: Incoming, world: World): Answer {
  const asked = readAsked(url);
  if (typeof asked === 'string') return badRequestPage(asked);
  if (method !== 'POST') return consentPage(asked);
  const form = new URLSearchParams(body.toString());
  const account = form.get('decision') === 'allow' ? (form.get('account') ?? undefined) : undefined;
  return { status: 303, headers: { location: decide(asked, account, world) } };
}

function serveFile(id: string, { state }: World): Answer {
  const upload = state.get('upload', id);
  const bytes = upload?.file?.bytes;
  if (!upload || bytes === undefined) return notFoundPage();
  const headers = { 'content-type': upload.mimeType, 'x-content-type-options': 'nosniff' };
  return { status: 200, headers, body: Buffer.from(bytes, 'base64') };
}

const picture: Answer = {
  status: 200,
  headers: { 'content-type': 'image/svg+xml', 'content-security-policy': "default-src 'none'" },
  body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1" fill="#1d2433"/></svg>',
};
