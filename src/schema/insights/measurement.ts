import type { Measurement as MeasurementShape } from '../../domain/measures/measurement.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';

export const ValueStatus = builder.enumType('ValueStatus', {
  description: 'How far to trust a value.',
  values: valuesOf({
    MEASURED: 'It was counted, and read or entered as it was.',
    ESTIMATED: 'It was worked out; reason says how.',
    UNAVAILABLE: 'There is none; reason says why. Missing is never 0.',
  }),
});

export const Measured = builder.interfaceRef<MeasurementShape>('Measured').implement({
  description: 'A value, and where it came from.',
  fields: (t) => ({
    value: t.exposeFloat('value', { nullable: true, description: 'The value; null: it is missing.' }),
    status: t.expose('status', { type: ValueStatus, description: 'How far to trust it.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it is missing or estimated; null: it is neither.',
    }),
    currency: t.expose('currency', { type: 'Currency', nullable: true, description: 'Of money; null: it is none.' }),
    source: t.exposeString('source', { nullable: true, description: 'Where it came from; null: nowhere.' }),
    capturedAt: t.expose('capturedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was so; null: it never was.',
    }),
  }),
});

export const Measurement = builder.objectRef<MeasurementShape>('Measurement').implement({
  interfaces: [Measured],
  description: 'A value whose meaning the field tells.',
  extensions: access('VIEWER'),
});
