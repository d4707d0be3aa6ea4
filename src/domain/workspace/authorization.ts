import { decided, refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { isWebAddress } from '../shared/web-address.ts';
import {
  AuthorizationNotReady,
  NetworkAppMissing,
  NotFound,
  parametersOf,
  ValidationFailed,
  type InputIssue,
} from '../shared/errors.ts';

export const authorizationStates = ['WAITING', 'GRANTED', 'REFUSED', 'EXPIRED', 'USED'] as const;
/** Where an attempt to connect accounts stands. */
export type AuthorizationState = (typeof authorizationStates)[number];

/** How long a person has, from the start until the accounts are chosen. */
export const authorizationLifeMs = 60 * 60 * 1000;

/** What is stored; that time ran out is not. */
export interface AuthorizationLife {
  readonly state: Exclude<AuthorizationState, 'EXPIRED'>;
  readonly expiresAt: Date;
}

export const authorizationStateAt = ({ state, expiresAt }: AuthorizationLife, now: Date): AuthorizationState =>
  (state === 'WAITING' || state === 'GRANTED') && expiresAt <= now ? 'EXPIRED' : state;

/** A way to connect accounts of a network, as its connector declares it. */
export interface AuthorizationWay {
  readonly kind: 'token' | 'oauth2';
  readonly fields: readonly { readonly name: string; readonly required: boolean }[];
}

export interface StartChannelConnection {
  readonly returnUrl: string | null;
  readonly credentials: readonly { readonly name: string; readonly value: string }[];
}

export const startChannelConnectionErrors = [ValidationFailed, NotFound, NetworkAppMissing] as const;

/** Most that a person may type into a field: keys, certificates and passwords are shorter. */
export const maxValueLength = 8_000;

export const valueTooLong = (name: string, max: number, path: readonly string[]): InputIssue => ({
  code: 'FIELD_TOO_LONG',
  message: `"${name}" has more than ${String(max)} characters.`,
  path,
  parameters: parametersOf({ name, max }),
  fix: 'Paste what the network shows, and nothing else.',
});

const credentialPath = (index: number, part: 'name' | 'value') => ['credentials', String(index), part];

/**
 * Which of a network's ways the typed credentials are for: the first one that has a field for each of them and lacks none
 * that it requires.
 */
export function chooseWay<Way extends AuthorizationWay>(
  ways: readonly Way[],
  { credentials, returnUrl }: StartChannelConnection,
): Decision<Way, ErrorOf<typeof startChannelConnectionErrors>> {
  const issues: InputIssue[] = [];
  const issue = (code: string, message: string, path: readonly string[], fix: string, parameters = {}) =>
    issues.push({ code, message, path, parameters: parametersOf(parameters), fix });
  if (returnUrl !== null && !isWebAddress(returnUrl)) {
    issue('RETURN_URL_INVALID', `"${returnUrl}" is no web address.`, ['returnUrl'], 'Write it whole, with https://.');
  }
  const known = new Set(ways.flatMap(({ fields }) => fields.map(({ name }) => name)));
  const seen = new Set<string>();
  for (const [index, { name, value }] of credentials.entries()) {
    const path = credentialPath(index, 'name');
    if (!known.has(name)) {
      const possible = [...known].join(', ');
      issue('FIELD_UNKNOWN', `The network has no field "${name}".`, path, `Its fields are: ${possible || 'none'}.`, {
        name,
        possible,
      });
    }
    if (seen.has(name)) issue('FIELD_TWICE', `The field "${name}" stands twice.`, path, 'Send each once.', { name });
    if (value.length > maxValueLength) issues.push(valueTooLong(name, maxValueLength, credentialPath(index, 'value')));
    if (value.trim() === '') {
      issue(
        'FIELD_EMPTY',
        `The field "${name}" is empty.`,
        credentialPath(index, 'value'),
        'Fill it, or leave it out.',
        {
          name,
        },
      );
    }
    seen.add(name);
  }
  if (issues.length > 0) return refused(new ValidationFailed(issues));

  const having = ways.filter(({ fields }) => [...seen].every((name) => fields.some((field) => field.name === name)));
  const whole = having.find(({ fields }) => fields.every(({ name, required }) => !required || seen.has(name)));
  if (whole !== undefined) return decided(whole);
  const nearest = having[0] ?? ways[0];
  const missing = nearest?.fields.filter(({ name, required }) => required && !seen.has(name)) ?? [];
  const names = missing.map(({ name }) => name).join(', ');
  issue(
    'FIELDS_MISSING',
    having.length > 0 ? `These fields are missing: ${names}.` : 'These fields do not belong to one way of connecting.',
    ['credentials'],
    'Send the fields of one of the ways in Network.auth.',
    { missing: names },
  );
  return refused(new ValidationFailed(issues));
}

export const connectChannelsErrors = [AuthorizationNotReady, ValidationFailed, NotFound] as const;

/** Whether the accounts of an authorization may be chosen now. */
export function useAuthorization(
  authorization: AuthorizationLife | null,
  { externalIds, now }: { readonly externalIds: readonly string[]; readonly now: Date },
): Decision<never, ErrorOf<typeof connectChannelsErrors>> {
  if (authorization === null) return refused(new NotFound('authorization', ['authorizationId']));
  const state = authorizationStateAt(authorization, now);
  if (state !== 'GRANTED') return refused(new AuthorizationNotReady(state));
  if (externalIds.length === 0) {
    const fix = 'Name the accounts to connect, from ChannelAuthorization.candidates.';
    return refused(
      new ValidationFailed([
        { code: 'NOTHING_CHOSEN', message: 'No account is named.', path: ['externalIds'], parameters: [], fix },
      ]),
    );
  }
  return { ok: true, events: [] };
}
