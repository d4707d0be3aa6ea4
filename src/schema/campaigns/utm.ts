import { maxUtmValue, utmPlaceholders, type UtmRules } from '../../domain/campaigns/utm.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';

export const Utm = builder.objectRef<UtmRules>('Utm').implement({
  description:
    'What a campaign adds to its posts’ links, as it was written. What the author of a post wrote in a link stays.',
  extensions: access('READ_CAMPAIGNS'),
  fields: (t) => ({
    source: t.exposeString('source', {
      nullable: true,
      description: 'utm_source; null: the network’s key, where anything else is set.',
    }),
    medium: t.exposeString('medium', { nullable: true, description: 'utm_medium; null: nothing.' }),
    campaign: t.exposeString('campaign', { nullable: true, description: 'utm_campaign; null: nothing.' }),
    term: t.exposeString('term', { nullable: true, description: 'utm_term; null: nothing.' }),
    content: t.exposeString('content', { nullable: true, description: 'utm_content; null: nothing.' }),
  }),
});

const placeholders = utmPlaceholders.map((name) => `{${name}}`).join(', ');

export const UtmInput = builder.inputType('UtmInput', {
  description: `What is added to links, at most ${String(maxUtmValue)} characters each. ${placeholders} are filled in: the network’s key, the channel’s handle (else its name), the post’s format, the campaign’s name. In an update, what is absent stays and null clears.`,
  fields: (t) => ({
    source: t.string({ description: 'utm_source; absent: the network’s key, where anything else is set.' }),
    medium: t.string({ description: 'utm_medium.' }),
    campaign: t.string({ description: 'utm_campaign.' }),
    term: t.string({ description: 'utm_term.' }),
    content: t.string({ description: 'utm_content.' }),
  }),
});
