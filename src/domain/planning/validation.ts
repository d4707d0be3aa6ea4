import { parametersOf, type InputIssue } from '../shared/errors.ts';
import type { MediaKind, PostFormat, ResolvedVariant } from './content.ts';

/** What a network takes, as its connector declares it. */
export interface FormatRules {
  readonly format: PostFormat;
  /** Absent: the format has no text. */
  readonly text?: {
    readonly required: boolean;
    readonly limits: readonly { readonly max: number; readonly counting: string }[];
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
}

/** What is known about a channel that a post is meant for. */
export interface ChannelRules {
  readonly channelId: string;
  readonly network: string;
  readonly status: 'CONNECTED' | 'DEGRADED' | 'NEEDS_RECONNECT' | 'DISCONNECTED';
  readonly formats: readonly FormatRules[];
  readonly firstComment: boolean;
  /** The length of a text as the network counts it. */
  readonly count: (text: string, counting: string) => number;
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
      textPath(variant, ['variants', String(index)]),
      'The same text goes to several accounts of one network, which networks take for spam.',
      'Write a text of its own for each account.',
      { severity: 'WARNING', parameters: { network: network ?? '' } },
    );
  }
  return issues;
}

/** Where a part stands in the input: in the post, where it is inherited. */
const textPath = (variant: ResolvedVariant, at: readonly string[]) =>
  variant.inherits.includes('text') ? ['content', 'text'] : [...at, 'content', 'text'];
const mediaPath = (variant: ResolvedVariant, at: readonly string[]) =>
  variant.inherits.includes('media') ? ['content', 'media'] : [...at, 'content', 'media'];

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
  const { text, media, link } = variant.content;
  if ((text ?? '').trim() === '' && media.length === 0 && link === null) {
    report(
      'CONTENT_EMPTY',
      textPath(variant, at),
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
  validateText(variant, format, at, report);
  validateMedia(variant, format, mediaPath(variant, at), report);

  function validateText(
    { content }: ResolvedVariant,
    { text: rule }: FormatRules,
    place: readonly string[],
    tell: Report,
  ) {
    const written = content.text ?? '';
    const path = textPath(variant, place);
    if (rule === undefined) {
      if (written !== '')
        tell(
          'TEXT_NOT_SUPPORTED',
          path,
          `A ${variant.format} has no text here.`,
          'Take the text out for this channel.',
        );
      return;
    }
    if (rule.required && written.trim() === '') {
      tell('TEXT_REQUIRED', path, `A ${variant.format} needs a text here.`, 'Write a text.');
    }
    for (const { max, counting } of rule.limits) {
      const actual = rules.count(written, counting);
      if (actual <= max) continue;
      tell(
        'TEXT_TOO_LONG',
        path,
        `The text has ${String(actual)} of at most ${String(max)} ${counting.toLowerCase().replace('_', ' ')}.`,
        `Shorten it by ${String(actual - max)}, or write a shorter one for this channel.`,
        { limit: max, actual, parameters: { counting } },
      );
    }
  }
}

function validateMedia(
  { content, format: name }: ResolvedVariant,
  format: FormatRules,
  path: readonly string[],
  report: Report,
): void {
  for (const rule of format.media) {
    const actual = content.media.filter(({ kind }) => kind === rule.kind).length;
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
  for (const [index, item] of content.media.entries()) {
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
      report('MEDIA_TOO_LARGE', place, 'The file is too large for this network.', 'Send a smaller one.', {
        limit: rule.maxBytes,
        actual: item.byteSize,
      });
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
