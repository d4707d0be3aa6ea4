import { jsonAnswer, type Answer } from '@polyphony/sdk/emulator';
import type { Spelling } from './state.ts';

interface Row {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** What else stands in the problem. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Problems whose address ends in a name of their own. */
const problems: Readonly<Record<string, Row>> = {
  'invalid-request': {
    status: 400,
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
  },
  'resource-not-found': {
    status: 404,
    title: 'Not Found Error',
    detail: 'Could not find the resource.',
    more: { parameter: 'id', resource_id: '', resource_type: 'tweet', value: '' },
  },
  'not-authorized-for-resource': {
    status: 403,
    title: 'Authorization Error',
    detail: 'Sorry, you are not authorized to see the resource.',
    more: { parameter: 'id', resource_id: '', resource_type: 'tweet', section: 'data', value: '' },
  },
  'not-authorized-for-field': {
    status: 403,
    title: 'Field Authorization Error',
    detail: 'Sorry, you are not authorized to access a field.',
    more: { field: 'non_public_metrics', resource_type: 'tweet', section: 'data' },
  },
  'field-unauthorized': {
    status: 403,
    title: 'Field Unauthorized',
    detail: 'The field is not available for this resource.',
    more: { field: 'non_public_metrics', resource_type: 'tweet', section: 'data' },
  },
  'field-hydration-failure': {
    status: 500,
    title: 'Field Hydration Failure',
    detail: 'The field could not be read.',
    more: { field: 'text', resource_type: 'tweet', section: 'data' },
  },
  'disallowed-resource': {
    status: 403,
    title: 'Disallowed Resource',
    detail: 'The resource is not allowed.',
    more: { resource_id: '', resource_type: 'tweet', section: 'data' },
  },
  'resource-unavailable': {
    status: 403,
    title: 'Resource Unavailable',
    detail: 'The resource is not available.',
    more: { parameter: 'id', resource_id: '', resource_type: 'tweet' },
  },
  'unsupported-authentication': {
    status: 403,
    title: 'Unsupported Authentication',
    detail:
      'Authenticating with this kind of token, or with these scopes, is forbidden for this endpoint. Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].',
  },
  'client-forbidden': {
    status: 403,
    title: 'Client Forbidden',
    detail: 'This request must be made using an approved developer account.',
  },
  'client-not-enrolled': {
    status: 403,
    title: 'Client Forbidden',
    detail:
      'When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a developer App that is attached to a Project with the right access.',
    more: { reason: 'client-not-enrolled', registration_url: 'https://developer.x.com/en/docs/projects/overview' },
  },
  'official-client-forbidden': {
    status: 403,
    title: 'Client Forbidden',
    detail: 'This client is not allowed to use this endpoint.',
    more: { reason: 'official-client-forbidden' },
  },
  'user-suspended': { status: 403, title: 'Forbidden', detail: 'User has been suspended.' },
  conflict: { status: 409, title: 'Conflict', detail: 'The request conflicts with another one.' },
  'usage-capped': {
    status: 429,
    title: 'UsageCapExceeded',
    detail: 'Usage cap exceeded: Daily posts',
    more: { period: 'Daily', scope: 'Account', account_id: '29810' },
  },
  'rate-limit-exceeded': { status: 429, title: 'Rate limit exceeded', detail: 'Rate limit exceeded.' },
  'credits-depleted': {
    status: 402,
    title: 'CreditsDepleted',
    detail: 'Your enrolled account [29810] does not have any credits to fulfill this request: credits depleted.',
    more: { account_id: '29810' },
  },
  credits: { status: 402, title: 'Payment Required', detail: 'credits depleted' },
  'internal-error': { status: 500, title: 'Internal Error', detail: 'Something went wrong.' },
};

/** Problems of type about:blank; only their words tell them apart. The names are ours. */
const unnamed = {
  unauthorized: { status: 401, title: 'Unauthorized', detail: 'Unauthorized' },
  'duplicate-content': {
    status: 403,
    title: 'Forbidden',
    detail: 'You are not allowed to create a Tweet with duplicate content.',
  },
  'not-permitted': { status: 403, title: 'Forbidden', detail: 'You are not permitted to perform this action.' },
  'too-many-cashtags': {
    status: 403,
    title: 'Forbidden',
    detail: 'Your post exceeds the maximum of one cashtag per post.',
  },
  'invalid-media-ids': { status: 400, title: 'Bad Request', detail: 'Your media IDs are invalid.' },
  'video-too-long': {
    status: 403,
    title: 'Forbidden',
    detail: 'This user is not allowed to post a video longer than 2 minutes.',
  },
  'not-found': { status: 404, title: 'Not Found', detail: 'Not Found' },
  'too-large': { status: 413, title: 'Payload Too Large', detail: 'The request body is too large.' },
  'too-many-requests': { status: 429, title: 'Too Many Requests', detail: 'Too Many Requests' },
  'service-unavailable': { status: 503, title: 'Service Unavailable', detail: 'Service Unavailable' },
} as const satisfies Readonly<Record<string, Row>>;

/** Codes of version 1.1, which still come. */
const legacy: Readonly<Record<string, readonly [status: number, message: string]>> = {
  '32': [401, 'Could not authenticate you.'],
  '34': [404, 'Sorry, that page does not exist.'],
  '38': [400, 'A parameter is missing.'],
  '44': [400, 'A parameter is invalid.'],
  '64': [403, 'Your account is suspended and is not permitted to access this feature.'],
  '88': [429, 'Rate limit exceeded.'],
  '89': [401, 'Invalid or expired token.'],
  '93': [403, 'This application is not allowed to access or delete your direct messages.'],
  '130': [503, 'Over capacity.'],
  '131': [500, 'Internal error.'],
  '135': [401, 'Timestamp out of bounds.'],
  '144': [404, 'No status found with that ID.'],
  '150': [403, 'You cannot send messages to users who are not following you.'],
  '151': [403, 'There was an error sending your message.'],
  '179': [403, 'Sorry, you are not authorized to see this status.'],
  '185': [429, 'User is over daily status update limit.'],
  '186': [403, 'Tweet needs to be a bit shorter.'],
  '187': [403, 'Status is a duplicate.'],
  '195': [400, 'Missing or invalid url parameter.'],
  '214': [403, 'Owner must allow dms from anyone.'],
  '215': [401, 'Bad authentication data.'],
  '226': [403, 'This request looks like it might be automated. To protect our users from spam we cannot complete it.'],
  '261': [403, 'Application cannot perform write actions.'],
  '323': [400, 'Only one animated GIF may be attached to a Tweet.'],
  '324': [400, 'The validation of media ids failed.'],
  '326': [403, 'To protect our users, your account is temporarily locked. Please log in to unlock it.'],
  '349': [403, 'You cannot send messages to this user.'],
  '354': [403, 'The text of your direct message is over the max character limit.'],
  '385': [403, 'You attempted to reply to a Tweet that is deleted or not visible to you.'],
  '386': [400, 'The Tweet exceeds the number of allowed attachment types.'],
  '407': [400, 'The Tweet contains an invalid URL.'],
  '433': [403, 'The original Tweet author restricted who can reply to this Tweet.'],
};

export type RefusalCode = keyof typeof unnamed | (string & {});

/** Every code that the network documents. */
export const documentedCodes: readonly string[] = [
  ...Object.keys(problems),
  ...Object.keys(unnamed),
  ...Object.keys(legacy),
];

/** An error that the network answers with. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly detail: string | undefined;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(code: RefusalCode, detail?: string, more: Readonly<Record<string, unknown>> = {}) {
    super(detail ?? code);
    this.code = code;
    this.detail = detail;
    this.more = more;
  }
}

/** A parameter or a part of the body that is not as it must be. */
export const invalid = (message: string, parameters: Readonly<Record<string, readonly string[]>> = {}) =>
  new Refusal('invalid-request', undefined, { errors: [{ message, parameters }] });

/** The host in a problem's address changed with the words. */
const problemType = (name: string, spelling: Spelling): string =>
  `https://api.${spelling === 'classic' ? 'twitter' : 'x'}.com/2/problems/${name}`;

const clientReasons = ['client-not-enrolled', 'official-client-forbidden'];

/** The network's own answer with an error of this code, whether it documents it or not. */
export function refusalAnswer(
  { code, detail, more }: Pick<Refusal, 'code' | 'detail' | 'more'>,
  spelling: Spelling,
): Answer {
  const old = Object.hasOwn(legacy, code) ? legacy[code] : undefined;
  if (old) {
    const [status, message] = old;
    return jsonAnswer(status, { errors: [{ code: Number(code), message: detail ?? message }] });
  }
  const blank = Object.entries(unnamed).find(([name]) => name === code)?.[1];
  const row: Row = blank ??
    (Object.hasOwn(problems, code) ? problems[code] : undefined) ?? {
      status: 400,
      title: 'Unknown Error',
      detail: 'An error that nobody knows.',
    };
  const type = clientReasons.includes(code) ? 'client-forbidden' : code;
  return jsonAnswer(
    row.status,
    {
      title: row.title,
      detail: detail ?? row.detail,
      type: blank ? 'about:blank' : problemType(type, spelling),
      status: row.status,
      ...row.more,
      ...more,
    },
    { 'content-type': 'application/problem+json' },
  );
}

/** Told beside what was found, of something that was not. */
export function partialError(
  name: 'resource-not-found' | 'field-unauthorized' | 'not-authorized-for-field',
  more: Readonly<Record<string, unknown>>,
  spelling: Spelling,
): object {
  const { title, detail } = problems[name] ?? { title: '', detail: '' };
  return { title, detail, type: problemType(name, spelling), ...more };
}
