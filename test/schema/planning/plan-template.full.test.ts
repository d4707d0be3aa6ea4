import { beforeAll, describe, expect, it } from 'vitest';
import { texts } from '../../domain/texts.ts';
import { december, rowOf, runPlanning, writeStrategy } from '../../support/plans.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

const make = (name: string, input: object, of = here) => runPlanning(of, name, input);
const template = (entries: readonly object[]) => make('createPlanTemplate', { name: 'Месяц', entries });

describe('a plan template', () => {
  it('is the pattern of a plan', async () => {
    const { strategyId } = await writeStrategy(world, here.id);
    const entries = [
      {
        dayOffset: 0,
        localTime: '08:15',
        title: texts.Russian,
        text: texts.Latvian,
        tags: ['maize'],
        pillar: 'Рецепты',
        channelIds: here.channelIds,
      },
      { dayOffset: 30, localTime: null, title: 'No time' },
    ];
    const made = await template(entries);
    const plan = await make('createContentPlan', {
      name: 'x',
      period: december,
      strategyId,
      source: { templateId: made.id },
    });
    const pattern = await make('createPlanTemplate', { name: 'Again', description: 'd', fromPlanId: plan.id });
    const { data } = await here.gql(
      `query ($id: ID!) { node(id: $id) { ... on PlanTemplate { name description revision
        entries { dayOffset localTime title text link tags principles pillar channels { id } } } } }`,
      { id: pattern.id },
    );
    const nothing = { text: null, link: null, tags: [], principles: [], pillar: null, channels: [] };
    expect(data?.node).toEqual({
      ...{ name: 'Again', description: 'd', revision: 1 },
      entries: [
        {
          ...nothing,
          ...{ dayOffset: 0, localTime: '08:15', title: texts.Russian, text: texts.Latvian, tags: ['maize'] },
          ...{ pillar: 'Рецепты', channels: here.channelIds.map((id) => ({ id })) },
        },
        { ...nothing, dayOffset: 0, localTime: null, title: 'No time' },
      ],
    });
  });

  it('is changed by one of two editors at once, and deleted while its plans stay', async () => {
    const made = await template([{ dayOffset: 0, title: 'one' }]);
    const edit = (name: string) =>
      make('updatePlanTemplate', {
        planTemplateId: made.id,
        expectedRevision: 1,
        name,
        entries: [{ dayOffset: 1, title: name }],
      });
    const answers = await Promise.all([edit('b'), edit('c')]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['PlanTemplate', 'RevisionConflict']);
    const rows = await world.shell.db.prisma.planTemplateEntry.findMany({ where: { templateId: rowOf(made.id) } });
    expect(rows).toMatchObject([{ dayOffset: 1 }]);
    const plan = await make('createContentPlan', { name: 'x', period: december, source: { templateId: made.id } });
    expect(await make('deletePlanTemplate', { planTemplateId: made.id })).toMatchObject({ planTemplateId: made.id });
    const { data } = await here.gql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [made.id, plan.id] });
    expect(data?.nodes).toEqual([null, { id: plan.id }]);
  });

  it('is refused with every mistake in its entries, without a source, and with channels of others', async () => {
    expect(await template([{ dayOffset: 366, localTime: '25:00', link: 'x' }])).toMatchObject({
      issues: [
        { code: 'DAY_OFFSET_INVALID', path: ['entries', '0', 'dayOffset'] },
        { code: 'LOCAL_TIME_INVALID', path: ['entries', '0', 'localTime'] },
        { code: 'LINK_INVALID', path: ['entries', '0', 'link'] },
      ],
    });
    expect(await make('createPlanTemplate', { name: 'x' })).toMatchObject({ issues: [{ code: 'SOURCE_UNCLEAR' }] });
    expect(await make('createPlanTemplate', { name: 'x', fromPlanId: 'nonsense' })).toMatchObject({
      __typename: 'NotFound',
      path: ['fromPlanId'],
    });
    const elsewhere = await world.workspace();
    expect(await template([{ dayOffset: 0 }, { dayOffset: 0, channelIds: [elsewhere.channelIds[0]] }])).toMatchObject({
      __typename: 'NotFound',
      path: ['entries', '1', 'channelIds', '0'],
    });
  });
});
