import type { AuthWay } from '@polyphony/sdk';
import { access } from '../access.ts';
import { builder } from '../builder.ts';

const AuthKind = builder.enumType('AuthKind', {
  description: 'How an account is connected.',
  values: {
    OAUTH2: { description: 'The person is sent to the network and comes back.' },
    TOKEN: { description: 'The person pastes something.' },
  } as const,
});

const AuthScope = builder.objectRef<AuthWay['scopes'][number]>('AuthScope').implement({
  description: 'A permission asked of the network.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The network’s name of it.' }),
    why: t.exposeString('why', { description: 'Why it is asked for.' }),
  }),
});

const CredentialField = builder.objectRef<AuthWay['fields'][number]>('CredentialField').implement({
  description: 'A field of the form that a person fills in.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name in CredentialInput.' }),
    label: t.exposeString('label', { description: 'What the form calls it.' }),
    secret: t.exposeBoolean('secret', { description: 'True: hide it while it is typed.' }),
    required: t.exposeBoolean('required', { description: 'False: may be left out.' }),
  }),
});

export const NetworkAuth = builder.objectRef<AuthWay>('NetworkAuth').implement({
  description: 'A way to connect an account: startChannelConnection takes its fields.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    kind: t.field({
      type: AuthKind,
      description: 'How.',
      resolve: ({ kind }) => (kind === 'oauth2' ? 'OAUTH2' : 'TOKEN'),
    }),
    scopes: t.field({
      type: [AuthScope],
      description: 'What is asked for, at most 50.',
      resolve: ({ scopes }) => [...scopes],
    }),
    fields: t.field({
      type: [CredentialField],
      description: 'What a person must enter; at most 20.',
      resolve: ({ fields }) => [...fields],
    }),
  }),
});
