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

/** May post texts and links, and nothing else. */
export const limitedAccounts = [
  {
    externalId: 'acc_lettersonly',
    name: 'Letters Only',
    handle: 'lettersonly',
    kind: 'PERSONAL_PROFILE',
    credentials: { token: 'sandbox-token-lettersonly' },
  },
] as const satisfies readonly DemoAccount[];

/** The app that is registered at the sandbox. Its secret is none, either. */
export const demoApp = { clientId: 'sandbox-app', clientSecret: 'sandbox-app-secret' } as const;

export const accounts = [...demoAccounts, ...limitedAccounts];
export type Account = (typeof accounts)[number];

export type Right = 'text' | 'pictures' | 'removal';

export const rightsOf = ({ externalId }: Account): readonly Right[] =>
  limitedAccounts.some((limited) => limited.externalId === externalId) ? ['text'] : ['text', 'pictures', 'removal'];

export interface Profile {
  readonly displayName: string;
  readonly bio: string;
  readonly avatarUrl?: string | undefined;
}

const bios: Readonly<Record<Account['handle'], string>> = {
  ritamaize: 'Sourdough, rye and cardamom buns. Baked before you wake, Miera iela, Rīga.',
  nomadcoffee: 'A roastery on three wheels. Follow the smell.',
  lettersonly: 'Words, and links to more of them.',
};

/** How an account looks that never changed it. */
export const firstProfile = ({ name, handle }: Account): Profile => ({ displayName: name, bio: bios[handle] });

/** Simulated people, who comment. */
export const people = ['Anna Kalniņa', 'Jonas Petrauskas', 'Айгуль Сериккызы', 'Pekka Virtanen', 'Olga Smirnova'];
