import { dateOfDay, dayOfDate, type Period as PeriodShape } from '../domain/shared/period.ts';
import { access } from './access.ts';
import { builder } from './builder.ts';

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

export const periodColumns = ({ from, to }: PeriodShape): PeriodColumns => ({
  periodFrom: dateOfDay(from),
  periodTo: dateOfDay(to),
});
