import { keptContent } from '../../app/strategy/revision.ts';
import {
  strategyChanges,
  type changeKinds,
  type StrategyChange as StrategyChangeShape,
} from '../../domain/strategy/revision.ts';
import { access } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import type { GraphContext } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { Actor } from '../workspace/actor.ts';
import { loadAuthor } from './author.ts';
import { Strategy } from './strategy.ts';

const kindTexts: Readonly<Record<(typeof changeKinds)[number], string>> = {
  ADDED: 'It was not there before.',
  REMOVED: 'It is no longer there.',
  CHANGED: 'It says something else.',
};

const ChangeKind = builder.enumType('ChangeKind', {
  description: 'What became of something from one revision to the next.',
  values: valuesOf(kindTexts),
});

const StrategyChange = builder.objectRef<StrategyChangeShape>('StrategyChange').implement({
  description: 'One difference from the revision before.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    kind: t.expose('kind', { type: ChangeKind, description: 'What became of it.' }),
    path: t.stringList({
      description:
        'Where: names of fields, and in lists the names of what stands there, such as pillars, How it is made, targetShare.',
      resolve: ({ path }) => [...path],
    }),
    from: t.exposeString('from', {
      nullable: true,
      description: 'What it said before, as text; null: it was not there.',
    }),
    to: t.exposeString('to', { nullable: true, description: 'What it says since, as text; null: it is gone.' }),
  }),
});

/** Most differences that are shown of one revision. */
const maxChanges = 500;

interface RevisionKey {
  readonly strategyId: string;
  readonly number: number;
}

async function changesOf(context: GraphContext, { strategyId, number }: RevisionKey) {
  const { strategyRevision } = context.loaders;
  const [before, after] = await Promise.all([
    number === 1 ? null : strategyRevision.load(`${strategyId}.${String(number - 1)}`),
    strategyRevision.load(`${strategyId}.${String(number)}`),
  ]);
  return after === null ? [] : strategyChanges(before && keptContent(before.content), keptContent(after.content));
}

const key = { strategyId: true, number: true } as const;

export const StrategyRevision = builder.prismaObject('StrategyRevision', {
  description: 'One state of a strategy’s content, and what was changed to come to it.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Counts from 1.' }),
    at: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    author: t.field({
      type: Actor,
      nullable: true,
      description: 'Who made it; null: gone without a trace.',
      select: { actorKind: true, actorId: true },
      resolve: ({ actorKind, actorId }, _, context) =>
        loadAuthor(context, { authorKind: actorKind, authorId: actorId }),
    }),
    changes: t.field({
      type: [StrategyChange],
      description: `The differences from the revision before, those of the first one from nothing; at most the first ${String(maxChanges)}, changeCount says how many there are.`,
      select: key,
      resolve: async (revision, _, context) => (await changesOf(context, revision)).slice(0, maxChanges),
    }),
    changeCount: t.int({
      description: 'How many differences there are.',
      select: key,
      resolve: async (revision, _, context) => (await changesOf(context, revision)).length,
    }),
  }),
});

builder.prismaObjectField(Strategy, 'revisions', (t) =>
  t.relatedConnection(
    'revisions',
    {
      cursor: 'strategyId_number',
      totalCount: true,
      description: 'What it was, the newest first.',
      query: () => ({ orderBy: { number: 'desc' } }),
    },
    ...connectionOf('StrategyRevision'),
  ),
);
