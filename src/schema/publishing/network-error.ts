import type { ErrorTable } from '@polyphony/sdk';
import type { ProblemKind as ProblemKindName } from '../../domain/publishing/problem.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Network } from '../workspace/network.ts';
import { ProblemKind } from './problem.ts';

type Row = ErrorTable[string];

const NetworkErrorCode = builder.objectRef<Row & { readonly networkCode: string }>('NetworkErrorCode').implement({
  description: 'How a network’s code is understood.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    networkCode: t.exposeString('networkCode', { description: 'The network’s own code: Problem.networkCode.' }),
    kind: t.field({
      type: ProblemKind,
      description: 'What sort: it alone decides what happens next.',
      resolve: ({ kind }) => kind.toUpperCase() as ProblemKindName, // the same kinds, as GraphQL writes them
    }),
    meaning: t.exposeString('means', { description: 'What it means, for people.' }),
  }),
});

builder.objectField(Network, 'errors', (t) =>
  t.field({
    type: [NetworkErrorCode],
    description: 'Every code that is understood, at most 1000; others are UNEXPECTED, and kept whole.',
    resolve: ({ installed }) =>
      Object.entries(installed?.connector.errors.codes ?? {}).map(([networkCode, row]) => ({ networkCode, ...row })),
  }),
);
