import { jsonAnswer, type Answer, type Incoming } from '@polyphony/sdk/emulator';
import { callbackMethods } from './callback-servers.ts';
import { assertMayCall, readCaller } from './caller.ts';
import { challengeOf, validationOf } from './captcha.ts';
import { commentMethods } from './comments.ts';
import { docMethods } from './docs.ts';
import { groupMethods } from './groups.ts';
import { likeMethods } from './likes.ts';
import { messageMethods } from './messages.ts';
import type { Methods, World } from './method.ts';
import { Parameters } from './parameters.ts';
import { photoMethods } from './photos.ts';
import { pollMethods } from './polls.ts';
import type { RateLimits } from './rate-limits.ts';
import { badParameter, Refusal, type RefusalDetails } from './refusals.ts';
import { rules } from './rules.ts';
import { settle } from './settling.ts';
import { statMethods } from './stats.ts';
import { storyMethods } from './stories.ts';
import { readFields } from './upload.ts';
import { videoMethods } from './videos.ts';
import { wallMethods } from './wall.ts';

const methods: Methods = {
  ...wallMethods,
  ...commentMethods,
  ...photoMethods,
  ...videoMethods,
  ...docMethods,
  ...pollMethods,
  ...storyMethods,
  ...groupMethods,
  ...callbackMethods,
  ...messageMethods,
  ...likeMethods,
  ...statMethods,
};

/** What the network has, and the emulator does not serve. */
const disabled = ['execute'];

export const methodOf = ({ url }: Pick<Incoming, 'url'>): string => url.pathname.slice('/method/'.length);

/** Methods that make something public, or change it. */
const publicWrites =
  /^(wall\.(post|edit|delete|restore|pin|unpin|createComment|editComment|deleteComment|restoreComment|openComments|closeComments)|stories\.(save|delete)|messages\.(send|delete)|likes\.(add|delete)|groups\.edit|status\.set|photos\.saveOwner(Cover)?Photo)$/;

export const makesPublic = (request: Pick<Incoming, 'url'>): boolean =>
  request.url.pathname.startsWith('/method/') && publicWrites.test(methodOf(request));

/** Serves one call of a method. */
export async function serveMethod(
  request: Incoming,
  world: World,
  limits: RateLimits,
  processingMs?: number,
): Promise<Answer> {
  const name = methodOf(request);
  const given = new Map<string, string>();
  try {
    for (const [key, value] of await readGiven(request)) given.set(key, value);
    return jsonAnswer(200, { response: run(name, request, given, world, limits, processingMs) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return errorAnswer(name, given, error.code, error.message, error.details);
  }
}

function run(
  name: string,
  { headers }: Incoming,
  given: ReadonlyMap<string, string>,
  world: World,
  limits: RateLimits,
  processingMs: number | undefined,
): unknown {
  if (disabled.includes(name)) throw new Refusal(23);
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (!method || !rule) throw new Refusal(3);
  assertVersion(given.get('v'));
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const caller = readCaller(given.get('access_token') ?? bearer, world.state, world.now());
  limits.spend(caller);
  assertMayCall(caller, name, rule);
  const parameters = new Parameters(given, rule.parameters);
  settle(world);
  return method({ world, caller, parameters, processingMs });
}

function assertVersion(version: string | undefined): void {
  if (version === undefined || version === '') throw new Refusal(8, 'v (version) is required');
  if (!/^5\.(8[1-9]|9\d|1\d\d|2\d\d)$/.test(version)) throw new Refusal(8, 'versions below 5.81 are deprecated');
}

/** Parameters, wherever they stand. JSON is not read. */
async function readGiven(request: Incoming): Promise<ReadonlyMap<string, string>> {
  const given = new Map(request.url.searchParams);
  if (request.method !== 'POST') {
    if (request.method !== 'GET') throw new Refusal(9999);
    return given;
  }
  const type = request.headers['content-type'] ?? '';
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    for (const [name, value] of new URLSearchParams(request.body.toString())) given.set(name, value);
  } else if (/^multipart\/form-data\b/i.test(type)) {
    const fields = await readFields(request).catch(() => {
      throw badParameter('the body is no multipart/form-data');
    });
    for (const [name, value] of fields) given.set(name, value);
  }
  return given;
}

/** An error, as the API tells it: with status 200. */
export function errorAnswer(
  name: string,
  given: ReadonlyMap<string, string>,
  code: number | string,
  message: string,
  details: RefusalDetails = {},
): Answer {
  const asked = [...given].filter(([key]) => key !== 'access_token').map(([key, value]) => ({ key, value }));
  return jsonAnswer(200, {
    error: {
      error_code: code,
      error_subcode: 0,
      error_msg: message,
      ...details,
      request_params: [{ key: 'method', value: name }, { key: 'oauth', value: '1' }, ...asked],
    },
  });
}

/** An error that a test wanted: of this code, documented or not. */
export function wantedError(request: Incoming, code: string, message: string, world: World): Answer {
  const number = /^\d+$/.test(code) ? Number(code) : code;
  return errorAnswer(methodOf(request), new Map(), number, message, wantedDetails(number, world));
}

function wantedDetails(code: number | string, world: World): RefusalDetails {
  if (code === 14) return challengeOf(world.state.nextName('captcha'), world);
  if (code === 17) return validationOf(world.state.nextName('validation'), world);
  return code === 24 ? { confirmation_text: 'Вы действительно хотите это сделать?' } : {};
}
