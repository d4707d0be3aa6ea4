import { jsonAnswer, listen, type Emulator, type Incoming } from '@polyphony/sdk/emulator';
import { Audience } from './audience.ts';
import { audienceControl, type AudienceControl } from './audience-control.ts';
import { appViewMethods } from './appview.ts';
import { lookAt, type Index } from './happenings.ts';
import { Refusal, statusOf } from './refusals.ts';
import { repositoriesAt } from './repositories.ts';

export interface AppView extends Pick<Emulator, 'url' | 'close'> {
  readonly control: AudienceControl;
}

/**
 * What the network knows of everyone, alone: a real server is told to pass such questions on to it. It reads what accounts
 * wrote from that server, as the network's own does, and believes who asks without looking at a signature.
 */
export function startAppView(options: {
  readonly port: number;
  readonly seed: number;
  readonly now?: () => Date;
  /** Where the server is; it need not run yet. */
  readonly server: string;
}): Promise<AppView> {
  const { port, seed, now = () => new Date(), server } = options;
  return listen(port, (url) => {
    const index: Index = {
      audience: new Audience(),
      repositories: repositoriesAt(server),
      now,
      url,
      seed,
      accounts: new Set(),
      reactions: new Map(),
    };
    return { part: { control: audienceControl(index) }, handle: (request) => serve(request, index) };
  });
}

async function serve(request: Incoming, index: Index) {
  const { pathname, searchParams } = request.url;
  const name = pathname.slice('/xrpc/'.length);
  const method = Object.hasOwn(appViewMethods, name) ? appViewMethods[name] : undefined;
  try {
    if (!method) throw new Refusal('MethodNotImplemented', 'Method Not Implemented');
    const did = issuerOf(request.headers.authorization);
    if (did !== '') index.accounts.add(did);
    const caller = { did, jti: '' };
    return jsonAnswer(
      200,
      await method.run({ parameters: searchParams, body: undefined, incoming: request, caller }, lookAt(index)),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return jsonAnswer(statusOf(error.code), { error: error.code, message: error.message });
  }
}

/** For whom a server asks. Empty: for nobody in particular. */
function issuerOf(authorization = ''): string {
  const [, body = ''] = authorization.replace(/^Bearer /, '').split('.');
  try {
    const { iss } = JSON.parse(Buffer.from(body, 'base64url').toString()) as { readonly iss?: unknown }; // read only
    return typeof iss === 'string' ? (iss.split('#')[0] ?? '') : '';
  } catch {
    return '';
  }
}
