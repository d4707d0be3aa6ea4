import { decided, refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { NotFound, parametersOf, ValidationFailed, WrongState, type InputIssue } from '../shared/errors.ts';
import { may, type Permission, type Viewer } from './permission.ts';

export interface CreateApiToken {
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly expiresAt: Date | null;
  readonly now: Date;
}

export const createApiTokenErrors = [ValidationFailed] as const;

/** A token can do no more than whoever makes it. */
export function createApiToken(
  viewer: Viewer,
  command: CreateApiToken,
): Decision<{ readonly type: 'TOKEN_CREATED' }, ErrorOf<typeof createApiTokenErrors>> {
  const issues: InputIssue[] = [];
  if (viewer.channelScope !== null) {
    issues.push({
      code: 'CHANNELS_LIMITED',
      message: 'You see only some channels, and a token would see all of them.',
      path: [],
      parameters: [],
      fix: 'Ask someone who sees every channel to make it.',
    });
  }
  if (command.name.trim() === '') {
    issues.push({
      code: 'NAME_EMPTY',
      message: 'A token needs a name.',
      path: ['name'],
      parameters: [],
      fix: 'Name it after the program that will use it.',
    });
  }
  if (command.scopes.length === 0) {
    issues.push({
      code: 'SCOPES_EMPTY',
      message: 'A token without scopes can do nothing.',
      path: ['scopes'],
      parameters: [],
      fix: 'Name at least one scope.',
    });
  }
  for (const [index, scope] of command.scopes.entries()) {
    if (may(viewer, scope)) continue;
    issues.push({
      code: 'SCOPE_NOT_YOURS',
      message: `You may not ${scope} yourself, so you cannot give it away.`,
      path: ['scopes', String(index)],
      parameters: parametersOf({ scope }),
      fix: 'Leave it out, or ask an owner.',
    });
  }
  if (command.expiresAt !== null && command.expiresAt <= command.now) {
    issues.push({
      code: 'EXPIRES_IN_PAST',
      message: 'The token would have expired already.',
      path: ['expiresAt'],
      parameters: [],
      fix: 'Take a time in the future.',
    });
  }
  return issues.length > 0 ? refused(new ValidationFailed(issues)) : decided({ type: 'TOKEN_CREATED' });
}

export const revokeApiTokenErrors = [NotFound, WrongState] as const;

export function revokeApiToken(
  token: { readonly revokedAt: Date | null } | null,
): Decision<{ readonly type: 'TOKEN_REVOKED' }, ErrorOf<typeof revokeApiTokenErrors>> {
  if (token === null) return refused(new NotFound('API token', ['tokenId']));
  if (token.revokedAt !== null) return refused(new WrongState('REVOKE', 'REVOKED', []));
  return decided({ type: 'TOKEN_REVOKED' });
}
