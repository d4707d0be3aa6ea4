import { z } from 'zod';
import { accountOf, type Account } from './accounts.ts';
import type { CallerContext } from './caller.ts';
import type { Limits } from './limits.ts';
import { Refusal } from './refusals.ts';
import { query, type Method } from './xrpc.ts';

/** What the methods of a server work on. */
export interface ServerContext extends CallerContext {
  readonly limits: Limits;
}

/** What a server says of an account: among others, that it is here. */
export const didDocument = ({ externalId, handle }: Account, { url }: Pick<ServerContext, 'url'>) => ({
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
  id: externalId,
  alsoKnownAs: [`at://${handle}`],
  verificationMethod: [],
  service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: url }],
});

const nothing = z.strictObject({});
const handleQuery = z.strictObject({ handle: z.string() });

/** What anyone may ask a server. */
export const serverMethods: Readonly<Record<string, Method<ServerContext>>> = {
  'com.atproto.server.describeServer': {
    http: 'GET',
    as: 'anyone',
    run({ parameters }) {
      query(nothing, parameters);
      return { did: 'did:web:localhost', availableUserDomains: ['.test'], inviteCodeRequired: false, links: {} };
    },
  },
  'com.atproto.identity.resolveHandle': {
    http: 'GET',
    as: 'anyone',
    run({ parameters }) {
      const account = accountOf(query(handleQuery, parameters).handle);
      if (!account) throw new Refusal('InvalidRequest', 'Unable to resolve handle');
      return { did: account.externalId };
    },
  },
};
