import type { ChannelStatus } from '../workspace/channel.ts';
import { parametersOf, type InputIssue } from '../shared/errors.ts';
import type { InheritedPart, MediaKind, PostFormat, ResolvedVariant } from './content.ts';

interface TextLimit {
  readonly max: number;
  readonly counting: string;
  readonly weights?: readonly { readonly from: number; readonly to: number; readonly weight: number }[];
}

/** What a network takes, as its connector declares it. */
export interface FormatRules {
  readonly format: PostFormat;
  /** Absent: the format has no text. */
  readonly text?: {
    readonly required: boolean;
    readonly limits: readonly TextLimit[];
    readonly urlWeight?: number;
    readonly emojiWeight?: number;
  };
  readonly media: readonly {
    readonly kind: MediaKind;
    readonly min: number;
    readonly max: number;
    readonly mimeTypes: readonly string[];
    readonly maxBytes?: number;
    readonly altTextMax?: number;
  }[];
  readonly link: boolean;
  /** Of a thread: how many parts follow the first one, at most. */
  readonly parts?: { readonly max: number };
}

/** What is known about a channel that a post is meant for. */
export interface ChannelRules {
  readonly channelId: string;
  readonly network: string;
  readonly status: ChannelStatus;
  readonly formats: readonly FormatRules[];
  readonly firstComment: boolean;
  /** The length of a text as the network counts it. */
  readonly count: (
    text: string,
    limit: TextLimit,
    rule: { readonly urlWeight?: number; readonly emojiWeight?: number },
  ) => number;
}

export const issueSeverities = ['ERROR', 'WARNING', 'INFO'] as const;
export type IssueSeverity = (typeof issueSeverities)[number];

/** One thing that is wrong with a post: an ERROR keeps it from going out. */
export interface PostIssue extends InputIssue {
  readonly severity: IssueSeverity;
  /** Null: the whole post. */
  readonly channelId: string | null;
  readonly limit: number | null;
  readonly actual: number | null;
}

type Report = (
  code: string,
  path: readonly string[],
  message: string,
  fix: string,
  more?: {
    readonly severity?: IssueSeverity;
    readonly limit?: number;
    readonly actual?: number;
    readonly parameters?: Readonly<Record<string, string | number>>;
  },
) => void;

const usable = new Set<ChannelRules['status']>(['CONNECTED', 'DEGRADED']);
export const isUsable = (status: ChannelRules['status']): boolean => usable.has(status);

/**
 * Everything that a network is known to refuse, and what it would take but people should not want, at once. `channels` has
 * one entry for each variant, in the same order.
 */
export function validateVariants(
  variants: readonly ResolvedVariant[],
  channels: readonly ChannelRules[],
): readonly PostIssue[] {
  const issues: PostIssue[] = [];
  const reporter =
    (channelId: string | null): Report =>
    (code, path, message, fix, { severity = 'ERROR', limit, actual, parameters = {} } = {}) => {
      issues.push({
        code,
        severity,
        message,
        path,
        channelId,
        limit: limit ?? null,
        actual: actual ?? null,
        parameters: parametersOf({
          ...parameters,
          ...(limit === undefined ? {} : { limit }),
          ...(actual === undefined ? {} : { actual }),
        }),
        fix,
      });
    };

  if (variants.length === 0) {
    reporter(null)(
      'NO_VARIANTS',
      ['variants'],
      'The post goes to no channel.',
      'Add a variant for at least one channel.',
    );
  }
  for (const [index, variant] of variants.entries()) {
    const rules = channels[index];
    if (rules === undefined) throw new RangeError('One channel for each variant');
    validateVariant(variant, rules, ['variants', String(index)], reporter(rules.channelId));
  }
  for (const [index, variant] of variants.entries()) {
    const { text } = variant.content;
    const network = channels[index]?.network;
    const twin = variants.findIndex((other, at) => channels[at]?.network === network && other.content.text === text);
    if (text === null || text.trim() === '' || twin >= index) continue;
    reporter(variant.channelId)(
      'SAME_TEXT_ON_NETWORK',
      partPath(variant, 'text', ['variants', String(index)]),
      'The same text goes to several accounts of one network, which networks take for spam.',
      'Write a text of its own for each account.',
      { severity: 'WARNING', parameters: { network: network ?? '' } },
    );
  }
  return issues;
}

/** Where a part stands in the input: in the post, where it is inherited. */
const partPath = (variant: ResolvedVariant, part: InheritedPart, at: readonly string[]): readonly string[] =>
  variant.inherits.includes(part) ? ['content', part] : [...at, 'content', part];

function validateVariant(variant: ResolvedVariant, rules: ChannelRules, at: readonly string[], report: Report): void {
  if (!isUsable(rules.status)) {
    report(
      'CHANNEL_UNAVAILABLE',
      [...at, 'channelId'],
      `The channel is ${rules.status}.`,
      'Reconnect it, or leave it out.',
      {
        parameters: { status: rules.status },
      },
    );
  }
  if (variant.firstComment !== null && !rules.firstComment) {
    report(
      'FIRST_COMMENT_NOT_SUPPORTED',
      [...at, 'firstComment'],
      'This network takes no first comment.',
      'Put it into the text, or leave it out.',
    );
  }
  const { text, media, link, parts: further } = variant.content;
  if ((text ?? '').trim() === '' && media.length === 0 && link === null && further.length === 0) {
    report(
      'CONTENT_EMPTY',
      partPath(variant, 'text', at),
      'There is nothing to publish.',
      'Write a text, or add a picture or a link.',
    );
    return;
  }
  const format = rules.formats.find((candidate) => candidate.format === variant.format);
  if (format === undefined) {
    const possible = rules.formats.map((candidate) => candidate.format).join(', ');
    report(
      'FORMAT_NOT_SUPPORTED',
      [...at, 'format'],
      `This network takes no ${variant.format}.`,
      `Possible are ${possible}.`,
      { parameters: { format: variant.format, possible } },
    );
    return;
  }
  const [first, ...parts] = piecesOf(variant, at);
  for (const piece of [first, ...parts]) {
    if (piece === undefined) continue;
    validateText(piece, format, rules, report);
    validateMedia(piece, format, report);
  }
  const most = format.parts?.max ?? 0;
  if (parts.length > most) {
    report(
      'PARTS_TOO_MANY',
      partPath(variant, 'parts', at),
      `A ${variant.format} takes at most ${String(most)} further parts here.`,
      'Take some out for this channel, or give the variant parts of its own.',
      { limit: most, actual: parts.length },
    );
  }
}

/** A text with its media, and where they stand in the input: the post itself, and each further part of a thread. */
interface Piece {
  readonly format: PostFormat;
  readonly text: string;
  readonly media: ResolvedVariant['content']['media'];
  readonly textPath: readonly string[];
  readonly mediaPath: readonly string[];
}

function piecesOf(variant: ResolvedVariant, at: readonly string[]): readonly Piece[] {
  const { format, content } = variant;
  const parts = partPath(variant, 'parts', at);
  return [
    {
      format,
      text: content.text ?? '',
      media: content.media,
      textPath: partPath(variant, 'text', at),
      mediaPath: partPath(variant, 'media', at),
    },
    ...content.parts.map(({ text, media }, index) => ({
      format,
      text,
      media,
      textPath: [...parts, String(index), 'text'],
      mediaPath: [...parts, String(index), 'media'],
    })),
  ];
}

function validateText(
  { format, text, textPath: path }: Piece,
  { text: rule }: FormatRules,
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

/** Pictures that are made smaller where a network asks for it. */
const fittedTypes = new Set(['image/jpeg', 'image/png', 'image/webp']);

function validateMedia({ format: name, media, mediaPath: path }: Piece, format: FormatRules, report: Report): void {
  for (const rule of format.media) {
    const actual = media.filter(({ kind }) => kind === rule.kind).length;
    if (actual > rule.max) {
      report(
        'MEDIA_TOO_MANY',
        path,
        `A ${name} takes at most ${String(rule.max)} of ${rule.kind} here.`,
        'Take some out for this channel.',
        {
          limit: rule.max,
          actual,
          parameters: { kind: rule.kind },
        },
      );
    }
    if (actual < rule.min) {
      report('MEDIA_TOO_FEW', path, `A ${name} needs at least ${String(rule.min)} of ${rule.kind} here.`, 'Add some.', {
        limit: rule.min,
        actual,
        parameters: { kind: rule.kind },
      });
    }
  }
  for (const [index, item] of media.entries()) {
    const place = [...path, String(index)];
    const rule = format.media.find(({ kind }) => kind === item.kind);
    if (!rule?.mimeTypes.includes(item.mimeType)) {
      const possible = format.media.flatMap(({ mimeTypes }) => mimeTypes).join(', ');
      report(
        'MEDIA_TYPE_NOT_SUPPORTED',
        place,
        `${item.mimeType} is not taken here.`,
        `Possible are ${possible || 'none'}.`,
        {
          parameters: { mimeType: item.mimeType, possible },
        },
      );
      continue;
    }
    if (rule.maxBytes !== undefined && item.byteSize > rule.maxBytes) {
      const sizes = { limit: rule.maxBytes, actual: item.byteSize };
      if (item.kind === 'IMAGE' && fittedTypes.has(item.mimeType)) {
        report(
          'MEDIA_WILL_BE_FITTED',
          place,
          'The picture is too large for this network: it goes out with less quality, or fewer pixels.',
          'Leave it so, or send a smaller one whose looks you chose.',
          { ...sizes, severity: 'INFO' },
        );
      } else report('MEDIA_TOO_LARGE', place, 'The file is too large for this network.', 'Send a smaller one.', sizes);
    }
    const altLength = item.altText?.length ?? 0;
    if (rule.altTextMax !== undefined && altLength > rule.altTextMax) {
      report('ALT_TEXT_TOO_LONG', [...place, 'altText'], 'The alt text is too long for this network.', 'Shorten it.', {
        limit: rule.altTextMax,
        actual: altLength,
      });
    }
    if (item.kind === 'IMAGE' && altLength === 0) {
      report(
        'ALT_TEXT_MISSING',
        [...place, 'altText'],
        'People who cannot see the picture learn nothing of it.',
        'Write an alt text.',
        {
          severity: 'WARNING',
        },
      );
    }
  }
}

/** Of post issues, those that keep it from going out. */
export const blocking = (issues: readonly PostIssue[]): readonly PostIssue[] =>
  issues.filter(({ severity }) => severity === 'ERROR');
