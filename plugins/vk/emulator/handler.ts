import {
  serveControl,
  serveWithFault,
  type Answer,
  type EmulatorControl,
  type Faults,
  type Incoming,
  type Outgoing,
} from '@polyphony/sdk/emulator';
import { managers } from './accounts.ts';
import { makesPublic, serveMethod, wantedError } from './api.ts';
import type { World } from './method.ts';
import { decide, oauthError, readAsked, serveOAuth } from './oauth.ts';
import {
  badRequestPage,
  captchaPage,
  communityPage,
  consentPage,
  homePage,
  notFoundPage,
  postPage,
  validationPage,
} from './pages.ts';
import type { RateLimits } from './rate-limits.ts';
import { settle } from './settling.ts';
import { serveUpload, uploadError } from './upload.ts';

/** Everything that the emulator serves: all hosts of the network, pages for people, and the control for tests. */
export function createHandler(world: World, faults: Faults, limits: RateLimits, control: EmulatorControl) {
  return async (request: Incoming): Promise<Outgoing> => {
    const { pathname } = request.url;
    if (pathname.startsWith('/_control/')) return serveControl(request, control);
    const host = hostOf(pathname);
    if (host === 'pages') return servePage(request, world);
    return serveWithFault(request, faults.meet(makesPublic(request)), {
      refuse(code, message) {
        if (host === 'api') return wantedError(request, code, message, world);
        return host === 'oauth' ? oauthError(code, message) : uploadError(message, code);
      },
      serve({ processingMs }) {
        if (host === 'api') return serveMethod(request, world, limits, processingMs);
        return host === 'oauth' ? serveOAuth(request, world) : serveUpload(request, world);
      },
    });
  };
}

function hostOf(path: string): 'api' | 'oauth' | 'upload' | 'pages' {
  if (path.startsWith('/method/')) return 'api';
  if (path.startsWith('/~upload/')) return 'upload';
  return path.startsWith('/~id/oauth2/') || path === '/~oauth/access_token' ? 'oauth' : 'pages';
}

function servePage(request: Incoming, world: World): Answer {
  const pathname = request.url.pathname.replace(/^\/~web(?=\/|$)/, '') || '/';
  settle(world);
  if (pathname === '/~id/authorize' || pathname === '/~oauth/authorize') return serveConsent(request, world);
  if (pathname === '/~id/not_robot_captcha') return serveCaptcha(request, world);
  if (pathname === '/~id/security_check') return validationPage();
  if (pathname.startsWith('/~file/')) return serveFile(pathname.slice('/~file/'.length), world);
  if (pathname.startsWith('/~avatar/')) return avatar;
  if (pathname === '/') return homePage(world);
  const [, groupId, id] = /^\/wall-(\d+)_(\d+)$/.exec(pathname) ?? [];
  const found =
    id === undefined ? communityPage(pathname.slice(1), world) : postPage(Number(groupId), Number(id), world);
  return found ?? notFoundPage();
}

function serveConsent({ method, url, body }: Incoming, world: World): Answer {
  const asked = readAsked(url);
  if (typeof asked === 'string') return badRequestPage(asked);
  if (method !== 'POST') {
    return consentPage(
      asked,
      managers.map(({ id }) => id),
    );
  }
  const form = new URLSearchParams(body.toString());
  const user = form.get('decision') === 'allow' ? Number(form.get('user')) : undefined;
  const known = managers.find(({ id }) => id === user)?.id;
  return { status: 303, headers: { location: decide(asked, known, world) } };
}

function serveCaptcha({ method, url }: Incoming, { state }: World): Answer {
  const session = url.searchParams.get('session_token') ?? '';
  if (!/^[\da-f]{32}$/.test(session)) return notFoundPage();
  if (method === 'POST') state.record(['captcha', session, { solved: true }]);
  return captchaPage(session, state.get('captcha', session)?.solved ?? false);
}

function serveFile(upload: string, { state }: World): Answer {
  const { bytes, mimeType = 'application/octet-stream' } = state.get('upload', upload)?.file ?? {};
  if (bytes === undefined) return notFoundPage();
  const headers = { 'content-type': mimeType, 'x-content-type-options': 'nosniff' };
  return { status: 200, headers, body: Buffer.from(bytes, 'base64') };
}

const avatar: Answer = {
  status: 200,
  headers: { 'content-type': 'image/svg+xml', 'content-security-policy': "default-src 'none'" },
  body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1" fill="#0077ff"/></svg>',
};
