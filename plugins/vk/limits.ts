import { countText, type NetworkCall, type Publication } from '@polyphony/sdk';
import { capabilities, longestText } from './capabilities.ts';
import { tokenOf } from './client.ts';
import type { VkPostOptions } from './options.ts';

export type Post = Publication<VkPostOptions>;

/**
 * The text as it goes out. The law on advertising in Russia wants the word, the advertiser and the token to be seen; the API
 * has a parameter for none of them but the mark.
 */
export function messageOf({
  text,
  options: { markAsAds, advertiser, erid } = {},
}: Pick<Post, 'text' | 'options'>): string {
  if (markAsAds !== true || (advertiser === undefined && erid === undefined)) return text;
  const mark = ['Реклама', ...(advertiser === undefined ? [] : [advertiser])].join('. ');
  const label = erid === undefined ? mark : `${mark}. erid: ${erid}`;
  return text.trim() === '' ? label : `${text}\n\n${label}`;
}

/** All that is known to be refused, before anything is sent. Says what to change. */
export function refuseWhatCannotStand(call: NetworkCall, post: Post): void {
  const rejectContent = (code: string, message: string) => call.refuse({ kind: 'content_rejected', code, message });
  const rejectMedia = (code: string, message: string) => call.refuse({ kind: 'media_rejected', code, message });
  const { format, media, link, options = {} } = post;
  const rules = capabilities.formats.find((one) => one.format === format);
  if (!rules || post.parts.length > 0)
    throw rejectContent('format_unknown', `VK has no posts of the format ${format}.`);

  refuseLongText(call, messageOf(post));
  const { text: textRule } = { text: undefined, ...rules };
  if (!textRule && post.text !== '') throw rejectContent('text_not_here', `A ${format} has no text.`);
  if (!textRule && link !== undefined) throw rejectContent('link_not_here', `A ${format} has no link.`);
  if (textRule && post.text.trim() === '' && (textRule.required || (media.length === 0 && link === undefined))) {
    throw rejectContent('text_missing', 'The text is missing.');
  }
  if (format === 'LINK' && link === undefined) throw rejectContent('link_missing', 'The link is missing.');

  const { min, max } = { min: 0, max: Infinity, ...('mediaTotal' in rules && rules.mediaTotal) };
  if (media.length < min || media.length > max) {
    throw rejectMedia('media_count', `A ${format} takes ${min} to ${max} files; there are ${media.length}.`);
  }
  for (const rule of rules.media) {
    const those = media.filter(({ kind }) => kind === rule.kind);
    if (those.length < rule.min || those.length > rule.max) {
      throw rejectMedia('media_count', `A ${format} takes ${rule.min} to ${rule.max} of ${rule.kind}.`);
    }
    const { maxBytes = Infinity } = rule;
    const large = those.find(({ byteSize }) => byteSize > maxBytes);
    if (large) throw rejectMedia('media_too_large', `A file has ${large.byteSize} bytes; VK takes ${maxBytes}.`);
  }
  for (const { kind, width = 1, height = 1, mimeType } of media) {
    const rule = rules.media.find((one) => one.kind === kind);
    if (!rule) throw rejectMedia('media_kind', `A ${format} takes no ${kind}.`);
    const types: readonly string[] = rule.mimeTypes;
    if (!types.includes(mimeType)) throw rejectMedia('media_type', `VK takes no ${mimeType} here.`);
    const isOdd = Math.max(width, height) > 20 * Math.min(width, height) || width + height > 14_000;
    if (kind === 'IMAGE' && isOdd) {
      throw rejectMedia(
        'picture_sides',
        'Of a picture, both sides together are at most 14,000, one at most 20 times the other.',
      );
    }
  }
  refuseOptions(call, format, options);
}

function refuseOptions(call: NetworkCall, format: Post['format'], options: VkPostOptions): void {
  const reject = (code: string, message: string) => call.refuse({ kind: 'content_rejected', code, message });
  const { only = [], required = [] }: { readonly only?: readonly string[]; readonly required?: readonly string[] } =
    capabilities.formats.find((one) => one.format === format)?.options ?? {};
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const odd = given.find((name) => !only.includes(name));
  if (odd !== undefined) throw reject('option_not_here', `The option ${odd} means nothing for ${format}.`);
  const missing = required.find((name) => !given.includes(name));
  if (missing !== undefined) throw reject('option_missing', `The option ${missing} is missing.`);

  const { markAsAds, erid, advertiser, signed, fromGroup } = options;
  if (markAsAds !== true && (erid !== undefined || advertiser !== undefined)) {
    throw reject('mark_missing', 'What has a token or an advertiser is an advertisement: set markAsAds, too.');
  }
  if (signed === true && fromGroup === false) {
    throw reject('signed_alone', 'Only what is published in the name of the community can be signed.');
  }
  if ((signed === true || fromGroup === false) && tokenOf(call, 'user') === undefined) {
    throw reject('no_person', 'A community key is nobody’s: signed, and fromGroup false, take a user token.');
  }
}

export function refuseLongText(call: NetworkCall, text: string, max = longestText): void {
  const length = countText(text, 'CODE_POINTS');
  if (length <= max) return;
  const message = `The text has ${length} characters; VK takes ${max}.`;
  throw call.refuse({ kind: 'content_rejected', code: 'text_too_long', message });
}
