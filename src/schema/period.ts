import { dayOfDate, periodDates, periodIssues, type Period as PeriodShape } from '../domain/shared/period.ts';
import { access } from './access.ts';
import { builder } from './builder.ts';
import { badInput } from './context.ts';

export const Period = builder.objectRef<PeriodShape>('Period').implement({
  description: 'Days of a calendar, both ends included.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'The first day.' }),
    to: t.expose('to', { type: 'Date', description: 'The last day; it belongs to the period.' }),
  }),
});

export const PeriodInput = builder.inputType('PeriodInput', {
  description: 'Days of a calendar, both ends included.',
  fields: (t) => ({
    from: t.field({ type: 'Date', required: true, description: 'The first day.' }),
    to: t.field({ type: 'Date', required: true, description: 'The last day; it belongs to the period.' }),
  }),
});

/** The columns of a row that has a period. */
export interface PeriodColumns {
  readonly periodFrom: Date;
  readonly periodTo: Date;
}

export const periodOf = ({ periodFrom, periodTo }: PeriodColumns): PeriodShape => ({
  from: dayOfDate(periodFrom),
  to: dayOfDate(periodTo),
});

/** Of rows that have a period, those that have a day in common with another one; without one, all. */
export function overlapping(period: PeriodShape | null | undefined) {
  if (!period) return {};
  const [issue] = periodIssues(period, []);
  if (issue !== undefined) throw badInput(issue.message, issue.fix ?? '');
  const { periodFrom, periodTo } = periodDates(period);
  return { periodFrom: { lte: periodTo }, periodTo: { gte: periodFrom } };
}
