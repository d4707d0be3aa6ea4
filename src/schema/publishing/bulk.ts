import { builder } from '../builder.ts';

export const BulkOutcome = builder.enumType('BulkOutcome', {
  description: 'What became of one item of a bulk mutation.',
  values: {
    DONE: { description: 'It is done.' },
    QUEUED: { description: 'Accepted; the network is still to be asked.' },
    FAILED: { description: 'See problem.' },
  } as const,
});
