import { seenValue } from '../../domain/strategy/benchmark.ts';
import {
  allowedCompetitorActions,
  competitorBounds,
  type CompetitorAction as ActionName,
  type CompetitorPost as PostShape,
  type FormatShare as FormatShape,
  type SnapshotSource as SourceName,
} from '../../domain/strategy/competitor.ts';
import { dayOfDate } from '../../domain/shared/period.ts';
import type { CompetitorSnapshot as SnapshotRow } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { sessionOf } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { Measurement } from '../insights/measurement.ts';
import { PostFormat } from '../planning/format.ts';
import { Network, networkOf } from '../workspace/network.ts';
import { Workspace } from '../workspace/workspace.ts';
import { latestSnapshot } from './competitor-snapshot.ts';

const actionTexts: Readonly<Record<ActionName, string>> = {
  EDIT: 'updateCompetitor.',
  RECORD: 'recordCompetitorSnapshots, importCompetitorSnapshots.',
  ARCHIVE: 'archiveCompetitor.',
  RESTORE: 'restoreCompetitor.',
};
const CompetitorAction = builder.enumType('CompetitorAction', {
  description: 'What a viewer can do with a competitor.',
  values: valuesOf(actionTexts),
});

const sourceTexts: Readonly<Record<SourceName, string>> = {
  MANUAL: 'Somebody entered it.',
  CSV: 'It came in a file.',
};
const SnapshotSource = builder.enumType('SnapshotSource', {
  description: 'How something seen of a competitor came here.',
  values: valuesOf(sourceTexts),
});

const FormatShare = builder.objectRef<FormatShape>('FormatShare').implement({
  description: 'How much of somebody’s posts have a format.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    format: t.field({
      type: PostFormat,
      description: 'The format.',
      resolve: ({ format }) => format as (typeof PostFormat)['$inferType'], // only these are taken in
    }),
    share: t.exposeFloat('share', { description: 'From 0 to 1.' }),
  }),
});

const CompetitorPost = builder.objectRef<PostShape>('CompetitorPost').implement({
  description: 'A post of a competitor.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', description: 'Where people see it.' }),
    engagements: t.exposeFloat('engagements', {
      nullable: true,
      description: 'What people did with it; null: not counted.',
    }),
  }),
});

/** A row's source and day, as its values tell them. */
const seenOf = ({ on, source }: SnapshotRow) => ({
  at: on,
  source: source === 'CSV' ? ('CSV' as const) : ('MANUAL' as const),
});

export const CompetitorSnapshot = builder.prismaObject('CompetitorSnapshot', {
  description:
    'What was seen of a competitor on one day. Entered by hand or from a file, or read by a network’s official interface; never from pages that a network does not offer for it.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    on: t.field({ type: 'Date', description: 'The day.', resolve: ({ on }) => dayOfDate(on) }),
    at: t.expose('on', { type: 'DateTime', description: 'The same as an instant: the day’s beginning, UTC.' }),
    source: t.field({ type: SnapshotSource, description: 'How it came here.', resolve: (row) => seenOf(row).source }),
    followers: t.field({
      type: Measurement,
      description: 'How many people followed them.',
      resolve: (row) => seenValue(row.followers, seenOf(row)),
    }),
    postsPerWeek: t.field({
      type: Measurement,
      description: 'How many posts they published a week.',
      resolve: (row) => seenValue(row.postsPerWeek, seenOf(row)),
    }),
    engagementPerPost: t.field({
      type: Measurement,
      description: 'How many engagements one of their posts had, in the mean.',
      resolve: (row) => seenValue(row.engagementPerPost, seenOf(row)),
    }),
    formats: t.field({
      type: [FormatShare],
      description: `What they publish, at most ${String(competitorBounds.formats)}. Empty: nobody looked.`,
      resolve: ({ formats }) => formats as unknown as FormatShape[], // app/strategy/competitor.ts wrote it
    }),
    topPosts: t.field({
      type: [CompetitorPost],
      description: `Posts that did well, at most ${String(competitorBounds.topPosts)}. Empty: nobody looked.`,
      resolve: ({ topPosts }) => topPosts as unknown as PostShape[], // as above
    }),
    answers: t.exposeString('answers', {
      nullable: true,
      description: 'How they answer comments; null: nobody looked.',
    }),
  }),
});

builder.prismaObject('CompetitorHandle', {
  description: 'Who a competitor is on a network.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    network: t.field({
      type: Network,
      description: 'The network.',
      select: { network: true },
      resolve: ({ network }, _, { shell }) => networkOf(shell.networks, network),
    }),
    handle: t.exposeString('handle', { description: 'As the network writes it, without @.' }),
    latest: t.field({
      type: CompetitorSnapshot,
      nullable: true,
      description: 'What was seen last; null: nothing yet.',
      select: { id: true },
      resolve: ({ id }, _, context) => latestSnapshot(context, id, null),
    }),
    snapshots: t.relatedConnection(
      'snapshots',
      {
        cursor: 'id',
        totalCount: true,
        description: 'All that was seen, the newest day first.',
        query: { orderBy: [{ on: 'desc' }, { id: 'desc' }] },
      },
      ...connectionOf('CompetitorSnapshot'),
    ),
  }),
});

export const Competitor = builder.prismaNode('Competitor', {
  id: { field: 'id' },
  description: 'Someone to compare with.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Their name.' }),
    note: t.exposeString('note', { nullable: true, description: 'What the team says of them; null: nothing.' }),
    revision: t.exposeInt('revision', { description: 'Counts the changes, from 1; what is seen of them is none.' }),
    archived: t.boolean({
      description: 'True: put away; it is in no comparison.',
      select: { archivedAt: true },
      resolve: ({ archivedAt }) => archivedAt !== null,
    }),
    allowedActions: t.field({
      type: [CompetitorAction],
      description: 'What the viewer may do with it now.',
      select: { archivedAt: true },
      resolve: ({ archivedAt }, _, context) => [
        ...allowedCompetitorActions(sessionOf(context), { archived: archivedAt !== null }),
      ],
    }),
    handles: t.relation('handles', {
      description: `Who they are, one a network, at most ${String(competitorBounds.handles)}.`,
      query: { orderBy: [{ position: 'asc' }, { id: 'asc' }] },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was named.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
});

builder.prismaObjectField(Workspace, 'competitors', (t) =>
  t.relatedConnection(
    'competitors',
    {
      cursor: 'id',
      totalCount: true,
      nullable: true,
      description: 'With whom the workspace compares itself, the oldest first; null: not for this viewer.',
      extensions: access('READ_STRATEGY'),
      args: {
        archived: t.arg.boolean({
          description: 'True: only those put away; null: all. Absent: those that are not.',
          defaultValue: false,
        }),
      },
      query: ({ archived }) => ({
        where: archived === null || archived === undefined ? {} : { archivedAt: archived ? { not: null } : null },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
    },
    ...connectionOf('Competitor'),
  ),
);
