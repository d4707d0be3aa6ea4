import type { DemoAccount } from '@polyphony/sdk/emulator';
import { signToken, tokenScopes } from './token.ts';

/** 2026-01-01 to the end of 9999, in seconds. */
const always = { iat: 1_767_225_600, exp: 253_402_300_799 };

/** A session that is good for ever, until it is expired or revoked. `service` is left out: it is wherever the emulator is. */
const credentialsOf = (did: string, handle: string) => ({
  way: 'password',
  did,
  handle,
  accessJwt: signToken({ sub: did, scope: tokenScopes.appPassword, jti: '0.demo', ...always }),
  refreshJwt: signToken({ sub: did, scope: tokenScopes.refresh, jti: '0.demo', ...always }),
});

const bakery = { did: 'did:plc:ritamaize2miera4iela27lv', handle: 'ritamaize.test' } as const;
const roastery = { did: 'did:plc:nomadcoffee5almaty3abay6', handle: 'nomadcoffee.test' } as const;

/** The accounts of the emulated server. Their passwords are no secrets: they open nothing but an emulator. */
export const demoAccounts = [
  {
    externalId: bakery.did,
    name: 'Rīta Maize',
    handle: bakery.handle,
    kind: 'PERSONAL_PROFILE',
    typed: { identifier: bakery.handle, appPassword: 'rye7-loaf-miez-iela' },
    credentials: credentialsOf(bakery.did, bakery.handle),
  },
  {
    externalId: roastery.did,
    name: 'Nomad Coffee',
    handle: roastery.handle,
    kind: 'PERSONAL_PROFILE',
    typed: { identifier: roastery.handle, appPassword: 'yurt-bean-aba7-almt' },
    credentials: credentialsOf(roastery.did, roastery.handle),
  },
] as const satisfies readonly DemoAccount[];

export type Account = (typeof demoAccounts)[number];

export const accountOf = (didOrHandle: string): Account | undefined =>
  demoAccounts.find(({ externalId, handle }) => didOrHandle === externalId || didOrHandle.toLowerCase() === handle);

/** What stands in their profiles, and how many people were there when the emulator was born. */
export const profiles: Readonly<
  Record<Account['handle'], { readonly description: string; readonly followers: number; readonly follows: number }>
> = {
  'ritamaize.test': {
    description: 'Sourdough, rye and cardamom buns. Baked before you wake, Miera iela, Rīga.',
    followers: 1_284,
    follows: 211,
  },
  'nomadcoffee.test': {
    description: 'A roastery on three wheels. Алматы, проспект Абая. Follow the smell.',
    followers: 3_907,
    follows: 96,
  },
};
