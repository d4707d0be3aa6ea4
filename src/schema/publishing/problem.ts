import { problemKinds, type Problem } from '../../domain/publishing/problem.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ErrorActorEnum } from '../errors.ts';

export const ProblemKind = builder.enumType('ProblemKind', {
  description: 'What a network, a credential or a job can run into. Closed: the kind alone decides what happens next.',
  values: Object.fromEntries(
    problemKinds.map((kind) => [
      kind,
      { description: `${kind.charAt(0)}${kind.slice(1).toLowerCase().replaceAll('_', ' ')}.` },
    ]),
  ) as Record<(typeof problemKinds)[number], { description: string }>, // fromEntries forgets the keys
});

export const ProblemType = builder.objectRef<Problem>('Problem').implement({
  description: 'What a network, a credential or a job ran into.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable key.' }),
    kind: t.expose('kind', { type: ProblemKind, description: 'What sort.' }),
    message: t.exposeString('message', { description: 'For people; may change.' }),
    actor: t.expose('actor', { type: ErrorActorEnum, description: 'Who must act.' }),
    at: t.field({ type: 'DateTime', description: 'When it happened.', resolve: ({ at }) => new Date(at) }),
    retryAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried again; null: not by itself.',
      resolve: ({ retryAt }) => (retryAt === null ? null : new Date(retryAt)),
    }),
    networkCode: t.exposeString('networkCode', {
      nullable: true,
      description: 'The network’s own code; null: it was not the network.',
    }),
    actionUrl: t.expose('actionUrl', {
      type: 'URL',
      nullable: true,
      description: 'What the person must open; null: nothing.',
    }),
  }),
});
