import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createApiToken, revokeApiToken, type CreateApiToken } from '../../../src/domain/workspace/api-token.ts';
import { may, permissions } from '../../../src/domain/workspace/permission.ts';
import { texts, textsByLanguage } from '../texts.ts';
import { anyViewer, memberWith, programWith } from '../viewer.ts';

const owner = memberWith('OWNER');
const now = new Date('2027-03-28T01:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);
const command = (own: Partial<CreateApiToken> = {}): CreateApiToken => ({
  name: texts.Latvian,
  scopes: ['READ_POSTS'],
  expiresAt: null,
  now,
  ...own,
});
const placed = (decision: ReturnType<typeof createApiToken>) =>
  decision.ok ? [] : decision.error.issues.map(({ code, path }) => `${path.join('.')}: ${code}`);

describe('createApiToken', () => {
  it.each(textsByLanguage)('makes a token with a name in %s', (_, name) => {
    expect(createApiToken(owner, command({ name }))).toEqual({ ok: true, events: [{ type: 'TOKEN_CREATED' }] });
  });

  it('gives away exactly what the one who makes it may do, and tells which scope is not theirs', () => {
    fc.assert(
      fc.property(anyViewer, fc.subarray([...permissions], { minLength: 1 }), (viewer, scopes) => {
        const decision = createApiToken(viewer, command({ scopes }));
        expect(placed(decision)).toEqual(
          scopes.flatMap((scope, index) => (may(viewer, scope) ? [] : [`scopes.${String(index)}: SCOPE_NOT_YOURS`])),
        );
      }),
    );
  });

  it('names the scope that is not theirs as a parameter', () => {
    const decision = createApiToken(
      programWith(['MANAGE_TOKENS']),
      command({ scopes: ['MANAGE_TOKENS', 'WRITE_ADS'] }),
    );
    expect(decision).toMatchObject({
      ok: false,
      error: {
        code: 'VALIDATION_FAILED',
        path: ['scopes', '1'],
        issues: [{ parameters: [{ name: 'scope', value: 'WRITE_ADS' }] }],
      },
    });
  });

  it.each(['', ' ', '\t\n', '\u00a0'])('refuses the empty name %j', (name) => {
    expect(placed(createApiToken(owner, command({ name })))).toEqual(['name: NAME_EMPTY']);
  });

  it('refuses a token that can do nothing', () => {
    expect(placed(createApiToken(owner, command({ scopes: [] })))).toEqual(['scopes: SCOPES_EMPTY']);
  });

  it('takes only a time ahead for its end', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => {
        const expected = ms > 0 ? [] : ['expiresAt: EXPIRES_IN_PAST'];
        expect(placed(createApiToken(owner, command({ expiresAt: after(ms) })))).toEqual(expected);
      }),
    );
    expect(placed(createApiToken(owner, command({ expiresAt: now })))).toEqual(['expiresAt: EXPIRES_IN_PAST']);
    expect(placed(createApiToken(owner, command({ expiresAt: after(1) })))).toEqual([]);
  });

  it('says everything that is wrong at once, each with a fix', () => {
    const decision = createApiToken(memberWith('CLIENT'), {
      name: ' ',
      scopes: ['READ_POSTS', 'MANAGE_TOKENS'],
      expiresAt: after(-1),
      now,
    });
    expect(placed(decision)).toEqual(['name: NAME_EMPTY', 'scopes.1: SCOPE_NOT_YOURS', 'expiresAt: EXPIRES_IN_PAST']);
    const fix = expect.stringMatching(/\w/);
    expect(decision).toMatchObject({ error: { issues: [{ fix }, { fix }, { fix }] } });
  });
});

describe('revokeApiToken', () => {
  it('ends a token that works', () => {
    expect(revokeApiToken({ revokedAt: null })).toEqual({ ok: true, events: [{ type: 'TOKEN_REVOKED' }] });
  });

  it('refuses to end it twice, and finds none where there is none to see', () => {
    expect(revokeApiToken({ revokedAt: now })).toMatchObject({
      ok: false,
      error: { code: 'WRONG_STATE', state: 'REVOKED', allowedActions: [] },
    });
    expect(revokeApiToken(null)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND', path: ['tokenId'] } });
  });
});
