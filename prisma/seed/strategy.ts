import type { Ctx } from '../../src/app/ctx.ts';
import { addCampaignEntry } from '../../src/app/campaigns/entry.ts';
import { createCampaign, turnCampaign } from '../../src/app/campaigns/campaign.ts';
import { createIdea } from '../../src/app/planning/idea.ts';
import { createOccasion } from '../../src/app/planning/occasion.ts';
import { createContentPlan } from '../../src/app/planning/plan.ts';
import { updatePost } from '../../src/app/planning/post.ts';
import { addSlots } from '../../src/app/planning/slot.ts';
import { createCompetitor, recordCompetitorSnapshots } from '../../src/app/strategy/competitor.ts';
import { activateStrategy, createStrategy } from '../../src/app/strategy/strategy.ts';
import { addDays, dayAt } from '../../src/domain/shared/period.ts';
import type { Role } from '../../src/domain/workspace/permission.ts';
import type { DemoChannelName } from './posts.ts';

const keyless = { idempotencyKey: null };
const seen = { ...keyless, expectedRevision: null };

/** Which posts of the demo belong to which pillar, by tag; a post of none serves nothing, which the balance reports. */
const pillarTags: Readonly<Record<string, readonly string[]>> = {
  'Bread and how it is made': ['rudzi', 'рецепт', 'behind the scenes', 'за кулисами', 'мастер-класс', 'kursi', 'ideas'],
  'People and places': ['atklāšana', 'открытие', 'team', 'саяхат', 'маршрут', 'алғыс', 'partners', 'новости', 'hello'],
  'Coffee on the road': ['кофе', 'базар', 'today', 'šodien', 'сегодня', 'brokastis'],
  'Come and taste': ['akcija', 'акция', 'меню', 'hours', 'saulgrieži', 'жаңа жыл', 'заказы', 'weekend', 'contest'],
};

const winterTags = ['акция', 'меню', 'saulgrieži', 'жаңа жыл', 'заказы', 'мастер-класс'];

/**
 * What the demo's company wants, and the plan of how it gets there: a strategy in force, a campaign under way and one being
 * planned, a content plan made of the channels' slots, ideas, an occasion and a competitor. Made by the same commands as the API's.
 */
export async function seedStrategy(
  ctx: Ctx,
  {
    channels,
    timeZone,
    memberOf,
  }: {
    readonly channels: ReadonlyMap<DemoChannelName, { readonly id: string; readonly network: string }>;
    readonly timeZone: string;
    readonly memberOf: (role: Role) => string;
  },
): Promise<void> {
  const { prisma } = ctx.db;
  const today = dayAt(ctx.now(), timeZone);
  const idOf = ({ ids }: { readonly ids: readonly string[] }) => ids[0] ?? '';
  const year = { from: `${today.slice(0, 4)}-01-01`, to: addDays(today, 365) };
  const networks = [...new Set([...channels.values()].map(({ network }) => network))];

  const strategyId = idOf(
    await createStrategy(ctx, {
      ...keyless,
      name: 'A table for the whole street',
      period: year,
      industry: 'Bakery and coffee',
      challenges: ['WEAK_AWARENESS', 'FALLING_LOYALTY'],
      tactics: ['EXPERTISE', 'COMMUNITY_BUILDING', 'EVENTS'],
      monetisation: ['OWN_SALES'],
      budget: { amount: '6000', currency: 'EUR' },
      brand: {
        name: 'Miera iela Bakers & Coffee',
        mission: 'Bread and coffee worth crossing the street for, in Rīga and on the steppe.',
        valueProposition: 'Baked at night, on the shelf at seven.',
        voice: {
          tone: 'Warm, brief, a little funny; as one neighbour to another.',
          say: ['by name', 'how it is made', 'күн сайын жаңа'],
          dont: ['shout', 'promise what the oven cannot keep'],
          avoid: ['cheap', 'дешёвый', 'lēts', 'арзан', 'last chance'],
        },
        guidelines: 'Every picture is ours. Answer within a day, in the language in which people ask.',
      },
      objectives: [
        {
          kind: 'AWARENESS',
          stakeholders: ['CUSTOMERS', 'PUBLIC'],
          kpis: [
            {
              name: 'Followers',
              metric: 'followers',
              baseline: 3200,
              target: 5000,
              deadline: year.to,
              direction: 'UP',
            },
          ],
        },
        {
          kind: 'LOYALTY',
          stakeholders: ['CUSTOMERS'],
          kpis: [
            {
              name: 'Conversation per post',
              formula: 'comments / posts_published',
              target: 6,
              deadline: year.to,
              direction: 'UP',
            },
          ],
        },
        {
          kind: 'SALES',
          stakeholders: ['CUSTOMERS'],
          kpis: [
            { name: 'Orders for the holidays', metric: 'conversions', target: 150, deadline: year.to, direction: 'UP' },
          ],
        },
      ],
      pillars: [
        {
          name: 'Bread and how it is made',
          appeal: 'INSTRUCT',
          color: '#b5651d',
          targetShare: 0.35,
          objectives: [{ index: 0 }, { index: 1 }],
        },
        {
          name: 'People and places',
          appeal: 'INSPIRE',
          color: '#2e8b57',
          targetShare: 0.25,
          objectives: [{ index: 1 }],
        },
        {
          name: 'Coffee on the road',
          appeal: 'INFORM',
          color: '#6f4e37',
          targetShare: 0.2,
          objectives: [{ index: 0 }],
        },
        { name: 'Come and taste', appeal: 'SELL', color: '#c0392b', targetShare: 0.2, objectives: [{ index: 2 }] },
      ],
      principles: [
        { principle: 'EASY_TO_SHARE', targetShare: 0.6 },
        { principle: 'INVITE_SHARING', targetShare: 0.2 },
        { principle: 'REWARD' },
      ],
      personas: [
        {
          name: 'Anna from the third floor',
          description: 'Works from home, buys bread before nine, knows everyone in the house.',
          demographics: { ageFrom: 28, ageTo: 40, genders: ['FEMALE'], countries: ['LV'], languages: ['lv', 'ru'] },
          interests: ['cooking', 'the neighbourhood'],
          habits: { networks, hours: [7, 8, 21], formats: ['PHOTO', 'CAROUSEL'] },
        },
        {
          name: 'Ерлан жолда',
          description: 'Drives between towns, stops where coffee is good.',
          demographics: { ageFrom: 25, ageTo: 50, countries: ['KZ'], languages: ['kk', 'ru'] },
          habits: { networks, hours: [6, 18], formats: ['TEXT', 'PHOTO'] },
        },
      ],
      networkChoices: networks.map((network) => ({
        network,
        rationale: 'Our customers read it in the morning.',
        postsPerWeek: 4,
      })),
    }),
  );
  await activateStrategy(ctx, { ...seen, strategyId });

  const pillars = await prisma.pillar.findMany({ where: { strategyId } });
  for (const { id: pillarId, name } of pillars) {
    await prisma.post.updateMany({
      where: { workspaceId: ctx.viewer.workspaceId, tags: { hasSome: [...(pillarTags[name] ?? [])] } },
      data: {
        strategyId,
        strategyRevision: 1,
        pillarId,
        principles: name === 'Come and taste' ? ['REWARD'] : ['EASY_TO_SHARE'],
      },
    });
  }

  const campaignId = idOf(
    await createCampaign(ctx, {
      ...keyless,
      name: 'Winter table',
      strategyId,
      objective: 'SALES',
      period: { from: addDays(today, -14), to: addDays(today, 45) },
      budget: { amount: '1500', currency: 'EUR' },
      utm: { medium: 'social', campaign: 'winter-table' },
      promoCodes: ['ZIEMA10'],
    }),
  );
  await turnCampaign(ctx, 'LAUNCH', { ...seen, campaignId });
  const entry = { ...keyless, campaignId, postId: null, note: null, promoCode: null };
  const euros = (amount: string) => ({ amount, currency: 'EUR' });
  await addCampaignEntry(ctx, {
    ...entry,
    kind: 'COST',
    category: 'PRODUCTION',
    amount: euros('420'),
    on: addDays(today, -10),
    note: 'Pictures of the winter menu',
  });
  await addCampaignEntry(ctx, {
    ...entry,
    kind: 'COMMITMENT',
    category: 'FEE',
    amount: euros('250'),
    on: addDays(today, 10),
    note: 'Master class, two evenings',
  });
  await addCampaignEntry(ctx, {
    ...entry,
    kind: 'REVENUE',
    category: 'OWN_SALES',
    amount: euros('1310.50'),
    on: addDays(today, -2),
    promoCode: 'ZIEMA10',
  });
  // What is planned goes out with the campaign's links; what is out stays as it went.
  const winter = await prisma.post.findMany({
    where: { workspaceId: ctx.viewer.workspaceId, tags: { hasSome: winterTags } },
    select: { id: true, state: true },
    orderBy: { id: 'asc' },
  });
  for (const { id, state } of winter) {
    if (state === 'SCHEDULED' || state === 'DRAFT') await updatePost(ctx, { ...keyless, postId: id, campaignId });
    else await prisma.post.update({ where: { id }, data: { campaignId } });
  }
  const spring = idOf(
    await createCampaign(ctx, {
      ...keyless,
      name: 'Көктем · Весна · Pavasaris',
      strategyId,
      objective: 'AWARENESS',
      period: { from: addDays(today, 80), to: addDays(today, 140) },
      budget: { amount: '900', currency: 'EUR' },
      utm: { medium: 'social', campaign: 'spring' },
    }),
  );

  const [bakery, cart] = [channels.get('bakery'), channels.get('cart')];
  for (const [channel, localTime] of [
    [bakery, '08:30'],
    [cart, '17:00'],
  ] as const) {
    if (channel === undefined) continue;
    const slots = (['TUESDAY', 'THURSDAY', 'SATURDAY'] as const).map((weekday) => ({
      weekday,
      localTime,
      timeZone: null,
    }));
    await addSlots(ctx, { ...keyless, channelId: channel.id, slots });
  }
  await createContentPlan(ctx, {
    ...keyless,
    name: 'The weeks after next',
    period: { from: addDays(today, 14), to: addDays(today, 27) },
    strategyId,
    source: bakery ? { kind: 'SLOTS', channelIds: [bakery.id] } : null,
  });

  await createOccasion(ctx, {
    ...keyless,
    name: 'Ziemassvētku tirdziņš · Christmas market',
    period: { from: addDays(today, 12), to: addDays(today, 26) },
    campaignId,
  });
  const pillarOf = (name: string) => pillars.find((pillar) => pillar.name === name)?.id ?? null;
  const ideas = [
    {
      title: 'Night shift, hour by hour',
      brief: 'Nine pictures, one an hour, no words but the time.',
      tags: ['behind the scenes'],
      pillarId: pillarOf('Bread and how it is made'),
      dueOn: addDays(today, 7),
      assigneeId: memberOf('CREATOR'),
    },
    {
      title: 'Опрос: какой хлеб вы помните с детства?',
      note: 'Ответы соберём в альбом.',
      tags: ['вопрос'],
      pillarId: pillarOf('People and places'),
    },
    {
      title: 'Жол бойындағы он аялдама',
      note: 'Картасымен бірге.',
      tags: ['саяхат'],
      pillarId: pillarOf('Coffee on the road'),
      campaignId: spring,
    },
    {
      title: 'Ko darīt ar vakardienas maizi',
      note: 'Trīs receptes, viena bilde katrai.',
      tags: ['recepte'],
      pillarId: pillarOf('Bread and how it is made'),
    },
  ];
  for (const idea of ideas) await createIdea(ctx, { ...keyless, ...idea });

  const [network] = networks;
  if (network === undefined) return;
  const competitorId = idOf(
    await createCompetitor(ctx, {
      ...keyless,
      name: 'Labais kliņģeris',
      handles: [{ network, handle: 'labaisklingeris' }],
    }),
  );
  await recordCompetitorSnapshots(ctx, {
    ...keyless,
    snapshots: [-28, -14, 0].map((days, index) => ({
      competitorId,
      network,
      on: addDays(today, days),
      values: {
        followers: 4100 + index * 60,
        postsPerWeek: 5,
        engagementPerPost: 48 - index * 3,
        formats: [
          { format: 'PHOTO', share: 0.8 },
          { format: 'VIDEO', share: 0.2 },
        ],
        topPosts: [],
        answers: 'Within a day, politely, always in Latvian.',
      },
    })),
  });
}
