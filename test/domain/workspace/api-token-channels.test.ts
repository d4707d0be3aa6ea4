import { expect, it } from 'vitest';
import { createApiToken } from '../../../src/domain/workspace/api-token.ts';
import { memberWith } from '../viewer.ts';

it('whoever sees only some channels makes no token, which would see all of them', () => {
  const command = { name: 'x', scopes: ['READ_POSTS'], expiresAt: null, now: new Date() } as const;
  const decision = createApiToken(memberWith('ADMIN', ['riga']), command);
  expect(decision).toMatchObject({ ok: false, error: { issues: [{ code: 'CHANNELS_LIMITED' }] } });
});
