import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';

export const Weekday = builder.enumType('Weekday', {
  description: 'A day of the week.',
  values: valuesOf({
    MONDAY: 'Monday.',
    TUESDAY: 'Tuesday.',
    WEDNESDAY: 'Wednesday.',
    THURSDAY: 'Thursday.',
    FRIDAY: 'Friday.',
    SATURDAY: 'Saturday.',
    SUNDAY: 'Sunday.',
  }),
});

export const Slot = builder.prismaNode('Slot', {
  id: { field: 'id' },
  description: 'A weekly time of a channel, at which posts go out in turn.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    channel: t.relation('channel', { description: 'The channel.' }),
    weekday: t.expose('weekday', { type: Weekday, description: 'The day of the week.' }),
    localTime: t.expose('localTime', { type: 'LocalTime', description: 'What the clocks of the zone show.' }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'Whose clocks.' }),
  }),
});
