import type { DemoAccount } from '@polyphony/sdk/emulator';

/** What an app pays for decides what its users may do by it. */
export type Tier = 'self-serve' | 'enterprise';

/** Somebody whose account people connect. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly description: string;
  readonly location: string;
  readonly lang: string;
  readonly subscription: 'None' | 'Premium';
  readonly followers: number;
  readonly following: number;
  /** What the account may do until a test says otherwise. */
  readonly tier: Tier;
  readonly createdAt: string;
}

export const scopes = [
  'tweet.read', 'tweet.write', 'tweet.moderate.write', 'users.read', 'users.email', 'offline.access', 'media.write',
  'dm.read', 'dm.write', 'like.read', 'like.write', 'follows.read', 'follows.write', 'mute.read', 'mute.write',
  'block.read', 'block.write', 'bookmark.read', 'bookmark.write', 'list.read', 'list.write', 'space.read',
  'timeline.read', 'broadcast.read', 'broadcast.write',
] as const; // prettier-ignore
type Scope = (typeof scopes)[number];

const bakery: Account = {
  id: '1502870416',
  username: 'ritamaize',
  name: 'Rīta Maize',
  description: 'Sourdough, rye and cardamom buns. Baked before you wake, Miera iela, Rīga.',
  location: 'Rīga',
  lang: 'en',
  subscription: 'Premium',
  followers: 8_412,
  following: 213,
  tier: 'enterprise',
  createdAt: '2018-03-12T07:30:00.000Z',
};

const roastery: Account = {
  id: '1733920518',
  username: 'nomadcoffee_kz',
  name: 'Nomad Coffee',
  description: 'Обжариваем кофе в Алматы и наливаем его там, где вы гуляете.',
  location: 'Алматы',
  lang: 'ru',
  subscription: 'None',
  followers: 3_097,
  following: 341,
  tier: 'enterprise',
  createdAt: '2020-09-01T05:00:00.000Z',
};

const bookshop: Account = {
  id: '1840027733',
  username: 'harbourbooks',
  name: 'Harbour Books',
  description: 'New and second-hand. We read it before we sell it.',
  location: 'Ventspils',
  lang: 'en',
  subscription: 'None',
  followers: 640,
  following: 118,
  tier: 'self-serve',
  createdAt: '2023-05-20T09:00:00.000Z',
};

const pottery: Account = {
  id: '1840031290',
  username: 'wrenpottery',
  name: 'Wren Pottery',
  description: 'Bowls, cups and the odd whistle.',
  location: 'Kuldīga',
  lang: 'en',
  subscription: 'None',
  followers: 275,
  following: 96,
  tier: 'enterprise',
  createdAt: '2023-11-02T12:00:00.000Z',
};

export const accounts: readonly Account[] = [bakery, roastery, bookshop, pottery];

export const accountOf = (id: string): Account | undefined => accounts.find((account) => account.id === id);

/** An app that is registered at the network: of OAuth 2.0, and, as "API key", of the app itself. No secrets. */
export const demoApp = {
  clientId: 'ZW11bGF0ZWQtZGVtby1hcHA6MTpjaQ',
  clientSecret: 'emulated-client-secret-of-the-demo-app',
  apiKey: 'emulatedApiKeyOfTheDemoApp',
  apiSecret: 'emulated-api-secret-key-of-the-demo-app',
} as const;

export const appId = '29810044';

/** What a token of the accounts from the start may do. */
const grantedFromStart: Readonly<Record<string, readonly Scope[]>> = {
  // A person took some scopes off, or the app asked for too few.
  [pottery.id]: ['tweet.read', 'tweet.write', 'users.read', 'offline.access'],
};

/** Grants that exist from the start and never run out by themselves. */
export const bornGrants = accounts.map(({ id, username }) => ({
  userId: id,
  accessToken: `emulated-access-${username}`,
  refreshToken: `emulated-refresh-${username}`,
  scope: (grantedFromStart[id] ?? scopes).join(' '),
}));

function demoOf({ id, name, username }: Account) {
  const { accessToken = '', refreshToken = '', scope = '' } = bornGrants.find(({ userId }) => userId === id) ?? {};
  return {
    externalId: id,
    name,
    handle: username,
    kind: 'PERSONAL_PROFILE',
    credentials: { accessToken, refreshToken, scope },
  } satisfies DemoAccount;
}

export const demoAccounts = [demoOf(bakery), demoOf(roastery)] as const satisfies readonly DemoAccount[];

/** The first by an app that pays per use, the second with a token that was granted less. */
export const limitedAccounts = [
  { ...demoOf(bookshop), tier: 'self-serve' },
  { ...demoOf(pottery), missingScopes: ['media.write', 'tweet.moderate.write', 'dm.read', 'dm.write', 'like.write'] },
] as const satisfies readonly DemoAccount[];
