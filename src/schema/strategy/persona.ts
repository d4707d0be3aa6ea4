import type { WrittenPersona } from '../../domain/strategy/persona.ts';
import { bounds } from '../../domain/shared/form.ts';
import type { Persona as PersonaRow } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { rowId } from '../ids.ts';
import { PostFormat } from '../planning/format.ts';
import { Network, networkOf } from '../workspace/network.ts';

const most = `at most ${String(bounds.phrases)}`;

const Demographics = builder.objectRef<PersonaRow>('Demographics').implement({
  description: 'Who they are. Empty lists: any.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    ageFrom: t.exposeInt('ageFrom', { nullable: true, description: 'Years; null: no lower end.' }),
    ageTo: t.exposeInt('ageTo', { nullable: true, description: 'Years, included; null: no upper end.' }),
    genders: t.exposeStringList('genders', {
      description: `Keys as audience profiles have them, such as FEMALE; ${most}.`,
    }),
    countries: t.expose('countries', { type: ['CountryCode'], description: `Where they live; ${most}.` }),
    cities: t.exposeStringList('cities', { description: `The same, closer; ${most}.` }),
    languages: t.expose('languages', { type: ['Locale'], description: `What they read; ${most}.` }),
  }),
});

const OnlineHabits = builder.objectRef<PersonaRow>('OnlineHabits').implement({
  description: 'Where, when and how they are online. Empty lists: not known.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    networks: t.field({
      type: [Network],
      description: `The networks that they use; ${most}.`,
      resolve: ({ networks }, _, { shell }) => networks.map((key) => networkOf(shell.networks, key)),
    }),
    hours: t.exposeIntList('hours', {
      description: 'Hours of the day at which they are there, 0 to 23, each at most once, by their own clocks.',
    }),
    formats: t.expose('formats', {
      type: [PostFormat],
      description: 'Forms of content that they like, each at most once.',
    }),
  }),
});

const strategists = access('READ_STRATEGY');

export const Persona = builder.prismaNode('Persona', {
  id: { field: 'id' },
  description: 'Whom we want to reach.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What the team calls them.' }),
    retired: t.boolean({
      description: 'True: a later revision of the strategy no longer has it; posts that were made for it still say so.',
      select: { retiredAt: true },
      resolve: ({ retiredAt }) => retiredAt !== null,
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'Who they are, in words; null: nothing is said, or not for this viewer.',
      extensions: strategists,
    }),
    demographics: t.field({
      type: Demographics,
      nullable: true,
      description: 'Who they are, in numbers; null: not for this viewer.',
      extensions: strategists,
      select: true,
      resolve: (persona) => persona,
    }),
    interests: t.exposeStringList('interests', {
      nullable: true,
      description: `What they care for; ${most}. Null: not for this viewer.`,
      extensions: strategists,
    }),
    motives: t.exposeStringList('motives', {
      nullable: true,
      description: `Why they would come; ${most}. Null: not for this viewer.`,
      extensions: strategists,
    }),
    wishes: t.exposeStringList('wishes', {
      nullable: true,
      description: `What they want of us; ${most}. Null: not for this viewer.`,
      extensions: strategists,
    }),
    objections: t.exposeStringList('objections', {
      nullable: true,
      description: `What holds them back; ${most}. Null: not for this viewer.`,
      extensions: strategists,
    }),
    habits: t.field({
      type: OnlineHabits,
      nullable: true,
      description: 'Where, when and how they are online; null: not for this viewer.',
      extensions: strategists,
      select: true,
      resolve: (persona) => persona,
    }),
    strategy: t.relation('strategy', {
      nullable: true,
      description: 'The strategy that it is of; null: not for this viewer.',
      extensions: strategists,
    }),
  }),
});

const DemographicsInput = builder.inputType('DemographicsInput', {
  description: 'Who they are. What is absent or empty: any.',
  fields: (t) => ({
    ageFrom: t.int({ description: 'Years; null: no lower end.' }),
    ageTo: t.int({ description: 'Years, included; null: no upper end.' }),
    genders: t.stringList({ description: `Keys as audience profiles have them, such as FEMALE; ${most}.` }),
    countries: t.field({ type: ['CountryCode'], description: `Where they live; ${most}.` }),
    cities: t.stringList({ description: `The same, closer; ${most}.` }),
    languages: t.field({ type: ['Locale'], description: `What they read; ${most}.` }),
  }),
});

const OnlineHabitsInput = builder.inputType('OnlineHabitsInput', {
  description: 'Where, when and how they are online.',
  fields: (t) => ({
    networks: t.stringList({
      description: `Keys of the networks that they use, of those that are installed; ${most}.`,
    }),
    hours: t.intList({ description: 'Hours of the day at which they are there, 0 to 23, by their own clocks.' }),
    formats: t.field({ type: [PostFormat], description: 'Forms of content that they like.' }),
  }),
});

const nameText = 'What the team calls them; no other persona of the strategy has the same.';
const descriptionText = 'Who they are, in words.';
const demographicsText = 'Who they are, in numbers.';
const habitsText = 'Where, when and how they are online.';
const lists = {
  interests: `What they care for; ${most}.`,
  motives: `Why they would come; ${most}.`,
  wishes: `What they want of us; ${most}.`,
  objections: `What holds them back; ${most}.`,
};

export const PersonaInput = builder.inputType('PersonaInput', {
  description: 'Whom we want to reach.',
  fields: (t) => ({
    name: t.string({ required: true, description: nameText }),
    description: t.string({ description: descriptionText }),
    demographics: t.field({ type: DemographicsInput, description: demographicsText }),
    interests: t.stringList({ description: lists.interests }),
    motives: t.stringList({ description: lists.motives }),
    wishes: t.stringList({ description: lists.wishes }),
    objections: t.stringList({ description: lists.objections }),
    habits: t.field({ type: OnlineHabitsInput, description: habitsText }),
  }),
});

export const PersonaChangeInput = builder.inputType('PersonaChangeInput', {
  description:
    'With id it changes that persona: what is absent stays, null clears. Without id it adds one, which needs name.',
  fields: (t) => ({
    id: t.id({ description: 'The persona; absent: a new one.' }),
    name: t.string({ description: nameText }),
    description: t.string({ description: descriptionText }),
    demographics: t.field({ type: DemographicsInput, description: demographicsText }),
    interests: t.stringList({ description: lists.interests }),
    motives: t.stringList({ description: lists.motives }),
    wishes: t.stringList({ description: lists.wishes }),
    objections: t.stringList({ description: lists.objections }),
    habits: t.field({ type: OnlineHabitsInput, description: habitsText }),
  }),
});

/** The same with the ids of rows. */
export const personaFields = (input: typeof PersonaChangeInput.$inferInput): WrittenPersona => ({
  ...input,
  id: input.id && rowId('Persona', input.id),
});
