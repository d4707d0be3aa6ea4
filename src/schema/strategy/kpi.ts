import { findMetric } from '../../domain/measures/metric.ts';
import { unavailable } from '../../domain/measures/measurement.ts';
import { dayAt, dayOfDate } from '../../domain/shared/period.ts';
import {
  maxKpis,
  progressOf,
  statusOf,
  trackTolerance,
  type KpiChanges,
  type KpiStatus as KpiStatusName,
  type trendDirections,
} from '../../domain/strategy/kpi.ts';
import type { Kpi as KpiRow } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';
import { rowId } from '../ids.ts';
import { Measurement } from '../insights/measurement.ts';
import { Metric } from '../insights/metric.ts';

const directionTexts: Readonly<Record<(typeof trendDirections)[number], string>> = {
  UP: 'More is better.',
  DOWN: 'Less is better.',
};

export const TrendDirection = builder.enumType('TrendDirection', {
  description: 'Which way is better.',
  values: valuesOf(directionTexts),
});

const inPoints = `${String(trackTolerance * 100)} percentage points`;
const statusTexts: Readonly<Record<KpiStatusName, string>> = {
  AHEAD: `More than ${inPoints} further than is expected of this day.`,
  ON_TRACK: `Within ${inPoints} of what is expected of this day.`,
  AT_RISK: `More than ${inPoints} behind.`,
  MISSED: 'The deadline is over, and the target was not reached.',
  REACHED: 'The target is reached.',
  NO_DATA: 'Nothing was measured, or there is no baseline to measure the way from.',
};

export const KpiStatus = builder.enumType('KpiStatus', {
  description:
    'How a KPI stands. The same progress is expected of every day from the start of the period to the deadline.',
  values: valuesOf(statusTexts),
});

interface ForecastShape {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly at: Date;
  readonly method: string;
}

const Forecast = builder.objectRef<ForecastShape>('Forecast').implement({
  description: 'What a value is expected to be.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    value: t.exposeFloat('value', { description: 'The most likely value.' }),
    low: t.exposeFloat('low', { description: 'It will hardly be less.' }),
    high: t.exposeFloat('high', { description: 'It will hardly be more.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    method: t.exposeString('method', { description: 'How it was worked out, in words.' }),
  }),
});

/** The value of a KPI now. Nothing is measured yet, which is not 0. */
const currentOf = (_kpi: Pick<KpiRow, 'id'>) => unavailable('Nothing was measured for it yet.');

const aimSelection = { id: true, baseline: true, target: true, direction: true } as const;
const periodFrom = { select: { periodFrom: true, workspace: { select: { timeZone: true } } } } as const;

// Whoever comes here was asked on the way: Objective.kpis and Campaign.kpis have a permission of their own.
export const Kpi = builder.prismaNode('Kpi', {
  id: { field: 'id' },
  description: 'A measured target of an objective or a campaign. Its value is always computed from what was measured.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    metric: t.field({
      type: Metric,
      nullable: true,
      description: 'What is measured; null: a formula says it.',
      select: { metric: true },
      resolve: ({ metric }) => (metric === null ? null : findMetric(metric)),
    }),
    formula: t.exposeString('formula', {
      nullable: true,
      description: 'Of keys of metrics, by + - * /, numbers and parentheses; null: it is one metric.',
    }),
    baseline: t.exposeFloat('baseline', { nullable: true, description: 'Where it began; null: nobody knows.' }),
    target: t.exposeFloat('target', { description: 'Where it is to come.' }),
    deadline: t.field({
      type: 'Date',
      description: 'The last day on which it may be reached.',
      select: { deadline: true },
      resolve: ({ deadline }) => dayOfDate(deadline),
    }),
    direction: t.expose('direction', { type: TrendDirection, description: 'Which way is better.' }),
    current: t.field({
      type: Measurement,
      description: 'Its value now. Missing is never 0.',
      resolve: currentOf,
    }),
    progress: t.float({
      nullable: true,
      description:
        'How far it has come from the baseline, 0, to the target, 1; below 0 it went the other way, above 1 it passed the target. Null: nothing was measured, or there is no baseline.',
      select: aimSelection,
      resolve: (kpi) => progressOf(kpi, currentOf(kpi).value),
    }),
    status: t.field({
      type: KpiStatus,
      description: 'How it stands today.',
      select: {
        ...aimSelection,
        deadline: true,
        objective: { select: { strategy: periodFrom } },
        campaign: periodFrom,
      },
      resolve: ({ deadline, objective, campaign, ...kpi }, _, { shell }) => {
        const owner = objective?.strategy ?? campaign;
        if (!owner) throw new TypeError('A KPI hangs on an objective or a campaign');
        return statusOf({ ...kpi, deadline: dayOfDate(deadline) }, currentOf(kpi).value, {
          start: dayOfDate(owner.periodFrom),
          on: dayAt(shell.now(), owner.workspace.timeZone),
        });
      },
    }),
    forecast: t.field({
      type: Forecast,
      nullable: true,
      description: 'Its value at the deadline if it goes on like this; null: too few samples.',
      resolve: () => null,
    }),
    objective: t.relation('objective', {
      nullable: true,
      description: 'The objective that it measures; null: a campaign’s, or not for this viewer.',
      extensions: access('READ_STRATEGY'),
    }),
    campaign: t.relation('campaign', {
      nullable: true,
      description: 'The campaign that it measures; null: an objective’s, or not for this viewer.',
      extensions: access('READ_CAMPAIGNS'),
    }),
    retired: t.boolean({
      description: 'True: a later revision no longer has it.',
      select: { retiredAt: true },
      resolve: ({ retiredAt }) => retiredAt !== null,
    }),
  }),
});

const nameText = 'Its name; no other KPI beside it has the same.';
const metricText = 'What is measured, by key; or send formula.';
const formulaText = 'Of keys of metrics, by + - * /, numbers and parentheses, such as (likes + comments) / reach.';
const baselineText = 'Where it begins; null: nobody knows.';

export const KpiInput = builder.inputType('KpiInput', {
  description: 'A measured target. It has a metric or a formula, not both.',
  fields: (t) => ({
    name: t.string({ required: true, description: nameText }),
    metric: t.string({ description: metricText }),
    formula: t.string({ description: formulaText }),
    baseline: t.float({ description: baselineText }),
    target: t.float({ required: true, description: 'Where it is to come.' }),
    deadline: t.field({ type: 'Date', required: true, description: 'The last day on which it may be reached.' }),
    direction: t.field({ type: TrendDirection, required: true, description: 'Which way is better.' }),
  }),
});

export const KpiChangeInput = builder.inputType('KpiChangeInput', {
  description:
    'With id it changes that KPI: what is absent stays, null clears. Without id it adds one, which needs name, target, deadline, direction, and metric or formula.',
  fields: (t) => ({
    id: t.id({ description: 'The KPI; absent: a new one.' }),
    name: t.string({ description: nameText }),
    metric: t.string({ description: metricText }),
    formula: t.string({ description: formulaText }),
    baseline: t.float({ description: baselineText }),
    target: t.float({ description: 'Where it is to come.' }),
    deadline: t.field({ type: 'Date', description: 'The last day on which it may be reached.' }),
    direction: t.field({ type: TrendDirection, description: 'Which way is better.' }),
  }),
});

/** The same with the ids of rows. */
export const kpiChanges = (input: {
  readonly kpis?: readonly (typeof KpiChangeInput.$inferInput)[] | null | undefined;
  readonly removeKpiIds?: readonly string[] | null | undefined;
}): KpiChanges => ({
  kpis: input.kpis?.map((kpi) => ({ ...kpi, id: kpi.id && rowId('Kpi', kpi.id) })),
  removeKpiIds: input.removeKpiIds?.map((id) => rowId('Kpi', id)),
});

export const kpisText = `Its KPIs; at most ${String(maxKpis)}.`;
