import { describe, expect, it } from 'vitest';
import { emptyContent, mergeStrategy } from '../../../src/domain/strategy/content.ts';
import {
  strategyOfTemplate,
  templateKeys,
  templateLanguageOf,
  templateLanguages,
  templateTexts,
} from '../../../src/domain/strategy/template.ts';

/** Every text of an object, with its place. */
const textsOf = (value: unknown, place = ''): readonly (readonly [string, string])[] =>
  typeof value === 'string'
    ? [[place, value]]
    : Object.entries(value as object).flatMap(([key, each]) => textsOf(each, `${place}.${key}`));

const all = templateKeys.flatMap((key) => templateLanguages.map((language) => ({ key, language })));
const period = { from: '2027-01-01', to: '2027-12-31' };

describe('a starter template', () => {
  it('is there for five kinds of company in four languages', () => {
    expect(all).toHaveLength(20);
    expect(templateLanguageOf('ru-KZ')).toBe('ru');
    expect(templateLanguageOf('de')).toBeNull();
  });

  it.each(all)('$key in $language makes a strategy with which nothing is wrong', ({ key, language }) => {
    let id = 0;
    const start = { language, name: 'Стратегия', period, brandName: 'Nan 🥖', countries: ['KZ', 'LV'] };
    const { content, issues, missing } = mergeStrategy(emptyContent, strategyOfTemplate(key, start), [], () =>
      String(id++),
    );
    expect({ issues, missing }).toEqual({ issues: [], missing: [] });
    expect(content.pillars.reduce((sum, { targetShare }) => sum + (targetShare ?? 0), 0)).toBeCloseTo(1, 9);
    expect(content.pillars.every(({ objectiveIds }) => objectiveIds.length > 0)).toBe(true);
    expect(content.objectives.every(({ note, kpis }) => note !== null && kpis.length > 0)).toBe(true);
    expect(content.personas.every(({ description, wishes }) => description !== null && wishes.length > 0)).toBe(true);
    const deadlines = content.objectives.flatMap(({ kpis }) => kpis.map(({ deadline }) => deadline));
    expect(deadlines.every((day) => day > period.from && day <= period.to)).toBe(true);
  });

  it.each(all.filter(({ language }) => language !== 'en'))(
    '$key in $language has every text, in its own words',
    ({ key, language }) => {
      const english = textsOf(templateTexts(key, 'en'));
      const texts = textsOf(templateTexts(key, language));
      expect(texts.map(([place]) => place)).toEqual(english.map(([place]) => place));
      const same = texts.filter(([, text], index) => text.trim() === '' || text === english[index]?.[1]);
      expect(same).toEqual([]);
      const script = language === 'lv' ? /\p{Script=Latin}/u : /\p{Script=Cyrillic}/u;
      expect(texts.filter(([, text]) => !script.test(text))).toEqual([]);
    },
  );

  it('has deadlines also in a period of one day', () => {
    const start = {
      language: 'lv' as const,
      name: 'x',
      period: { from: '2027-01-01', to: '2027-01-01' },
      brandName: 'x',
      countries: [],
    };
    const { issues } = mergeStrategy(emptyContent, strategyOfTemplate('EVENT', start), [], () => 'id');
    expect(issues).toEqual([]);
  });
});
