import type { Role } from '../../src/domain/workspace/permission.ts';

interface DemoPerson {
  readonly role: Role;
  readonly displayName: string;
  readonly email: string;
}

/** One in each role, as they would work for a bakery and a coffee cart. */
export const people: readonly DemoPerson[] = [
  { role: 'OWNER', displayName: 'Ilze Bērziņa', email: 'ilze@example.com' },
  { role: 'ADMIN', displayName: 'Mārtiņš Kalniņš', email: 'martins@example.com' },
  { role: 'STRATEGIST', displayName: 'Айгерім Серікқызы', email: 'aigerim@example.com' },
  { role: 'CONTENT_MANAGER', displayName: 'Мария Соколова', email: 'maria@example.com' },
  { role: 'CREATOR', displayName: 'Tom Ashworth', email: 'tom@example.com' },
  { role: 'COMMUNITY_MANAGER', displayName: 'Анна Ветрова', email: 'anna@example.com' },
  { role: 'ADS_MANAGER', displayName: 'Нұрлан Әбенов', email: 'nurlan@example.com' },
  { role: 'ANALYST', displayName: 'Grace Holloway', email: 'grace@example.com' },
  { role: 'CLIENT', displayName: 'Kārlis Ozols', email: 'karlis@example.com' },
];
