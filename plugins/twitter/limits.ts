import {
  countText,
  type FormatCapability,
  type NetworkCall,
  type Publication,
  type PublicationPart,
  type ReadLimits,
} from '@polyphony/sdk';
import { capabilities, long, short } from './capabilities.ts';
import type { TwitterPostOptions } from './options.ts';

export type Post = Publication<TwitterPostOptions>;

/** As it goes out: X makes a card of an address in the text. */
export const textOf = ({ text, link }: Pick<Post, 'text' | 'link'>): string =>
  link === undefined ? text : [text, link].filter((one) => one !== '').join('\n');

/** All that is known to be refused, before anything is sent: a thread might else be half out. */
export function refuseWhatCannotStand(call: NetworkCall, post: Post): void {
  const rejectContent = (code: string, message: string) => call.refuse({ kind: 'content_rejected', code, message });
  const rules = rulesOf(post.format);
  if (!rules?.text) throw rejectContent('format_unknown', `X has no posts of the format ${post.format}.`);
  if (rules.link && post.link === undefined) throw rejectContent('link_missing', 'The link is missing.');
  if (post.parts.length > (rules.parts?.max ?? 0)) {
    throw rejectContent('too_many_parts', `A ${post.format} has too many parts.`);
  }
  const [limit] = rules.text.limits;
  for (const [index, part] of [post, ...post.parts].entries()) {
    const where = post.parts.length > 0 ? ` of part ${index + 1}` : '';
    refuseText(call, part.text, limit?.max, where);
    const isEmpty = part.text.trim() === '' && part.media.length === 0 && post.link === undefined;
    if ((rules.text.required && part.text.trim() === '') || isEmpty) {
      throw rejectContent('text_missing', `The text${where} is missing.`);
    }
    refuseMedia(call, part, rules, where);
  }
  refuseOptions(call, post);
}

/** Only the longest that any account may post is refused here: X itself knows which account has X Premium. */
export function refuseText(call: NetworkCall, text: string, max = 25_000, where = ''): void {
  const [limit] = long.rule.limits;
  const length = countText(text, 'WEIGHTED', { weights: limit?.weights ?? [] });
  const reject = (code: string, message: string) => call.refuse({ kind: 'content_rejected', code, message });
  if (length > max) throw reject('text_too_long', `The text${where} counts ${length}; X takes ${max}.`);
  if (/[\uFFFE\uFEFF\uFFFF]/.test(text)) {
    throw reject('text_invalid', `The text${where} holds a character that X does not take (U+FEFF, U+FFFE or U+FFFF).`);
  }
}

const rulesOf = (format: Post['format']): FormatCapability | undefined =>
  capabilities.formats.find((one) => one.format === format);

function refuseMedia(call: NetworkCall, { media }: PublicationPart, rules: FormatCapability, where: string): void {
  const reject = (code: string, message: string) => call.refuse({ kind: 'media_rejected', code, message });
  const { min, max } = rules.mediaTotal ?? { min: 0, max: Infinity };
  if (media.length < min || media.length > max) {
    throw reject('media_count', `A ${rules.format} takes ${min} to ${max} files; there are ${media.length}${where}.`);
  }
  for (const { kind, mimeType, byteSize, altText = '' } of media) {
    const rule = rules.media.find((one) => one.kind === kind);
    if (!rule) throw reject('media_kind', `A ${rules.format} takes no ${kind}${where}.`);
    if (!rule.mimeTypes.includes(mimeType)) throw reject('media_type', `X takes no ${mimeType} here${where}.`);
    const { maxBytes = Infinity } = rule;
    if (byteSize > maxBytes)
      throw reject('media_too_large', `A file${where} has ${byteSize} bytes; X takes ${maxBytes}.`);
    if (altText.length > mostOfAltText) {
      throw reject('alt_text_too_long', `An alt text${where} has more than ${mostOfAltText} characters.`);
    }
  }
  for (const rule of rules.media) {
    const count = media.filter(({ kind }) => kind === rule.kind).length;
    if (count < rule.min || count > rule.max) {
      throw reject('media_count', `A ${rules.format} takes ${rule.min} to ${rule.max} of ${rule.kind}${where}.`);
    }
  }
}

const mostOfAltText = 1_000;

function refuseOptions(call: NetworkCall, { format, options = {} }: Post): void {
  const reject = (code: string, message: string) => call.refuse({ kind: 'content_rejected', code, message });
  const { only = [], required = [] } = rulesOf(format)?.options ?? {};
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const odd = given.find((name) => !only.includes(name));
  if (odd !== undefined) throw reject('option_not_here', `The option ${odd} means nothing for ${format}.`);
  const missing = required.find((name) => !given.includes(name));
  if (missing !== undefined) throw reject('option_missing', `The option ${missing} is missing.`);
}

/** More than any text counts. */
const telling = 1_000_000;
const hasAddress = (text: string): boolean =>
  countText(text, 'WEIGHTED', { ...short.rule, urlWeight: telling, weights: [] }) >= telling;

/** A post with an address in it costs more than ten times as much. */
export const postSpends = (
  text: string,
  usual: 'create post' | 'summoned reply' = 'create post',
): readonly string[] => ['create posts', 'posts of the app', hasAddress(text) ? 'create post with link' : usual];

/** Answers do not say which limit they speak of: known by its size, where only one has it. */
const bySize = {
  'x-rate-limit': {
    '100': 'create posts',
    '5000': 'read posts',
    '900': 'read timeline',
    '75': 'read account',
    '1875': 'uploads',
    '1000': 'upload states',
  },
  'x-app-limit-24hour': {
    '10000': 'posts of the app',
    '180000': 'uploads of the app',
    '100000': 'upload states of the app',
    '50000': 'media descriptions of the app',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export const readLimits: ReadLimits = ({ headers }) =>
  Object.entries(bySize).flatMap(([prefix, names]) => {
    const name = new Map(Object.entries(names)).get(headers.get(`${prefix}-limit`) ?? '');
    const remaining = wholeNumber(headers.get(`${prefix}-remaining`));
    if (name === undefined || remaining === undefined) return [];
    const reset = wholeNumber(headers.get(`${prefix}-reset`));
    return [{ name, remaining, ...(reset !== undefined && { resetsAt: new Date(reset * 1000) }) }];
  });

function wholeNumber(value: string | null): number | undefined {
  return value !== null && /^\d{1,12}$/.test(value) ? Number(value) : undefined;
}
