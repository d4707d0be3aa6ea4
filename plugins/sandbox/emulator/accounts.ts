import type { DemoAccount } from '@polyphony/sdk/emulator';

/** The accounts of the sandbox. Their tokens are no secrets: they open nothing but an emulator. */
export const demoAccounts = [
  {
    externalId: 'acc_ritamaize',
    name: 'Rīta Maize',
    handle: 'ritamaize',
    kind: 'PAGE',
    credentials: { token: 'sandbox-token-ritamaize' },
  },
  {
    externalId: 'acc_nomadcoffee',
    name: 'Nomad Coffee',
    handle: 'nomadcoffee',
    kind: 'BUSINESS_PROFILE',
    credentials: { token: 'sandbox-token-nomadcoffee' },
  },
] as const satisfies readonly DemoAccount[];

export type Account = (typeof demoAccounts)[number];

/** What the pages say about them. */
export const abouts: Readonly<Record<Account['handle'], string>> = {
  ritamaize: 'Sourdough, rye and cardamom buns. Baked before you wake, Miera iela, Rīga.',
  nomadcoffee: 'A roastery on three wheels. Follow the smell.',
};
