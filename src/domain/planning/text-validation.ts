import type { ChannelRules, FormatRules } from './channel-rules.ts';
import type { Piece, Report } from './validation.ts';

/** What a network says of the text of a post, or of one part of a thread. */
export function validateText(
  { format, text, textPath: path }: Piece,
  { text: rule, hashtags }: FormatRules,
  { count }: ChannelRules,
  report: Report,
): void {
  if (rule === undefined) {
    if (text !== '')
      report('TEXT_NOT_SUPPORTED', path, `A ${format} has no text here.`, 'Take the text out for this channel.');
    return;
  }
  if (rule.required && text.trim() === '') {
    report('TEXT_REQUIRED', path, `A ${format} needs a text here.`, 'Write a text.');
  }
  validateHashtags(text, path, hashtags, report);
  const { urlWeight, emojiWeight } = rule;
  const weights = { ...(urlWeight !== undefined && { urlWeight }), ...(emojiWeight !== undefined && { emojiWeight }) };
  for (const limit of rule.limits) {
    const { max, counting } = limit;
    const actual = count(text, limit, weights);
    if (actual <= max) continue;
    report(
      'TEXT_TOO_LONG',
      path,
      `The text has ${String(actual)} of at most ${String(max)} ${counting.toLowerCase().replace('_', ' ')}.`,
      `Shorten it by ${String(actual - max)}, or write a shorter one for this channel.`,
      { limit: max, actual, parameters: { counting } },
    );
  }
}

/** With a letter in it, and not within a word or an address. */
const hashtag = /(?<![\p{L}\p{M}\p{N}_&/#])#(?=[\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]+/gu;

function validateHashtags(text: string, path: readonly string[], rule: FormatRules['hashtags'], report: Report): void {
  const actual = text.match(hashtag)?.length ?? 0;
  if (rule === undefined || actual <= rule.max) return;
  report(
    'HASHTAGS_TOO_MANY',
    path,
    `The text has ${String(actual)} hashtags; the network takes at most ${String(rule.max)}.`,
    `Take ${String(actual - rule.max)} out, or write a text of its own for this channel.`,
    { limit: rule.max, actual },
  );
}

/** A part of a thread in which there is nothing. Where a text is required, its lack was told already. */
export function validatePart({ text, media, path }: Piece, format: FormatRules, report: Report): void {
  if (text.trim() !== '' || media.length > 0 || format.text?.required === true) return;
  report(
    'PART_EMPTY',
    path,
    'There is nothing in this part of the thread.',
    'Write a text, add a picture, or take the part out.',
  );
}
