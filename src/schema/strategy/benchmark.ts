import { findMetric, type Metric as MetricShape } from '../../domain/measures/metric.ts';
import { unavailable, type Measurement as MeasurementShape } from '../../domain/measures/measurement.ts';
import { periodIssues, type Period } from '../../domain/shared/period.ts';
import { benchmarkMetrics, competitorValue, rankOf, type SeenSnapshot } from '../../domain/strategy/benchmark.ts';
import { competitorBounds } from '../../domain/strategy/competitor.ts';
import type { Competitor as CompetitorRow, CompetitorSnapshot } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { badInput, type GraphContext } from '../context.ts';
import { Measured, Measurement, ValueStatus } from '../insights/measurement.ts';
import { Metric } from '../insights/metric.ts';
import { Network, networkOf } from '../workspace/network.ts';
import { Workspace } from '../workspace/workspace.ts';
import { latestSnapshot } from './competitor-snapshot.ts';
import { Competitor } from './competitor.ts';

interface Theirs extends MeasurementShape {
  readonly competitor: CompetitorRow;
}

const BenchmarkValue = builder.objectRef<Theirs>('BenchmarkValue').implement({
  interfaces: [Measured],
  description: 'A competitor’s value.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    competitor: t.field({ type: Competitor, description: 'The competitor.', resolve: ({ competitor }) => competitor }),
  }),
});

interface RowShape {
  readonly network: string;
  readonly metric: MetricShape;
  readonly own: MeasurementShape;
  readonly competitors: readonly Theirs[];
}

const BenchmarkRow = builder.objectRef<RowShape>('BenchmarkRow').implement({
  description: 'A metric on a network, ours and theirs.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    network: t.field({
      type: Network,
      description: 'The network.',
      resolve: ({ network }, _, { shell }) => networkOf(shell.networks, network),
    }),
    metric: t.expose('metric', { type: Metric, description: 'What is compared.' }),
    own: t.expose('own', { type: Measurement, description: 'Of our channels there.' }),
    competitors: t.field({
      type: [BenchmarkValue],
      description: `Of each competitor that is known there and not archived; at most ${String(competitorBounds.active)}.`,
      resolve: ({ competitors }) => [...competitors],
    }),
    rank: t.int({
      nullable: true,
      description: 'Our place, from 1, the most first; null: ours or one of theirs is missing.',
      resolve: ({ own, competitors }) =>
        rankOf(
          own.value,
          competitors.map(({ value }) => value),
        ),
    }),
  }),
});

/** A period of the arguments; refused where it is none. */
function periodOfArgs(period: Period): Period {
  const [wrong] = periodIssues(period, []);
  if (wrong !== undefined) throw badInput(wrong.message, wrong.fix ?? '');
  return { from: period.from, to: period.to };
}

const seenOf = (row: CompetitorSnapshot | null): SeenSnapshot | null =>
  row && {
    followers: row.followers,
    postsPerWeek: row.postsPerWeek,
    engagementPerPost: row.engagementPerPost,
    at: row.on,
    source: row.source === 'CSV' ? 'CSV' : 'MANUAL',
  };

const ownMissing = unavailable('No values of our own channels are stored for the period.');

const active = (workspaceId: string) => ({
  where: { workspaceId, archivedAt: null },
  orderBy: [{ createdAt: 'asc' as const }, { id: 'asc' as const }],
  take: competitorBounds.active,
});

async function benchmarkOf(
  context: GraphContext,
  workspaceId: string,
  period: Period,
  network: string | null,
): Promise<RowShape[]> {
  const competitors = await context.shell.db.prisma.competitor.findMany({
    ...active(workspaceId),
    include: { handles: network === null ? true : { where: { network } } },
  });
  const seen = await Promise.all(
    competitors.flatMap(({ handles, ...competitor }) =>
      handles.map(async (handle) => ({
        competitor,
        network: handle.network,
        snapshot: seenOf(await latestSnapshot(context, handle.id, period)),
      })),
    ),
  );
  const keys = [...new Set(seen.map((each) => each.network))].sort();
  return keys.flatMap((key) =>
    benchmarkMetrics.flatMap((name) => {
      const metric = findMetric(name);
      if (metric === null) return [];
      const theirs = seen
        .filter((each) => each.network === key)
        .map(({ competitor, snapshot }) => ({ ...competitorValue(name, period, snapshot), competitor }));
      return [{ network: key, metric, own: ownMissing, competitors: theirs }];
    }),
  );
}

const periodArgs = { from: 'The first day.', to: 'The last day; it belongs to the period.' };

builder.objectField(Workspace, 'benchmark', (t) =>
  t.field({
    type: [BenchmarkRow],
    nullable: true,
    description:
      'Our channels against competitors, by what was last seen of each in the period: one row a network and metric, at most 400; null: not for this viewer.',
    extensions: access('READ_STRATEGY'),
    args: {
      from: t.arg({ type: 'Date', required: true, description: periodArgs.from }),
      to: t.arg({ type: 'Date', required: true, description: periodArgs.to }),
      network: t.arg.string({ description: 'Only this network, by key; absent: all on which competitors are known.' }),
    },
    resolve: ({ id }, { from, to, network }, context) =>
      benchmarkOf(context, id, periodOfArgs({ from, to }), network ?? null),
  }),
);

const SentimentCounts = builder
  .objectRef<{ readonly positive: number; readonly neutral: number; readonly negative: number }>('SentimentCounts')
  .implement({
    description: 'Mentions by sentiment.',
    extensions: access('READ_STRATEGY'),
    fields: (t) => ({
      positive: t.exposeInt('positive', { description: 'Judged positive.' }),
      neutral: t.exposeInt('neutral', { description: 'Judged neither.' }),
      negative: t.exposeInt('negative', { description: 'Judged negative.' }),
    }),
  });

interface VoiceShape {
  readonly name: string;
  readonly competitor: CompetitorRow | null;
}

const VoiceShare = builder.objectRef<VoiceShape>('VoiceShare').implement({
  description: 'How much of what is said is of somebody.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Their name, or ours.' }),
    competitor: t.field({
      type: Competitor,
      nullable: true,
      description: 'The competitor; null: it is us.',
      resolve: ({ competitor }) => competitor,
    }),
    mentions: t.int({
      nullable: true,
      description: 'How often they were mentioned; null: nobody counted.',
      resolve: () => null,
    }),
    share: t.float({
      nullable: true,
      description: 'Of all mentions, from 0 to 1; null: nobody counted.',
      resolve: () => null,
    }),
    status: t.field({ type: ValueStatus, description: 'How far to trust it.', resolve: () => 'UNAVAILABLE' as const }),
    reason: t.string({
      nullable: true,
      description: 'Why it is missing; null: it is not.',
      resolve: () => 'No mentions are gathered yet.',
    }),
    sentiment: t.field({
      type: SentimentCounts,
      nullable: true,
      description: 'How they were mentioned; null: nobody judged it.',
      resolve: () => null,
    }),
  }),
});

builder.prismaObjectField(Workspace, 'shareOfVoice', (t) =>
  t.field({
    type: [VoiceShare],
    nullable: true,
    description: `Who is spoken of: us first, then each competitor that is not archived; at most ${String(competitorBounds.active + 1)}. Null: not for this viewer.`,
    extensions: access('READ_STRATEGY'),
    args: {
      from: t.arg({ type: 'Date', required: true, description: periodArgs.from }),
      to: t.arg({ type: 'Date', required: true, description: periodArgs.to }),
    },
    select: { id: true, name: true },
    resolve: async ({ id, name }, { from, to }, { shell }) => {
      periodOfArgs({ from, to });
      const competitors = await shell.db.prisma.competitor.findMany(active(id));
      return [{ name, competitor: null }, ...competitors.map((competitor) => ({ name: competitor.name, competitor }))];
    },
  }),
);
