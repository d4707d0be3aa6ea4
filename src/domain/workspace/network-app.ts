import { decided, refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { NetworkAppMissing, NotFound, parametersOf, ValidationFailed, type InputIssue } from '../shared/errors.ts';
import { maxValueLength, valueTooLong } from './authorization.ts';

/** What a network gives to who registers an app, as its connector declares it. */
export interface AppForm {
  readonly fields: readonly {
    readonly name: string;
    readonly required: boolean;
    /** The setting that holds the operator's. */
    readonly setting: string;
  }[];
}

/** An app as a person enters it. */
export interface TypedApp {
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** What the network has beside these two. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** It is shown, and written down in the clear. */
const maxClientIdLength = 1_000;

interface Entry {
  readonly name: string;
  readonly value: string;
  /** Where the name and the value stand in the input. */
  readonly namePath: readonly string[];
  readonly valuePath: readonly string[];
}

const entriesOf = ({ clientId, clientSecret, fields }: TypedApp): readonly Entry[] => [
  { name: 'clientId', value: clientId, namePath: ['clientId'], valuePath: ['clientId'] },
  ...(clientSecret === null
    ? []
    : [{ name: 'clientSecret', value: clientSecret, namePath: ['clientSecret'], valuePath: ['clientSecret'] }]),
  ...fields.map(({ name, value }, index) => ({
    name,
    value,
    namePath: ['fields', String(index), 'name'],
    valuePath: ['fields', String(index), 'value'],
  })),
];

/** By the names of the form's fields, without the blanks that copying brings along. */
export const valuesOf = (typed: TypedApp): Readonly<Record<string, string>> =>
  Object.fromEntries(entriesOf(typed).map(({ name, value }) => [name, value.trim()]));

/** Those of the form that are required and not there. */
const missingIn = ({ fields }: AppForm, values: Readonly<Record<string, string>>) =>
  fields.filter(({ name, required }) => required && (values[name] ?? '') === '');

export const registerNetworkAppErrors = [ValidationFailed, NotFound] as const;

/** Whether a network knows apps, and an app has all that it asks for. Undefined: it knows none. */
export function registerNetworkApp(
  form: AppForm | undefined,
  typed: TypedApp,
): Decision<{ readonly type: 'NETWORK_APP_REGISTERED' }, ErrorOf<typeof registerNetworkAppErrors>> {
  const issues: InputIssue[] = [];
  const issue = (code: string, message: string, path: readonly string[], fix: string, parameters = {}) =>
    issues.push({ code, message, path, parameters: parametersOf(parameters), fix });
  if (form === undefined) {
    issue(
      'NETWORK_TAKES_NO_APP',
      'Nobody registers apps at this network.',
      ['network'],
      'Connect accounts with startChannelConnection; nothing else is needed.',
    );
    return refused(new ValidationFailed(issues));
  }
  const possible = form.fields.map(({ name }) => name).join(', ');
  const seen = new Set<string>();
  for (const { name, value, namePath, valuePath } of entriesOf(typed)) {
    if (!form.fields.some((field) => field.name === name)) {
      issue('FIELD_UNKNOWN', `An app of this network has no "${name}".`, namePath, `It has: ${possible}.`, {
        name,
        possible,
      });
    }
    if (seen.has(name)) issue('FIELD_TWICE', `"${name}" stands twice.`, namePath, 'Send each once.', { name });
    const max = name === 'clientId' ? maxClientIdLength : maxValueLength;
    if (value.length > max) issues.push(valueTooLong(name, max, valuePath));
    if (value.trim() === '')
      issue('FIELD_EMPTY', `"${name}" is empty.`, valuePath, 'Fill it, or leave it out.', { name });
    seen.add(name);
  }
  const missing = form.fields.filter(({ name, required }) => required && !seen.has(name));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    const path = missing.every(({ name }) => name === 'clientSecret') ? ['clientSecret'] : ['fields'];
    issue(
      'FIELDS_MISSING',
      `These are missing: ${names}.`,
      path,
      'The network shows them where the app is registered.',
      {
        missing: names,
      },
    );
  }
  return issues.length > 0 ? refused(new ValidationFailed(issues)) : decided({ type: 'NETWORK_APP_REGISTERED' });
}

export const removeNetworkAppErrors = [NotFound] as const;

export function removeNetworkApp(
  app: object | null,
): Decision<{ readonly type: 'NETWORK_APP_REMOVED' }, ErrorOf<typeof removeNetworkAppErrors>> {
  return app === null
    ? refused(new NotFound('network app', ['networkAppId']))
    : decided({ type: 'NETWORK_APP_REMOVED' });
}

/** Whether a person can be sent to a network with that app: it would be of no use to send them with a part of one. */
export function requireNetworkApp(
  network: string,
  form: AppForm | undefined,
  values: Readonly<Record<string, string>>,
): Decision<never, NetworkAppMissing> {
  const missing = form === undefined ? [] : missingIn(form, values);
  return missing.length > 0
    ? refused(
        new NetworkAppMissing(
          network,
          missing.map(({ setting }) => setting),
        ),
      )
    : { ok: true, events: [] };
}
