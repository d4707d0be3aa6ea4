import { describe, expect, it } from 'vitest';
import type { FormatRules } from '../../../src/domain/planning/channel-rules.ts';
import { texts } from '../texts.ts';
import { issuesOf, placed, variant } from './samples.ts';

const poll: FormatRules = {
  format: 'POLL',
  text: { required: false, limits: [] },
  media: [],
  link: false,
  options: { required: ['pollQuestion', 'pollAnswers'], only: ['pollQuestion', 'pollAnswers', 'signed'] },
};
const rules = { formats: [poll] };
const post = (options: unknown) => variant({ text: texts.Latvian }, { format: 'POLL', options });
const asked = { pollQuestion: 'Ржаной или пшеничный? 🍞', pollAnswers: ['Нан', 'Maize'] };

describe('options that a format needs', () => {
  it('are enough once each has a value', () => {
    expect(placed(post(asked), rules)).toEqual([]);
    expect(placed(post({ ...asked, signed: false }), rules)).toEqual([]);
  });

  it.each([
    ['no options', null],
    ['none of them', { signed: true }],
    ['empty ones', { pollQuestion: '', pollAnswers: [] }],
    ['what is null', { pollQuestion: null, pollAnswers: null }],
  ])('are asked for, each at its place, where there is %s', (_, options) => {
    const missing = issuesOf(post(options), rules);
    expect(missing).toMatchObject([
      {
        code: 'OPTION_REQUIRED',
        severity: 'ERROR',
        path: ['variants', '0', 'options', 'sandbox', 'pollQuestion'],
        parameters: [
          { name: 'option', value: 'pollQuestion' },
          { name: 'format', value: 'POLL' },
        ],
      },
      { code: 'OPTION_REQUIRED', path: ['variants', '0', 'options', 'sandbox', 'pollAnswers'] },
    ]);
  });
});

describe('options that mean nothing to a format', () => {
  it('are refused instead of dropped, each at its place', () => {
    expect(issuesOf(post({ ...asked, linkTitle: 'x', muted: false, grid: null, tags: [] }), rules)).toMatchObject([
      {
        code: 'OPTION_NOT_SUPPORTED',
        severity: 'ERROR',
        path: ['variants', '0', 'options', 'sandbox', 'linkTitle'],
        parameters: [
          { name: 'option', value: 'linkTitle' },
          { name: 'format', value: 'POLL' },
          { name: 'possible', value: 'pollQuestion, pollAnswers, signed' },
        ],
      },
      { code: 'OPTION_NOT_SUPPORTED', path: ['variants', '0', 'options', 'sandbox', 'muted'] },
    ]);
  });

  it('are none where the format names none that alone mean something', () => {
    expect(placed(post({ linkTitle: 'x' }), { formats: [{ ...poll, options: {} }] })).toEqual([]);
  });

  it('are all of them where none means anything', () => {
    const formats = [{ ...poll, options: { only: [] } }];
    expect(placed(post(null), { formats })).toEqual([]);
    expect(issuesOf(post({ signed: true }), { formats })).toMatchObject([
      { code: 'OPTION_NOT_SUPPORTED', fix: 'Leave it out: a POLL has no options here.' },
    ]);
  });
});
