import { builder } from '../builder.ts';

export const BulkOutcome = builder.enumType('BulkOutcome', {
  description: 'What became of one item of a bulk mutation.',
  values: {
    DONE: { description: 'It is done.' },
    QUEUED: { description: 'Accepted; the network is still to be asked.' },
    SKIPPED: { description: 'Left as it is: it is too late for it, or it was called off. See problem.' },
    FAILED: { description: 'See problem.' },
  } as const,
});
