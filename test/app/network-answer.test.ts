import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import {
  BadAnswer,
  checkCandidates,
  checkDemand,
  checkEvents,
  checkGrant,
  checkOutcome,
  checkProfile,
  checkStart,
} from '../../src/app/network-answer.ts';
import { readConfig } from '../../src/config.ts';
import { loadNetworks } from '../../src/infra/plugins.ts';

const lines: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
const networks = await loadNetworks(readConfig({ CONNECTORS: '@polyphony/plugin-sandbox' }));
const [sandbox] = networks.all;
if (sandbox === undefined) throw new TypeError('The sandbox is installed');
const candidatesOf = (value: unknown) => checkCandidates({ log }, sandbox, value);

const account = { externalId: '17', name: 'Nān 🥐', kind: 'PAGE' };
const event = { id: 'e1', channelId: '17', at: new Date('2026-11-25T09:00:00Z') };

describe('what a connector answers', () => {
  it.each<readonly [string, () => unknown]>([
    ['no accounts at all', () => candidatesOf(undefined)],
    ['accounts that are no list', () => candidatesOf(new Set([account]))],
    ['an account that is null', () => candidatesOf([null])],
    ['an account without an id', () => candidatesOf([{ ...account, externalId: undefined }])],
    ['an account with an empty id', () => candidatesOf([{ ...account, externalId: '' }])],
    ['an account with a number for an id', () => candidatesOf([{ ...account, externalId: 17 }])],
    ['an id of 501', () => candidatesOf([{ ...account, externalId: 'x'.repeat(501) }])],
    ['a name of 1,001', () => candidatesOf([{ ...account, name: 'x'.repeat(1_001) }])],
    ['a name with a NUL', () => candidatesOf([{ ...account, name: 'a\0' }])],
    ['a name with half of a character', () => candidatesOf([{ ...account, name: 'a\uD83E' }])],
    ['a kind that nobody knows', () => candidatesOf([{ ...account, kind: 'CULT' }])],
    ['a picture that is a script', () => candidatesOf([{ ...account, avatarUrl: 'javascript:alert(1)' }])],
    ['an address that is a file', () => candidatesOf([{ ...account, url: 'file:///etc/passwd' }])],
    [
      '1,001 accounts',
      () => candidatesOf(Array.from({ length: 1_001 }, (_, at) => ({ ...account, externalId: String(at) }))),
    ],
    ['no look', () => checkProfile(undefined)],
    ['a look with a text of 100,001', () => checkProfile({ bio: 'x'.repeat(100_001) })],
    ['a look with a picture in itself', () => checkProfile({ headerUrl: 'data:image/png;base64,AA==' })],
    ['no grant', () => checkGrant(undefined)],
    ['a grant of nothing', () => checkGrant({})],
    ['a credential that is a number', () => checkGrant({ credentials: { token: 17 } })],
    ['a credential that is not there', () => checkGrant({ credentials: { token: undefined } })],
    ['a day in words', () => checkGrant({ credentials: {}, expiresAt: 'tomorrow' })],
    ['scopes in one text', () => checkGrant({ credentials: {}, scopes: 'read write' })],
    ['nowhere to send a person', () => checkStart({ keep: {} })],
    ['a script to send a person to', () => checkStart({ url: 'javascript:alert(1)', keep: {} })],
    [
      'something to keep that is no text',
      () => checkStart({ url: 'https://network.example', keep: { verifier: null } }),
    ],
    ['no events', () => checkEvents(null)],
    ['an event of a kind that nobody knows', () => checkEvents([{ ...event, type: 'wedding' }])],
    ['an event of no day', () => checkEvents([{ ...event, type: 'access_lost', at: new Date(NaN) }])],
    ['an event without an id', () => checkEvents([{ ...event, type: 'access_lost', id: '' }])],
    ['an event with a NUL', () => checkEvents([{ ...event, type: 'access_lost', id: 'a\0' }])],
    ['an end without a key', () => checkEvents([{ ...event, type: 'settled', published: { externalId: '1' } }])],
    ['an end without a post', () => checkEvents([{ ...event, type: 'settled', key: 'k', published: {} }])],
    ['a post that is gone without an id', () => checkEvents([{ ...event, type: 'post_removed' }])],
    ['a demand about nobody', () => checkDemand({ kind: 'DELETE_USER' })],
    ['a demand that nobody knows', () => checkDemand({ kind: 'DELETE_ALL', externalId: '1' })],
    ['a post with a NUL in its id', () => checkOutcome({ outcome: 'published', externalId: 'a\0' })],
    ['a ticket that is no JSON', () => checkOutcome({ outcome: 'pending', ticket: 17n, checkAfterMs: 1 })],
  ])('cannot be %s', (_, check) => {
    expect(check).toThrow(BadAnswer);
  });

  it('says where it is wrong, and no secret', () => {
    expect(() => checkGrant({ credentials: { token: ['s3cret'] } })).toThrow(/credentials\.token/);
    expect(() => checkGrant({ credentials: { token: ['s3cret'] } })).not.toThrow(/s3cret/);
  });

  it('is an account once, without what is not of the SDK', () => {
    const told = { ...account, handle: null, url: undefined, avatarUrl: 'https://cdn.example.com/a.png', extra: 1 };
    const { externalId, name, kind, avatarUrl } = told;
    expect(candidatesOf([told, { ...account, name: 'Again' }])).toEqual([{ externalId, name, kind, avatarUrl }]);
  });

  it('may narrow what an account may do, to nothing of a kind too', () => {
    const capabilities = { formats: [], actions: ['REMOVE'], engagement: { kinds: [], actions: [], live: false } };
    expect(candidatesOf([{ ...account, capabilities }])).toEqual([{ ...account, capabilities }]);
  });

  it.each([
    ['no object', 'all'],
    ['of another shape', { formats: [{ format: 'HOLOGRAM' }] }],
    ['more than an account has', { limits: [] }],
    ['not to be stored', { insights: [{ scope: 'CHANNEL', metrics: [{ key: 'likes', nativeName: 'a\0' }] }] }],
    ['no JSON', { actions: 17n }],
  ])('loses what an account may do where that is %s, and the log says so', (_, capabilities) => {
    lines.length = 0;
    expect(candidatesOf([{ ...account, capabilities }])).toEqual([account]);
    expect(lines.join('')).toContain('"account":"17"');
  });

  it('is a look without a link that is none', () => {
    expect(checkProfile({ displayName: 'Nān', bio: null, link: 'nan.example' })).toEqual({ displayName: 'Nān' });
    expect(checkProfile({ link: 'https://nan.example' })).toEqual({ link: 'https://nan.example' });
  });

  it('is a grant that ends on a day, or on none', () => {
    const expiresAt = new Date('2027-01-01T00:00:00Z');
    expect(checkGrant({ credentials: { token: 't' }, expiresAt })).toEqual({ credentials: { token: 't' }, expiresAt });
    const never = checkGrant({ credentials: { token: 't' }, expiresAt: new Date(NaN), scopes: ['read'] });
    expect(never).toEqual({ credentials: { token: 't' }, scopes: ['read'] });
  });

  it('is out whatever its address, and looked at within a week where it is not', () => {
    const out = { outcome: 'published', externalId: '1' };
    expect(checkOutcome({ ...out, url: 'javascript:alert(1)' })).toEqual(out);
    expect(checkOutcome({ outcome: 'pending', ticket: { id: 1 }, checkAfterMs: 1e300 })).toEqual({
      outcome: 'pending',
      ticket: { id: 1 },
      checkAfterMs: 7 * 24 * 3_600_000,
    });
  });

  it('is no demand where nobody signed it', () => {
    expect(checkDemand(undefined)).toBeUndefined();
  });
});
