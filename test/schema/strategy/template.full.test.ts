import { beforeAll, describe, expect, it } from 'vitest';
import { templateTexts, type TemplateKey, type TemplateLanguageKey } from '../../../src/domain/strategy/template.ts';
import { period, strategiesOf } from '../../support/strategies.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});
const { run, read } = strategiesOf(() => here);

const fromTemplate = async (input: object, token = here.token) => {
  const { data, errors } = await here.gql<Record<string, { readonly __typename: string; readonly id?: string }>>(
    `mutation ($input: CreateStrategyFromTemplateInput!) { createStrategyFromTemplate(input: $input) {
      __typename ... on Strategy { id name state revision templateKey }
      ... on ValidationFailed { issues { code path fix } } } }`,
    { input },
    token,
  );
  return { answer: data?.createStrategyFromTemplate, errors };
};

const content = `templateKey period { from to } industry brand { name mission guidelines voice { tone say dont avoid } }
  objectives { kind note kpis { name metric { key } target deadline } pillars { name } }
  pillars { name appeal targetShare objectives { kind } } principles { principle }
  personas { name description demographics { countries languages } habits { hours formats } }`;
interface Content {
  readonly objectives: readonly { readonly kpis: readonly { readonly metric: object; readonly deadline: string }[] }[];
  readonly pillars: readonly {
    readonly name: string;
    readonly targetShare: number;
    readonly objectives: readonly object[];
  }[];
  readonly personas: readonly { readonly description: string }[];
}

const each: readonly (readonly [TemplateKey, TemplateLanguageKey, string])[] = [
  ['SHOP', 'en', 'en-GB'],
  ['MEDIA', 'ru', 'ru-KZ'],
  ['B2B', 'lv', 'lv'],
  ['CHARITY', 'kk', 'kk'],
];

describe('a strategy from a template', () => {
  it.each(each)('of %s in %s is a whole draft, in that language', async (templateKey, language, tag) => {
    const { answer, errors } = await fromTemplate({
      ...{ templateKey, language: tag, name: 'Начало 🚀', period, brandName: 'Nan', countries: ['KZ'] },
    });
    expect(errors).toBeUndefined();
    expect(answer).toMatchObject({
      __typename: 'Strategy',
      name: 'Начало 🚀',
      state: 'DRAFT',
      revision: 1,
      templateKey,
    });
    const texts = templateTexts(templateKey, language);
    const strategy = (await read(answer?.id ?? '', content)) as Record<string, unknown> & Content;
    const { voice, mission, guidelines, industry } = texts;
    expect(strategy).toMatchObject({
      templateKey,
      period,
      industry,
      brand: { name: 'Nan', mission, guidelines, voice },
    });
    expect(strategy.pillars.map(({ name }) => name).sort()).toEqual(
      Object.values(texts.pillars)
        .map(({ name }) => name)
        .sort(),
    );
    expect(strategy.pillars.reduce((sum, { targetShare }) => sum + targetShare, 0)).toBeCloseTo(1, 9);
    expect(strategy.pillars.every(({ objectives }) => objectives.length > 0)).toBe(true);
    const kpis = strategy.objectives.flatMap((objective) => objective.kpis);
    expect(kpis.length).toBeGreaterThan(0);
    expect(
      kpis.every(({ metric, deadline }) => Boolean(metric) && deadline > period.from && deadline <= period.to),
    ).toBe(true);
    expect(strategy.personas.length).toBeGreaterThan(0);
    expect(strategy).toMatchObject({
      personas: strategy.personas.map(() => ({ demographics: { countries: ['KZ'], languages: [language] } })),
    });
  });

  it('goes on like any other, and bears the workspace’s name where none is given', async () => {
    const { answer } = await fromTemplate({ templateKey: 'EVENT', language: 'en', name: 'Festival', period });
    expect(await read(answer?.id ?? '', 'brand { name }')).toEqual({ brand: { name: 'Rīta Maize' } });
    const moved = await run('activateStrategy', { strategyId: answer?.id });
    expect(moved).toMatchObject({ __typename: 'Strategy', state: 'ACTIVE' });
  });

  it('is refused in a language that nobody wrote it in, and for a period that is none', async () => {
    const input = { templateKey: 'SHOP', language: 'de', name: 'x', period };
    expect((await fromTemplate(input)).answer).toMatchObject({
      issues: [{ code: 'LANGUAGE_UNKNOWN', path: ['language'], fix: 'Send one of en, ru, lv, kk.' }],
    });
    const backwards = { ...input, language: 'en', period: { from: period.to, to: period.from } };
    const { answer } = await fromTemplate(backwards);
    expect(answer).toMatchObject({ __typename: 'ValidationFailed' });
    expect(JSON.stringify(answer)).toContain('"path":["period"');
    const limited = await here.member('STRATEGIST', [here.channels[0]]);
    expect((await fromTemplate({ ...input, language: 'en' }, limited)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('the list of templates', () => {
  it.each(each)('names all five, as %s in %s is', async (key, language, tag) => {
    const { data, errors } = await here.gql<{ workspace: { strategyTemplates: { key: string }[] } }>(
      'query ($language: Locale!) { workspace { strategyTemplates(language: $language) { key language name description } } }',
      { language: tag },
    );
    expect(errors).toBeUndefined();
    const { name, description } = templateTexts(key, language);
    expect(data?.workspace.strategyTemplates).toHaveLength(5);
    expect(data?.workspace.strategyTemplates).toContainEqual({ key, language, name, description });
  });

  it('says in which languages it is', async () => {
    const { errors } = await here.gql('{ workspace { strategyTemplates(language: "de") { key } } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fix: 'Send one of en, ru, lv, kk.' });
  });
});
