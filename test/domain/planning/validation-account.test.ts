import { describe, expect, it } from 'vitest';
import type { AccountLack } from '../../../src/domain/planning/channel-rules.ts';
import { blocking } from '../../../src/domain/planning/validation.ts';
import { textsByLanguage } from '../texts.ts';
import { formatsWith, issuesOf, picture, placed, variant } from './samples.ts';

const lack = (own: Partial<AccountLack> = {}): AccountLack => ({
  formats: ['VIDEO', 'STORY'],
  firstComment: false,
  missingScopes: [],
  tier: null,
  ...own,
});
const formats = formatsWith([]).filter(({ format }) => format === 'TEXT' || format === 'PHOTO');

describe('a format that the network has and this account does not', () => {
  it('is told apart from one that the network does not have', () => {
    const codes = (format: 'STORY' | 'POLL') =>
      placed(variant({ media: [picture] }, { format }), { formats, lack: lack() });
    expect(codes('STORY')).toEqual(['variants.0.format: FORMAT_NOT_FOR_ACCOUNT']);
    expect(codes('POLL')).toEqual(['variants.0.format: FORMAT_NOT_SUPPORTED']);
  });

  it.each<[string, Partial<AccountLack>, { message: string; fix: string; missingScopes: string; tier: string }]>([
    [
      'scopes that were not granted',
      { missingScopes: ['video', 'stories'] },
      {
        message: 'The network takes a STORY, but not from this account: it did not grant video, stories.',
        fix: 'Whoever manages channels reconnects it and grants video, stories. Else possible are TEXT, PHOTO.',
        missingScopes: 'video, stories',
        tier: '',
      },
    ],
    [
      'a tier that has it not',
      { tier: { name: 'community key', means: 'A key of the community alone; it uploads no video.' } },
      {
        message:
          'The network takes a STORY, but not from this account: it is connected by "community key". A key of the community alone; it uploads no video.',
        fix: 'Whoever manages channels connects it another way. Else possible are TEXT, PHOTO.',
        missingScopes: '',
        tier: 'community key',
      },
    ],
    [
      'nothing that anybody knows',
      {},
      {
        message: 'The network takes a STORY, but not from this account.',
        fix: 'Whoever owns the account asks the network for it. Else possible are TEXT, PHOTO.',
        missingScopes: '',
        tier: '',
      },
    ],
  ])('says what the account lacks and who must act: %s', (_, own, { message, fix, missingScopes, tier }) => {
    const issues = issuesOf(variant({ media: [picture] }, { format: 'STORY' }), { formats, lack: lack(own) });
    expect(issues).toEqual([
      {
        code: 'FORMAT_NOT_FOR_ACCOUNT',
        severity: 'ERROR',
        path: ['variants', '0', 'format'],
        channelId: 'riga',
        limit: null,
        actual: null,
        message,
        fix,
        parameters: [
          { name: 'format', value: 'STORY' },
          { name: 'possible', value: 'TEXT, PHOTO' },
          { name: 'missingScopes', value: missingScopes },
          { name: 'tier', value: tier },
        ],
      },
    ]);
    expect(blocking(issues)).toEqual(issues);
  });

  it.each(textsByLanguage)('keeps no other post of this account from going out, in %s', (_, text) => {
    expect(placed(variant({ text }), { formats, lack: lack() })).toEqual([]);
  });
});

describe('a first comment that the network takes and this account may not write', () => {
  it.each(textsByLanguage)('is refused with what the account lacks, in %s', (_, text) => {
    const post = variant({ text }, { firstComment: text });
    const rules = { firstComment: false, lack: lack({ firstComment: true, missingScopes: ['comments'] }) };
    expect(issuesOf(post, rules)).toMatchObject([
      {
        code: 'FIRST_COMMENT_NOT_FOR_ACCOUNT',
        path: ['variants', '0', 'firstComment'],
        message: 'The network takes a first comment, but not from this account: it did not grant comments.',
        parameters: [
          { name: 'missingScopes', value: 'comments' },
          { name: 'tier', value: '' },
        ],
      },
    ]);
    expect(placed(post, { firstComment: false, lack: lack() })).toEqual([
      'variants.0.firstComment: FIRST_COMMENT_NOT_SUPPORTED',
    ]);
  });
});
