import { NotSupportedByNetwork, parametersOf, ValidationFailed, type InputIssue } from '../shared/errors.ts';
import { isWebAddress } from '../shared/web-address.ts';

export const profileFields = ['displayName', 'bio', 'link', 'avatar', 'header'] as const;
/** A part of an account's look. */
export type ProfileField = (typeof profileFields)[number];

/** What of an account's look its network can change, as the connector declares it. */
export interface LookRules {
  readonly fields: readonly ProfileField[];
  /** Code points. */
  readonly maxLengths?: Readonly<Partial<Record<'displayName' | 'bio', number>>>;
  readonly images: readonly {
    readonly slot: string;
    readonly width: number;
    readonly height: number;
  }[];
}

/** A picture of the library. */
export interface LookPicture {
  readonly kind: string;
  /** Pixels; null: not known. */
  readonly width: number | null;
  readonly height: number | null;
}

/** One look for several channels: null stays as it is. Empty texts: there is none any more. */
export interface Look {
  readonly displayName: string | null;
  readonly bio: string | null;
  readonly link: string | null;
  readonly avatar: LookPicture | null;
  readonly header: LookPicture | null;
}

const inputNames: Readonly<Record<ProfileField, string>> = {
  displayName: 'displayName',
  bio: 'bio',
  link: 'link',
  avatar: 'avatarAssetId',
  header: 'headerAssetId',
};
const pathOf = (field: ProfileField) => ['profile', inputNames[field]];

/** What the look is about. */
export const askedOf = (look: Look): readonly ProfileField[] => profileFields.filter((field) => look[field] !== null);

function issueOf(
  code: string,
  message: string,
  field: ProfileField | null,
  fix: string,
  parameters: Readonly<Record<string, string | number>> = {},
): InputIssue {
  return {
    code,
    message,
    path: field === null ? ['profile'] : pathOf(field),
    parameters: parametersOf(parameters),
    fix,
  };
}

/** What no channel could take; null: nothing. */
export function refuseLook(look: Look): ValidationFailed | null {
  const issues: InputIssue[] = [];
  if (askedOf(look).length === 0) {
    issues.push(issueOf('NOTHING_TO_CHANGE', 'Nothing is to be changed.', null, 'Name what should look otherwise.'));
  }
  if (look.displayName?.trim() === '') {
    issues.push(issueOf('NAME_EMPTY', 'An account has a name.', 'displayName', 'Write one, or leave it out.'));
  }
  if (look.link !== null && look.link !== '' && !isWebAddress(look.link)) {
    issues.push(
      issueOf('LINK_INVALID', `"${look.link}" is no web address.`, 'link', 'Write it whole, with https://.', {
        link: look.link,
      }),
    );
  }
  return issues.length > 0 ? new ValidationFailed(issues) : null;
}

/** What becomes of one channel. */
export interface LookDecision {
  /** What its network is asked to change; empty: nothing. */
  readonly fields: readonly ProfileField[];
  /** Null: all that was asked for is tried. */
  readonly problem: ValidationFailed | NotSupportedByNetwork | null;
}

/**
 * What a channel can take of a look, before its network is asked. What its network cannot change is left out, and said; what
 * it would not take as it is, is everybody's to correct, and then nothing of that channel is changed.
 */
export function fitLook(network: string, look: Look, rules: LookRules | undefined): LookDecision {
  const asked = askedOf(look);
  const fields = asked.filter((field) => rules?.fields.includes(field));
  const issues = fields.flatMap((field) => issuesOf(field, look, rules));
  if (issues.length > 0) return { fields: [], problem: new ValidationFailed(issues) };
  const [first, ...others] = asked.filter((field) => !fields.includes(field));
  if (first === undefined) return { fields, problem: null };
  const names = [first, ...others].map((field) => inputNames[field]).join(', ');
  const rest = fields.length > 0 ? ' The rest was changed.' : ' Nothing was changed.';
  const message = `What the network does not let anybody change: ${names}.${rest} Change it on the network’s own page.`;
  return { fields, problem: new NotSupportedByNetwork(network, message, pathOf(first), { fields: names }) };
}

function issuesOf(field: ProfileField, look: Look, rules: LookRules | undefined): readonly InputIssue[] {
  switch (field) {
    case 'displayName':
    case 'bio': {
      const max = rules?.maxLengths?.[field];
      const length = Array.from(look[field] ?? '').length;
      if (max === undefined || length <= max) return [];
      const message = `It has ${String(length)} characters; the network takes ${String(max)}.`;
      return [issueOf('TEXT_TOO_LONG', message, field, 'Make it shorter.', { length, max })];
    }
    case 'link':
      return [];
    case 'avatar':
    case 'header':
      return pictureIssues(
        field,
        look[field],
        rules?.images.find(({ slot }) => slot === field),
      );
  }
}

function pictureIssues(
  field: 'avatar' | 'header',
  picture: LookPicture | null,
  slot: LookRules['images'][number] | undefined,
): readonly InputIssue[] {
  if (picture === null) return [];
  if (picture.kind !== 'IMAGE') {
    const message = `It is ${picture.kind}, and not a still picture.`;
    return [issueOf('NO_PICTURE', message, field, 'Choose a still picture.', { kind: picture.kind })];
  }
  const { width, height } = picture;
  if (slot === undefined || width === null || height === null) return [];
  if (width >= slot.width && height >= slot.height) return [];
  const [has, needs] = [`${String(width)}x${String(height)}`, `${String(slot.width)}x${String(slot.height)}`];
  const message = `It has ${has} pixels; the network shows ${needs}.`;
  return [issueOf('PICTURE_TOO_SMALL', message, field, 'Choose a larger one.', { has, needs })];
}
