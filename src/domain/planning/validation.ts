import { parametersOf, type InputIssue } from '../shared/errors.ts';
import { reportFirstComment, reportFormat } from './account-validation.ts';
import type { ChannelRules, FormatRules } from './channel-rules.ts';
import type { InheritedPart, PostFormat, ResolvedVariant } from './content.ts';
import { validateMedia } from './media-validation.ts';
import { validatePart, validateText } from './text-validation.ts';

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

/** Takes one issue of a channel. */
export type Report = (
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
  if (variant.firstComment !== null && !rules.firstComment) reportFirstComment(rules, at, report);
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
    reportFormat(variant.format, rules, at, report);
    return;
  }
  validateOptions(variant.options, format, [...at, 'options', rules.network], report);
  if (link !== null) validateLink(variant, link, format, at, report);
  const pieces = piecesOf(variant, at);
  for (const [index, piece] of pieces.entries()) {
    const shown = index === 0 && format.link && link !== null;
    validateText(piece, format, rules, report);
    validateMedia(piece, format, report);
    if (pieces.length > 1 && !shown) validatePart(piece, format, report);
  }
  const most = format.parts?.max ?? 0;
  if (further.length > most) {
    report(
      'PARTS_TOO_MANY',
      partPath(variant, 'parts', at),
      `A ${variant.format} takes at most ${String(most)} further parts here.`,
      'Take some out for this channel, or give the variant parts of its own.',
      { limit: most, actual: further.length },
    );
  }
}

/** A value that says nothing is none. */
const isSet = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/** What the connector's own schema says of options was asked when they were written; this is what one format makes of them. */
function validateOptions(
  options: unknown,
  { format, options: { required = [], only } = {} }: FormatRules,
  path: readonly string[],
  report: Report,
): void {
  const set = new Set(
    Object.entries(options ?? {})
      .filter(([, value]) => isSet(value))
      .map(([option]) => option),
  );
  for (const option of required.filter((name) => !set.has(name))) {
    report('OPTION_REQUIRED', [...path, option], `A ${format} needs ${option} here.`, 'Give it a value.', {
      parameters: { option, format },
    });
  }
  if (only === undefined) return;
  const possible = only.join(', ');
  for (const option of [...set].filter((name) => !only.includes(name))) {
    report(
      'OPTION_NOT_SUPPORTED',
      [...path, option],
      `${option} means nothing for a ${format} here.`,
      possible === ''
        ? `Leave it out: a ${format} has no options here.`
        : `Leave it out; a ${format} takes ${possible}.`,
      { parameters: { option, format, possible } },
    );
  }
}

/** Where the network makes no card of it, a link that does not stand in the text would be lost. */
function validateLink(
  variant: ResolvedVariant,
  link: string,
  { format, link: shown }: FormatRules,
  at: readonly string[],
  report: Report,
): void {
  if (shown || (variant.content.text ?? '').includes(link)) return;
  report(
    'LINK_NOT_SUPPORTED',
    partPath(variant, 'link', at),
    `A ${format} shows no link here.`,
    'Write it into the text, or take another format.',
    { parameters: { format } },
  );
}

/** A text with its media, and where they stand in the input: the post itself, and each further part of a thread. */
export interface Piece {
  readonly format: PostFormat;
  readonly text: string;
  readonly media: ResolvedVariant['content']['media'];
  /** Of all of it. */
  readonly path: readonly string[];
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
      path: partPath(variant, 'text', at),
      textPath: partPath(variant, 'text', at),
      mediaPath: partPath(variant, 'media', at),
    },
    ...content.parts.map(({ text, media }, index) => ({
      format,
      text,
      media,
      path: [...parts, String(index)],
      textPath: [...parts, String(index), 'text'],
      mediaPath: [...parts, String(index), 'media'],
    })),
  ];
}

/** Of post issues, those that keep it from going out. */
export const blocking = (issues: readonly PostIssue[]): readonly PostIssue[] =>
  issues.filter(({ severity }) => severity === 'ERROR');
