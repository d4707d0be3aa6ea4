import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metrics } from '../../../src/domain/measures/catalogue.ts';
import { formulaIssues, nearestKeys } from '../../../src/domain/strategy/formula.ts';

const told = (formula: string) => formulaIssues(formula, ['formula']);
const place = (formula: string) =>
  told(formula).map(({ code, parameters }) => [code, parameters.find(({ name }) => name === 'at')?.value ?? null]);

describe('a formula', () => {
  it.each(['likes', '(likes + comments * 2) / reach', '-followers_lost + 1.5', 'likes/2', '1e3 * reach', '((views))'])(
    '%s is one',
    (formula) => {
      expect(told(formula)).toEqual([]);
    },
  );

  it.each([
    ['', null],
    ['likes +', '8'],
    ['likes + (comments', '18'],
    ['likes comments', null],
    ['likes ^ 2', '7'],
    ['max(likes, 2)', '10'],
    ['max(likes)', null],
    ['likes.length', null],
    ['likes ** 2', '7'],
    ['likes == reach', '7'],
    ['"likes"', '1'],
    ['true', '1'],
    ['this', '1'],
    ['лайки', '1'],
    ['likes 🥖', '7'],
    ['1 + 1', null],
  ])('"%s" is none, and it is told where', (formula, at) => {
    expect(place(formula)).toEqual([['FORMULA_INVALID', at]]);
  });

  it('names every metric that there is not, and where it stands', () => {
    expect(place('folowers / likes + shars')).toEqual([
      ['METRIC_UNKNOWN', '1'],
      ['METRIC_UNKNOWN', '20'],
    ]);
    expect(told('shars')[0]?.fix).toContain('shares');
  });

  it('has an end', () => {
    expect(told(`likes${' + likes'.repeat(100)}`)).toMatchObject([{ code: 'TOO_LONG' }]);
    expect(told(`${'('.repeat(240)}likes${')'.repeat(240)}`)).toEqual([]);
  });

  const key = fc.constantFrom(...metrics.map((metric) => metric.key));
  const { formula } = fc.letrec<{ formula: string }>((tie) => ({
    formula: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      key,
      fc
        .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/'), fc.oneof(fc.nat(1000).map(String), tie('formula')))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    ),
  }));

  it('may be anything that is made of keys, numbers and the four operators', () => {
    fc.assert(
      fc.property(formula, (text) => {
        fc.pre(text.length <= 500);
        expect(told(text)).toEqual([]);
      }),
    );
  });

  it('never breaks what reads it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => Array.isArray(told(text))));
    fc.assert(fc.property(fc.stringMatching(/^[a-z0-9 .+*/()-]{0,40}$/), (text) => Array.isArray(told(text))));
  });
});

describe('the nearest keys', () => {
  it('are those that are meant', () => {
    expect(nearestKeys('folowers')[0]).toBe('followers');
    expect(nearestKeys('link click')[0]).toBe('link_clicks');
    expect(nearestKeys('zzzz')).toEqual([]);
  });
});
