import type { WrittenBrand } from '../../domain/strategy/brand.ts';
import { bounds } from '../../domain/shared/form.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { rowId } from '../ids.ts';

const most = `at most ${String(bounds.phrases)}`;

const BrandVoice = builder.prismaObject('Strategy', {
  variant: 'BrandVoice',
  description: 'How it speaks.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    tone: t.exposeString('voiceTone', { nullable: true, description: 'Its tone, in words; null: nothing is said.' }),
    say: t.exposeStringList('voiceSay', { description: `What to do and say; ${most}.` }),
    dont: t.exposeStringList('voiceDont', { description: `What not to do; ${most}.` }),
    avoid: t.exposeStringList('voiceAvoid', {
      description: `Words to avoid; ${most}. Validation warns of them, in English and Russian in every form that they take.`,
    }),
  }),
});

const VisualKit = builder.prismaObject('Strategy', {
  variant: 'VisualKit',
  description: 'How it looks on every network.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    colours: t.expose('colours', { type: ['HexColorCode'], description: 'The main one first; at most 20.' }),
    avatar: t.relation('avatarAsset', {
      nullable: true,
      description: 'The picture of its accounts; null: none.',
      extensions: access('READ_POSTS'),
    }),
    header: t.relation('headerAsset', {
      nullable: true,
      description: 'The picture above its accounts; null: none.',
      extensions: access('READ_POSTS'),
    }),
  }),
});

export const Brand = builder.prismaObject('Strategy', {
  variant: 'Brand',
  description: 'Who speaks, and how.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    name: t.string({
      description: 'Its name.',
      select: { brandName: true },
      resolve: ({ brandName }) => brandName ?? '',
    }),
    mission: t.exposeString('mission', { nullable: true, description: 'What it is there for; null: nothing is said.' }),
    valueProposition: t.exposeString('valueProposition', {
      nullable: true,
      description: 'Why people should choose it; null: nothing is said.',
    }),
    voice: t.variant(BrandVoice, { description: 'How it speaks.' }),
    visualKit: t.variant(VisualKit, { description: 'How it looks on every network.' }),
    guidelines: t.exposeString('guidelines', {
      nullable: true,
      description: 'What everyone who writes must follow; null: nothing is said.',
    }),
  }),
});

const BrandVoiceInput = builder.inputType('BrandVoiceInput', {
  description: 'How it speaks. What is absent stays, null clears.',
  fields: (t) => ({
    tone: t.string({ description: 'Its tone, in words.' }),
    say: t.stringList({ description: `What to do and say; ${most}.` }),
    dont: t.stringList({ description: `What not to do; ${most}.` }),
    avoid: t.stringList({ description: `Words to avoid; ${most}.` }),
  }),
});

const VisualKitInput = builder.inputType('VisualKitInput', {
  description: 'How it looks. What is absent stays, null clears.',
  fields: (t) => ({
    colours: t.field({ type: ['HexColorCode'], description: 'The main one first; at most 20.' }),
    avatarAssetId: t.id({ description: 'A picture for its accounts.' }),
    headerAssetId: t.id({ description: 'A picture for above its accounts.' }),
  }),
});

export const BrandInput = builder.inputType('BrandInput', {
  description: 'Who speaks, and how. What is absent stays, null clears.',
  fields: (t) => ({
    name: t.string({ description: 'Its name; a brand that is new needs one.' }),
    mission: t.string({ description: 'What it is there for.' }),
    valueProposition: t.string({ description: 'Why people should choose it.' }),
    voice: t.field({ type: BrandVoiceInput, description: 'How it speaks.' }),
    visualKit: t.field({ type: VisualKitInput, description: 'How it looks on every network.' }),
    guidelines: t.string({ description: 'What everyone who writes must follow.' }),
  }),
});

/** The same with the ids of rows. */
export const brandFields = ({ visualKit, ...brand }: typeof BrandInput.$inferInput): WrittenBrand => ({
  ...brand,
  visualKit: visualKit && {
    ...visualKit,
    avatarAssetId: visualKit.avatarAssetId && rowId('MediaAsset', visualKit.avatarAssetId),
    headerAssetId: visualKit.headerAssetId && rowId('MediaAsset', visualKit.headerAssetId),
  },
});
