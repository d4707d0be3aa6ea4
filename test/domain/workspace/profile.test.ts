import { describe, expect, it } from 'vitest';
import { fitLook, refuseLook, type Look, type LookRules } from '../../../src/domain/workspace/profile.ts';

const nothing: Look = { displayName: null, bio: null, link: null, avatar: null, header: null };
const picture = (width: number, height: number) => ({ kind: 'IMAGE', width, height });
const rules: LookRules = {
  fields: ['displayName', 'bio', 'avatar'],
  maxLengths: { displayName: 10, bio: 20 },
  images: [{ slot: 'avatar', width: 400, height: 400 }],
};
const codesOf = (error: { readonly issues: readonly { readonly code: string }[] } | null) =>
  error?.issues.map(({ code }) => code) ?? [];
const fit = (look: Partial<Look>, rulesOf: LookRules | undefined = rules) =>
  fitLook('sandbox', { ...nothing, ...look }, rulesOf);

describe('a look that no channel could take', () => {
  it.each([
    ['is empty', {}, ['NOTHING_TO_CHANGE']],
    ['has a blank name', { displayName: '  ' }, ['NAME_EMPTY']],
    ['has a link that is none', { link: 'javascript:alert(1)' }, ['LINK_INVALID']],
    ['has several mistakes, all of which are told', { displayName: '', link: 'x' }, ['NAME_EMPTY', 'LINK_INVALID']],
  ] as const)('%s', (_, look, codes) => {
    expect(codesOf(refuseLook({ ...nothing, ...look }))).toEqual(codes);
  });

  it('is not one that takes something away', () => {
    expect(refuseLook({ ...nothing, bio: '', link: '' })).toBeNull();
  });
});

describe('what a channel takes of a look', () => {
  it.each(['Rīta Maize', 'Дом хлеба', 'Нан үйі 🥐🥐'])('is all of it where it fits: %s', (displayName) => {
    expect(fit({ displayName, bio: '🥐'.repeat(20), avatar: picture(400, 500) })).toEqual({
      fields: ['displayName', 'bio', 'avatar'],
      problem: null,
    });
  });

  it('is nothing where a text is one character too long, or a picture too small, and both are told', () => {
    const { fields, problem } = fit({ bio: '🥐'.repeat(21), avatar: picture(400, 399), displayName: 'Short' });
    expect(fields).toEqual([]);
    expect(problem).toMatchObject({
      issues: [
        { code: 'TEXT_TOO_LONG', path: ['profile', 'bio'] },
        { code: 'PICTURE_TOO_SMALL', path: ['profile', 'avatarAssetId'] },
      ],
    });
  });

  it('is no video', () => {
    expect(fit({ avatar: { kind: 'VIDEO', width: 500, height: 500 } }).problem).toMatchObject({
      issues: [{ code: 'NO_PICTURE' }],
    });
  });

  it('is the rest where its network cannot change everything, and that is told by name', () => {
    expect(fit({ bio: 'Bread', link: 'https://example.com', header: picture(1, 1) })).toMatchObject({
      fields: ['bio'],
      problem: {
        code: 'NOT_SUPPORTED_BY_NETWORK',
        path: ['profile', 'link'],
        message: expect.stringMatching(/link, headerAssetId.*The rest was changed/) as string,
      },
    });
  });

  it('is nothing where its network changes no looks', () => {
    expect(fitLook('sandbox', { ...nothing, bio: 'Bread' }, undefined)).toMatchObject({
      fields: [],
      problem: { message: expect.stringContaining('Nothing was changed') as string },
    });
  });
});
