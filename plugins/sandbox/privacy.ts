import type { Privacy } from '@polyphony/sdk';
import { z } from 'zod';
import { isSigned, jsonOf } from './signature.ts';

const kinds = {
  access_withdrawn: 'DEAUTHORIZE',
  person_deleted: 'DELETE_USER',
  post_deleted: 'DELETE_CONTENT',
} as const;
const demand = z.object({ type: z.enum(['access_withdrawn', 'person_deleted', 'post_deleted']), id: z.string() });

export const privacy: Privacy = {
  demands: Object.values(kinds),
  // Signed with the app's own secret.
  async read({ app }, request) {
    if (!(await isSigned(request, app.clientSecret))) return undefined;
    const { type, id } = demand.parse(jsonOf(request));
    return { kind: kinds[type], externalId: id };
  },
  answer: (receipt) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(receipt),
  }),
};
