import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authorizationLifeMs,
  authorizationStateAt,
  chooseWay,
  useAuthorization,
  type AuthorizationLife,
  type AuthorizationWay,
  type StartChannelConnection,
} from '../../../src/domain/workspace/authorization.ts';
import { textsByLanguage } from '../texts.ts';

const now = new Date('2027-03-28T01:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);

const required = (name: string) => ({ name, required: true });
const optional = (name: string) => ({ name, required: false });
const browser: AuthorizationWay = { kind: 'oauth2', fields: [] };
const ofServer: AuthorizationWay = { kind: 'oauth2', fields: [required('server')] };
const appPassword: AuthorizationWay = {
  kind: 'token',
  fields: [required('handle'), required('password'), optional('server')],
};

const start = (
  credentials: Readonly<Record<string, string>>,
  returnUrl: string | null = null,
): StartChannelConnection => ({
  returnUrl,
  credentials: Object.entries(credentials).map(([name, value]) => ({ name, value })),
});
const placed = (decision: ReturnType<typeof chooseWay>) => {
  if (decision.ok || decision.error.code !== 'VALIDATION_FAILED' || !('issues' in decision.error)) return [];
  return decision.error.issues.map(({ code, path }) => `${path.join('.')}: ${code}`);
};
const chosen = (way: AuthorizationWay) => ({ ok: true, events: [way] });

describe('chooseWay', () => {
  it.each<[string, AuthorizationWay, Record<string, string>]>([
    ['nothing', browser, {}],
    ['a server', ofServer, { server: 'https://server.example' }],
    ['a handle and a password', appPassword, { handle: 'рижский-хлеб', password: 'сүт 🥛' }],
    ['all that it has a field for', appPassword, { password: 'pūķis', server: 'https://example.com', handle: 'nomad' }],
  ])('takes, of several ways, the one that %s is for', (_, way, credentials) => {
    expect(chooseWay([browser, ofServer, appPassword], start(credentials))).toEqual(chosen(way));
  });

  it('takes the first way that fits: has a field for each credential, and lacks none that it requires', () => {
    const names = ['handle', 'password', 'server', 'token'] as const;
    const anyFields = fc.uniqueArray(fc.record({ name: fc.constantFrom(...names), required: fc.boolean() }), {
      selector: ({ name }) => name,
    });
    const anyWay = fc.record({ kind: fc.constantFrom('token', 'oauth2'), fields: anyFields });
    fc.assert(
      fc.property(fc.array(anyWay, { maxLength: 4 }), fc.subarray([...names]), (ways, sent) => {
        const fits = ({ fields }: AuthorizationWay) =>
          sent.every((name) => fields.some((field) => field.name === name)) &&
          fields.every((field) => !field.required || sent.some((name) => name === field.name));
        const way = ways.find(fits);
        const decision = chooseWay(ways, start(Object.fromEntries(sent.map((name) => [name, 'x']))));
        expect(decision.ok).toBe(way !== undefined);
        if (decision.ok) expect(decision.events[0]).toBe(way);
        else expect(placed(decision).length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, StartChannelConnection, string[]]>([
    ['a field that no way has', start({ parole: 'x' }), ['credentials.0.name: FIELD_UNKNOWN']],
    ['an empty field', start({ handle: 'nomad', password: ' ' }), ['credentials.1.value: FIELD_EMPTY']],
    ['a field that is too long', start({ server: 'x'.repeat(8_001) }), ['credentials.0.value: FIELD_TOO_LONG']],
    ['a way that lacks something', start({ handle: 'nomad' }), ['credentials: FIELDS_MISSING']],
    [
      'a field that stands twice',
      { returnUrl: null, credentials: ['a', 'b'].map((value) => ({ name: 'server', value })) },
      ['credentials.1.name: FIELD_TWICE'],
    ],
    [
      'all of it at once',
      start({ пароль: '', құпиясөз: '🔑' }, 'atpakaļ'),
      [
        'returnUrl: RETURN_URL_INVALID',
        'credentials.0.name: FIELD_UNKNOWN',
        'credentials.0.value: FIELD_EMPTY',
        'credentials.1.name: FIELD_UNKNOWN',
      ],
    ],
  ])('refuses %s', (_, command, expected) => {
    expect(placed(chooseWay([ofServer, appPassword], command))).toEqual(expected);
  });

  it('names what is missing of the way that was meant', () => {
    expect(chooseWay([ofServer, appPassword], start({ handle: 'nomad' }))).toMatchObject({
      error: { issues: [{ code: 'FIELDS_MISSING', parameters: [{ name: 'missing', value: 'password' }] }] },
    });
    expect(chooseWay([appPassword], start({}))).toMatchObject({
      error: { issues: [{ parameters: [{ name: 'missing', value: 'handle, password' }] }] },
    });
  });

  it('names the fields that there are for one that there is not', () => {
    expect(chooseWay([ofServer, appPassword], start({ token: 'x' }))).toMatchObject({
      error: {
        issues: [
          {
            parameters: [
              { name: 'name', value: 'token' },
              { name: 'possible', value: 'server, handle, password' },
            ],
          },
        ],
      },
    });
  });

  it('mixes no two ways, and says so with what the first one lacks', () => {
    const token: AuthorizationWay = { kind: 'token', fields: [required('token'), required('secret')] };
    const decision = chooseWay([token, ofServer], start({ token: 'x', server: 'y' }));
    expect(placed(decision)).toEqual(['credentials: FIELDS_MISSING']);
    expect(decision).toMatchObject({
      error: {
        message: expect.stringContaining('do not belong to one way'),
        issues: [{ parameters: [{ name: 'missing', value: 'secret' }] }],
      },
    });
  });

  it.each(textsByLanguage)('takes a credential in %s as it is', (_, value) => {
    expect(chooseWay([ofServer], start({ server: value }))).toEqual(chosen(ofServer));
  });

  it.each(['https://app.example.com/back?to=1', 'http://localhost:3000', 'https://пример.рф/обратно?қала=Алматы'])(
    'leads people back to %s',
    (returnUrl) => {
      expect(chooseWay([browser], start({}, returnUrl))).toEqual(chosen(browser));
    },
  );

  it.each([
    '',
    '/back',
    'app.example.com',
    'javascript:alert(1)',
    'data:text/html,hi',
    'ftp://example.com',
    'обратно 🏠',
  ])('leads nobody to "%s"', (returnUrl) => {
    expect(placed(chooseWay([browser], start({}, returnUrl)))).toEqual(['returnUrl: RETURN_URL_INVALID']);
  });
});

const anyLife: fc.Arbitrary<AuthorizationLife> = fc.record({
  state: fc.constantFrom('WAITING', 'GRANTED', 'REFUSED', 'USED'),
  expiresAt: fc.integer({ min: -2 * authorizationLifeMs, max: 2 * authorizationLifeMs }).map(after),
});

describe('authorizationStateAt', () => {
  it.each([
    ['WAITING', 1, 'WAITING'],
    ['WAITING', 0, 'EXPIRED'],
    ['GRANTED', 1, 'GRANTED'],
    ['GRANTED', 0, 'EXPIRED'],
    ['REFUSED', -1, 'REFUSED'],
    ['USED', -1, 'USED'],
  ] as const)('of %s with %d ms left is %s', (state, left, expected) => {
    expect(authorizationStateAt({ state, expiresAt: after(left) }, now)).toBe(expected);
  });

  it('stays what it is, or runs out and stays so', () => {
    fc.assert(
      fc.property(anyLife, fc.nat(), fc.nat(), (life, one, other) => {
        const earlier = authorizationStateAt(life, after(Math.min(one, other)));
        const later = authorizationStateAt(life, after(Math.max(one, other)));
        expect([life.state, 'EXPIRED']).toContain(earlier);
        if (earlier !== life.state) expect(later).toBe(earlier);
        if (life.state === 'REFUSED' || life.state === 'USED') expect(later).toBe(life.state);
      }),
    );
  });
});

describe('useAuthorization', () => {
  const granted: AuthorizationLife = { state: 'GRANTED', expiresAt: after(1) };

  it('lets accounts be chosen while it is granted, and else says how it stands', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const decision = useAuthorization(life, { externalIds: ['@rita_maize'], now });
        const state = authorizationStateAt(life, now);
        expect(decision.ok).toBe(state === 'GRANTED');
        if (!decision.ok) {
          expect(decision.error).toMatchObject({
            code: 'AUTHORIZATION_NOT_READY',
            parameters: [{ name: 'state', value: state }],
          });
        }
      }),
    );
  });

  it('asks for at least one account', () => {
    expect(useAuthorization(granted, { externalIds: ['1', '2'], now })).toEqual({ ok: true, events: [] });
    expect(useAuthorization(granted, { externalIds: [], now })).toMatchObject({
      ok: false,
      error: { code: 'VALIDATION_FAILED', issues: [{ code: 'NOTHING_CHOSEN', path: ['externalIds'] }] },
    });
  });

  it('says that it is not ready before it asks for accounts', () => {
    expect(useAuthorization({ ...granted, state: 'WAITING' }, { externalIds: [], now })).toMatchObject({
      error: { code: 'AUTHORIZATION_NOT_READY' },
    });
  });

  it('finds no authorization where there is none to see', () => {
    expect(useAuthorization(null, { externalIds: ['1'], now })).toMatchObject({
      error: { code: 'NOT_FOUND', path: ['authorizationId'] },
    });
  });
});
