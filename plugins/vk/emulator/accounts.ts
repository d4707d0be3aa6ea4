import type { DemoAccount } from '@polyphony/sdk/emulator';

/** A community of the emulated network. */
export interface Community {
  readonly id: number;
  readonly screenName: string;
  readonly name: string;
  readonly type: 'page' | 'group';
  readonly description: string;
  readonly status: string;
  /** When the emulator was born. */
  readonly members: number;
  /** By user: 1 moderator, 2 editor, 3 administrator. */
  readonly managers: Readonly<Record<number, number>>;
}

export interface Person {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly screenName: string;
  readonly sex: 1 | 2;
}

const inese = { id: 100_501, firstName: 'Инесе', lastName: 'Озола', screenName: 'inese_ozola', sex: 1 } as const;
const timur = { id: 100_502, firstName: 'Тимур', lastName: 'Ахметов', screenName: 'timur_nomad', sex: 2 } as const;

/** Who manages the communities. */
export const managers: readonly Person[] = [inese, timur];

const bakery = {
  id: 218_340_077,
  screenName: 'riga_bakery',
  name: 'Рижская выпечка',
  type: 'page',
  description: 'Хлеб на закваске, ржаной и булочки с кардамоном. Рига, улица Миера. Печём, пока вы спите.',
  status: 'Сегодня до 19:00',
  members: 12_840,
  managers: { [inese.id]: 3 },
} as const satisfies Community;

const roastery = {
  id: 219_771_402,
  screenName: 'nomad_coffee_almaty',
  name: 'Кофейня Кочевник',
  type: 'group',
  description: 'Обжарка на трёх колёсах. Алматы, проспект Абая. Идите на запах.',
  status: '',
  members: 4_215,
  managers: { [timur.id]: 3, [inese.id]: 2 },
} as const satisfies Community;

export const communities: readonly Community[] = [bakery, roastery];

/** Tokens of each kind. They are no secrets: they open nothing but an emulator. */
export const demoTokens = {
  /** Of the first community, with all rights. */
  communityKey: 'vk1.a.emulated-riga-bakery-all-rights',
  communityKeyWithoutMessages: 'vk1.a.emulated-riga-bakery-no-messages',
  /** Of who manages the first community, with all rights. */
  userToken: 'vk1.a.emulated-inese-all-rights',
  userTokenWithoutWall: 'vk1.a.emulated-inese-no-wall',
  vkIdToken: 'vk2.a.emulated-inese-basic',
  vkIdExtendedToken: 'vk2.a.emulated-inese-extended',
  serviceKey: 'emulated-service-key-of-the-demo-app',
  /** The second community's. */
  secondCommunityKey: 'vk1.a.emulated-nomad-coffee-all-rights',
  secondUserToken: 'vk1.a.emulated-timur-all-rights',
} as const;

/** An app that is registered at the network. */
export const demoApp = { clientId: '51900077', clientSecret: 'emulated-secret-of-the-demo-app' } as const;

export const demoAccounts = [
  {
    externalId: String(bakery.id),
    name: bakery.name,
    handle: bakery.screenName,
    kind: 'PAGE',
    credentials: { communityKey: demoTokens.communityKey, userToken: demoTokens.userToken },
  },
  {
    externalId: String(roastery.id),
    name: roastery.name,
    handle: roastery.screenName,
    kind: 'GROUP',
    credentials: { communityKey: demoTokens.secondCommunityKey, userToken: demoTokens.secondUserToken },
  },
] as const satisfies readonly DemoAccount[];

/** The first community, connected with less: with its key alone, with one that opens no messages, with the app's key beside it. */
export const limitedAccounts = [
  { ...demoAccounts[0], credentials: { communityKey: demoTokens.communityKey } },
  {
    ...demoAccounts[0],
    credentials: { communityKey: demoTokens.communityKeyWithoutMessages, userToken: demoTokens.userToken },
  },
  {
    ...demoAccounts[0],
    credentials: { communityKey: demoTokens.communityKey, serviceKey: demoTokens.serviceKey },
  },
] as const satisfies readonly DemoAccount[];

export const communityOf = (id: number): Community | undefined => communities.find((community) => community.id === id);

/** Who administers a community. */
export function administratorOf({ managers: levels }: Community): number {
  const found = Object.keys(levels).find((user) => levels[Number(user)] === 3);
  return Number(found);
}
