import { describe, expect, it } from 'vitest';
import { NetworkAppMissing, ValidationFailed } from '../../../src/domain/shared/errors.ts';
import {
  registerNetworkApp,
  removeNetworkApp,
  requireNetworkApp,
  valuesOf,
  type AppForm,
  type TypedApp,
} from '../../../src/domain/workspace/network-app.ts';

const form: AppForm = {
  fields: [
    { name: 'clientId', required: true, setting: 'EXAMPLE_CLIENT_ID' },
    { name: 'clientSecret', required: true, setting: 'EXAMPLE_CLIENT_SECRET' },
    { name: 'publicKey', required: true, setting: 'EXAMPLE_PUBLIC_KEY' },
    { name: 'hint', required: false, setting: 'EXAMPLE_HINT' },
  ],
};
const whole: TypedApp = { clientId: '1', clientSecret: '2', fields: [{ name: 'publicKey', value: '3' }] };

const issuesOf = (typed: TypedApp, of: AppForm | undefined = form) => {
  const decision = registerNetworkApp(of, typed);
  if (decision.ok || !(decision.error instanceof ValidationFailed)) return [];
  return decision.error.issues.map(({ code, path }) => [code, path.join('.')]);
};

describe('registering an app', () => {
  it('takes all that the network gives, without the blanks of copying', () => {
    expect(registerNetworkApp(form, whole)).toMatchObject({ ok: true });
    expect(valuesOf({ ...whole, clientSecret: ' 2\n' })).toEqual({ clientId: '1', clientSecret: '2', publicKey: '3' });
  });

  it('takes no longer values than any network gives', () => {
    const at = (length: number, value = 'x'.repeat(length)) => ({ fields: [{ name: 'publicKey', value }] });
    expect(issuesOf({ ...whole, clientId: 'x'.repeat(1_000), ...at(8_000) })).toEqual([]);
    expect(issuesOf({ ...whole, clientId: 'x'.repeat(1_001), ...at(8_001) })).toEqual([
      ['FIELD_TOO_LONG', 'clientId'],
      ['FIELD_TOO_LONG', 'fields.0.value'],
    ]);
  });

  it('says of everything that is wrong what and where', () => {
    const fields = [
      { name: 'publicKey', value: ' ' },
      { name: 'publicKey', value: '3' },
      { name: 'colour', value: 'red' },
    ];
    expect(issuesOf({ clientId: '', clientSecret: null, fields })).toEqual([
      ['FIELD_EMPTY', 'clientId'],
      ['FIELD_EMPTY', 'fields.0.value'],
      ['FIELD_TWICE', 'fields.1.name'],
      ['FIELD_UNKNOWN', 'fields.2.name'],
      ['FIELDS_MISSING', 'clientSecret'],
    ]);
    expect(issuesOf({ ...whole, fields: [] })).toEqual([['FIELDS_MISSING', 'fields']]);
    expect(issuesOf({ ...whole, fields: [...whole.fields, { name: 'clientId', value: 'x' }] })).toEqual([
      ['FIELD_TWICE', 'fields.1.name'],
    ]);
  });

  it('is refused where the network knows no apps', () => {
    const decision = registerNetworkApp(undefined, whole);
    expect(decision).toMatchObject({ ok: false, error: { issues: [{ code: 'NETWORK_TAKES_NO_APP' }] } });
  });
});

describe('sending a person to a network', () => {
  it('needs the whole app, and says which settings the operator must make', () => {
    const decision = requireNetworkApp('Example', form, { clientId: '1' });
    expect(decision).toMatchObject({
      ok: false,
      error: {
        code: 'NETWORK_APP_MISSING',
        actor: 'OPERATOR',
        parameters: [{ value: 'Example' }, { value: 'EXAMPLE_CLIENT_SECRET, EXAMPLE_PUBLIC_KEY' }],
      },
    });
    expect(!decision.ok && decision.error).toBeInstanceOf(NetworkAppMissing);
    expect(requireNetworkApp('Example', form, valuesOf(whole))).toMatchObject({ ok: true });
  });

  it('needs none where the network knows no apps', () => {
    expect(requireNetworkApp('Example', undefined, {})).toMatchObject({ ok: true });
  });
});

it('an app that is not there cannot be removed', () => {
  expect(removeNetworkApp(null)).toMatchObject({ ok: false, error: { path: ['networkAppId'] } });
  expect(removeNetworkApp({})).toMatchObject({ ok: true });
});
