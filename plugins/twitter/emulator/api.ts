import { jsonAnswer, type Answer, type Incoming, type Outgoing } from '@polyphony/sdk/emulator';
import { readCaller, type Caller } from './caller.ts';
import { matchEndpoint, type Endpoint } from './endpoints.ts';
import { inWordsOf } from './fields.ts';
import { readQuery } from './query.ts';
import type { RateLimits } from './rate-limits.ts';
import { Refusal, refusalAnswer } from './refusals.ts';
import { settle } from './settling.ts';
import { nowOf, type World } from './world.ts';

/** True: what is asked makes a post, an answer or a message public. */
export const makesPublic = ({ method, url }: Incoming): boolean =>
  method === 'POST' && (url.pathname === '/2/tweets' || /^\/2\/dm_conversations(\/.*messages)?$/.test(url.pathname));

/** One request of the API. */
export async function serveApi(
  request: Incoming,
  world: World,
  limits: RateLimits,
  planted: { readonly processingMs?: number } = {},
): Promise<Outgoing> {
  const found = matchEndpoint(request.method, request.url.pathname);
  if (!found) return { status: 404 };
  const { endpoint, path } = found;
  let headers: Readonly<Record<string, string>> = {};
  try {
    settle(world);
    const caller = readCaller(request.headers.authorization, world.state, world.now());
    const spent = limits.spend(endpoint.name, endpoint.limits, idOf(caller), nowOf(world));
    headers = spent.headers;
    if (spent.isOver) throw new Refusal('too-many-requests');
    assertMayAsk(caller, endpoint);
    assertMayPay(endpoint, world);
    const { spelling } = world.state;
    const query = readQuery(request.url.searchParams, endpoint.query ?? {}, endpoint.fields, spelling);
    const { status, body, cut, mills = 0 } = await endpoint.run({ world, caller, path, query, request, ...planted });
    pay(mills, world);
    return cut ? 'drop' : jsonAnswer(status, inWordsOf(spelling, body), headers);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return withHeaders(refusalAnswer(error, world.state.spelling), headers);
  }
}

/** The answer that a test wants. */
export function wantedAnswer(
  request: Incoming,
  code: string,
  message: string,
  world: World,
  limits: RateLimits,
): Answer {
  const found = matchEndpoint(request.method, request.url.pathname);
  const headers = found
    ? limits.spend(found.endpoint.name, found.endpoint.limits, undefined, nowOf(world)).headers
    : {};
  const detail = code === 'echo' ? message : undefined;
  return withHeaders(refusalAnswer({ code, detail, more: {} }, world.state.spelling), headers);
}

const withHeaders = (answer: Answer, headers: Readonly<Record<string, string>>): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

const idOf = (caller: Caller): string | undefined => (caller.kind === 'user' ? caller.userId : undefined);

function assertMayAsk(caller: Caller, { by, scopes }: Endpoint): void {
  const isKindRight = by === 'both' || by === caller.kind;
  const isGranted =
    caller.kind === 'app' || scopes.split(' ').every((one) => one === '' || caller.scopes.includes(one));
  if (!isKindRight || !isGranted) throw new Refusal('unsupported-authentication');
}

/** Absent: nobody counts what is left. */
const balanceOf = ({ state }: World) => state.get('balance', 'all')?.mills;

function assertMayPay({ mills = 0 }: Endpoint, world: World): void {
  const balance = balanceOf(world);
  if (balance !== undefined && (balance <= 0 || balance < mills)) throw new Refusal('credits-depleted');
}

function pay(mills: number, world: World): void {
  const balance = balanceOf(world);
  if (balance !== undefined && mills > 0) world.state.record(['balance', 'all', { mills: balance - mills }]);
}
