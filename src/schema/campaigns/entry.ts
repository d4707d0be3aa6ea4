import { addCampaignEntry, removeCampaignEntry, visibleEntries } from '../../app/campaigns/entry.ts';
import {
  addCampaignEntryErrors,
  categoriesOf,
  noSums,
  removeCampaignEntryErrors,
  standingOf,
  type EntryCategory,
  type EntryKind,
  type Standing,
} from '../../domain/campaigns/budget.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { dayOfDate } from '../../domain/shared/period.ts';
import { access, requireAllChannels } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { ctxOf, sessionOf } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { resultOf } from '../errors.ts';
import { rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { Money, MoneyInput, showMoney } from '../money.ts';
import { authorSelection, loadAuthor } from '../strategy/author.ts';
import { Actor } from '../workspace/actor.ts';
import { Campaign } from './campaign.ts';

const kindTexts: Readonly<Record<EntryKind, string>> = {
  COST: 'It went out.',
  COMMITMENT: 'It is promised, and will go out.',
  REVENUE: 'It came in.',
};

const CampaignEntryKind = builder.enumType('CampaignEntryKind', {
  description: 'Which way money goes.',
  values: valuesOf(kindTexts),
});

const kindsOf = (category: EntryCategory): string =>
  (Object.keys(categoriesOf) as EntryKind[]).filter((kind) => categoriesOf[kind].includes(category)).join(', '); // its own keys

const categoryTexts: Readonly<Record<EntryCategory, string>> = {
  PRODUCTION: 'Photos, films, print, props.',
  HOURS: 'Work of the team.',
  FEE: 'What somebody outside is paid.',
  OTHER: 'Anything else.',
  ADVERTISING: 'Others paid to be shown.',
  AFFILIATE: 'Others paid for what was bought through us.',
  OWN_SALES: 'We sold what is ours.',
};

const CampaignEntryCategory = builder.enumType('CampaignEntryCategory', {
  description: 'What money is for, or by what it comes in.',
  values: valuesOf(
    Object.fromEntries(
      Object.entries(categoryTexts).map(([name, text]) => [
        name,
        `${text} Of: ${kindsOf(name as EntryCategory)}.`, // its own keys
      ]),
    ) as Record<EntryCategory, string>, // fromEntries forgets the keys
  ),
});

export const CampaignEntry = builder.prismaNode('CampaignEntry', {
  id: { field: 'id' },
  description: 'Money of a campaign that went out, was promised, or came in.',
  extensions: access('READ_CAMPAIGNS'),
  fields: (t) => ({
    campaign: t.relation('campaign', { description: 'The campaign.' }),
    kind: t.expose('kind', { type: CampaignEntryKind, description: 'Which way it goes.' }),
    category: t.expose('category', { type: CampaignEntryCategory, description: 'What it is for, or by what it came.' }),
    amount: t.field({
      type: Money,
      description: 'How much; never negative.',
      select: { millionths: true, currency: true },
      resolve: showMoney,
    }),
    on: t.field({
      type: 'Date',
      description: 'The day to which it belongs.',
      select: { on: true },
      resolve: ({ on }) => dayOfDate(on),
    }),
    note: t.exposeString('note', { nullable: true, description: 'What people should know; null: nothing.' }),
    post: t.relation('post', {
      nullable: true,
      description: 'The post that it is of; null: of the campaign as a whole.',
      extensions: access('READ_POSTS'),
    }),
    promoCode: t.exposeString('promoCode', {
      nullable: true,
      description: 'The promo code by which it came; null: none.',
    }),
    author: t.field({
      type: Actor,
      nullable: true,
      description: 'Who wrote it down; null: gone without a trace.',
      select: authorSelection,
      resolve: (row, _, context) => loadAuthor(context, row),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written down.' }),
  }),
});

builder.prismaObjectField(Campaign, 'entries', (t) =>
  t.relatedConnection(
    'entries',
    {
      cursor: 'id',
      totalCount: true,
      nullable: true,
      description:
        'Its costs, commitments and revenues, the latest day first; without those of posts that the viewer does not see. Null: not for this viewer.',
      extensions: access('READ_CAMPAIGNS'),
      args: { kind: t.arg({ type: [CampaignEntryKind], description: 'Only these; absent: all.' }) },
      query: ({ kind }, context) => ({
        where: { AND: [visibleEntries(sessionOf(context))], ...(kind ? { kind: { in: kind } } : {}) },
        orderBy: [{ on: 'desc' }, { id: 'desc' }],
      }),
    },
    ...connectionOf('CampaignEntry'),
  ),
);

const CampaignBudget = builder
  .objectRef<{ readonly standing: Standing; readonly currency: string }>('CampaignBudget')
  .implement({
    description: 'What a campaign may cost, did cost, and brought in; all in one currency.',
    extensions: access('READ_CAMPAIGNS'),
    fields: (t) => {
      const money = (key: 'spent' | 'committed' | 'revenue', description: string) =>
        t.field({
          type: Money,
          description,
          resolve: ({ standing, currency }) => showMoney({ millionths: standing[key], currency }),
        });
      const ofBudget = (key: 'total' | 'remaining', description: string) =>
        t.field({
          type: Money,
          nullable: true,
          description,
          resolve({ standing, currency }) {
            const millionths = standing[key];
            return millionths === null ? null : showMoney({ millionths, currency });
          },
        });
      return {
        total: ofBudget('total', 'What it may cost; null: nobody has said.'),
        spent: money('spent', 'The sum of its costs.'),
        committed: money('committed', 'The sum of its commitments.'),
        revenue: money('revenue', 'The sum of its revenues.'),
        remaining: ofBudget(
          'remaining',
          'The total without what was spent and promised; below 0 where that is more. Null: there is no total.',
        ),
        overBudget: t.boolean({
          description:
            'True where more was spent and promised than there is. It is told, and keeps nobody from anything.',
          resolve: ({ standing }) => standing.over,
        }),
      };
    },
  });

builder.prismaObjectField(Campaign, 'budget', (t) =>
  t.field({
    type: CampaignBudget,
    nullable: true,
    description: 'How its budget stands; null: neither a budget nor an entry is there, or not for this viewer.',
    extensions: access('READ_CAMPAIGNS'),
    select: { id: true, budgetMillionths: true, budgetCurrency: true },
    async resolve({ id, budgetMillionths, budgetCurrency }, _, { loaders }) {
      const entries = await loaders.campaignSums.load(id);
      const currency = budgetCurrency ?? entries?.currency;
      return currency === undefined
        ? null
        : { currency, standing: standingOf(budgetMillionths, entries?.sums ?? noSums) };
    },
  }),
);

const AddCampaignEntryInput = mutationInput('addCampaignEntry', (t) => ({
  campaignId: t.id({ required: true, description: 'The campaign.' }),
  kind: t.field({ type: CampaignEntryKind, required: true, description: 'Which way the money goes.' }),
  category: t.field({
    type: CampaignEntryCategory,
    required: true,
    description: 'What it is for, or by what it came; it must fit the kind.',
  }),
  amount: t.field({
    type: MoneyInput,
    required: true,
    description: 'How much, above 0, in the currency of the campaign’s budget and other entries.',
  }),
  on: t.field({ type: 'Date', required: true, description: 'The day to which it belongs.' }),
  note: t.string({ description: 'What people should know.' }),
  postId: t.id({ description: 'The post of the campaign that it is of.' }),
  promoCode: t.string({ description: 'The promo code of the campaign by which it came.' }),
}));

builder.mutationField('addCampaignEntry', (t) =>
  t.prismaField({
    type: CampaignEntry,
    description:
      'Writes down a cost, commitment or revenue, also after the campaign has ended. Not for who is limited to some channels.',
    extensions: access('WRITE_CAMPAIGNS'),
    args: { input: t.arg({ type: AddCampaignEntryInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('addCampaignEntry', addCampaignEntryErrors),
    resolve: async (query, _, { input }, context) => {
      requireAllChannels(context);
      const { ids } = await addCampaignEntry(ctxOf(context), {
        idempotencyKey: keyOf(input),
        campaignId: rowId('Campaign', input.campaignId),
        kind: input.kind,
        category: input.category,
        amount: { amount: input.amount.amount, currency: input.amount.currency },
        on: input.on,
        note: input.note ?? null,
        postId: input.postId ? rowId('Post', input.postId) : null,
        promoCode: input.promoCode ?? null,
      });
      const entry = await context.shell.db.prisma.campaignEntry.findUnique({ ...query, where: { id: ids[0] ?? '' } });
      // The same call again, and it was removed in between.
      if (entry === null) throw new NotFound('campaign entry', ['idempotencyKey']);
      return entry;
    },
  }),
);

const RemoveCampaignEntryInput = mutationInput('removeCampaignEntry', (t) => ({
  campaignEntryId: t.id({ required: true, description: 'The entry.' }),
}));

builder.mutationField('removeCampaignEntry', (t) =>
  t.prismaField({
    type: Campaign,
    description: 'Takes an entry back; answers with its campaign. Not for who is limited to some channels.',
    extensions: access('WRITE_CAMPAIGNS'),
    args: { input: t.arg({ type: RemoveCampaignEntryInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('removeCampaignEntry', removeCampaignEntryErrors),
    resolve: async (query, _, { input }, context) => {
      requireAllChannels(context);
      const { ids } = await removeCampaignEntry(ctxOf(context), {
        idempotencyKey: keyOf(input),
        campaignEntryId: rowId('CampaignEntry', input.campaignEntryId),
      });
      return context.shell.db.prisma.campaign.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
    },
  }),
);
