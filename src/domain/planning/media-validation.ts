import type { FormatRules, MediaRules } from './channel-rules.ts';
import type { ContentMedia } from './content.ts';
import type { Piece, Report } from './validation.ts';

/** What a network says of the media of a post, or of one part of a thread. */
export function validateMedia(
  { format: name, media, mediaPath: path }: Piece,
  rules: FormatRules,
  report: Report,
): void {
  validateNumbers(name, media, path, rules, report);
  for (const [index, item] of media.entries()) {
    const place = [...path, String(index)];
    const rule = rules.media.find(({ kind }) => kind === item.kind);
    if (!rule?.mimeTypes.includes(item.mimeType)) {
      const possible = rules.media.flatMap(({ mimeTypes }) => mimeTypes).join(', ');
      report(
        'MEDIA_TYPE_NOT_SUPPORTED',
        place,
        `${item.mimeType} is not taken here.`,
        `Possible are ${possible || 'none'}.`,
        { parameters: { mimeType: item.mimeType, possible } },
      );
      continue;
    }
    validateBytes(item, rule, place, report);
    validatePixels(item, rule, place, report);
    validateRatio(item, rule, place, report);
    validateDuration(item, rule, place, report);
    validateAltText(item, rule, [...place, 'altText'], report);
  }
}

function validateNumbers(
  name: string,
  media: readonly ContentMedia[],
  path: readonly string[],
  { media: rules, mediaTotal }: FormatRules,
  report: Report,
): void {
  for (const { kind, min, max } of rules) {
    const actual = media.filter((item) => item.kind === kind).length;
    if (actual > max) {
      report(
        'MEDIA_TOO_MANY',
        path,
        `A ${name} takes at most ${String(max)} of ${kind} here.`,
        'Take some out for this channel.',
        { limit: max, actual, parameters: { kind } },
      );
    }
    if (actual < min) {
      report('MEDIA_TOO_FEW', path, `A ${name} needs at least ${String(min)} of ${kind} here.`, 'Add some.', {
        limit: min,
        actual,
        parameters: { kind },
      });
    }
  }
  if (mediaTotal === undefined) return;
  const { min, max } = mediaTotal;
  const actual = media.filter((item) => rules.some(({ kind }) => kind === item.kind)).length;
  if (actual > max) {
    report(
      'MEDIA_TOTAL_TOO_MANY',
      path,
      `A ${name} takes at most ${String(max)} of all kinds together here.`,
      'Take some out for this channel.',
      { limit: max, actual },
    );
  }
  if (actual < min) {
    report(
      'MEDIA_TOTAL_TOO_FEW',
      path,
      `A ${name} needs at least ${String(min)} of all kinds together here.`,
      'Add some.',
      { limit: min, actual },
    );
  }
}

/** Pictures that are made smaller where a network asks for it. */
const fittedTypes = new Set(['image/jpeg', 'image/png', 'image/webp']);

function validateBytes(item: ContentMedia, { maxBytes }: MediaRules, place: readonly string[], report: Report): void {
  if (maxBytes === undefined || item.byteSize <= maxBytes) return;
  const sizes = { limit: maxBytes, actual: item.byteSize };
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

function validatePixels(item: ContentMedia, rule: MediaRules, place: readonly string[], report: Report): void {
  const sides = [
    { side: 'width', actual: item.width, min: rule.minWidth, max: rule.maxWidth },
    { side: 'height', actual: item.height, min: rule.minHeight, max: rule.maxHeight },
  ];
  for (const { side, actual, min, max } of sides) {
    if (actual === undefined) continue;
    if (min !== undefined && actual < min) {
      report(
        'MEDIA_PIXELS_TOO_FEW',
        place,
        `Its ${side} is ${String(actual)} pixels; the network takes at least ${String(min)}.`,
        'Send a larger one.',
        { limit: min, actual, parameters: { side } },
      );
    }
    if (max !== undefined && actual > max) {
      report(
        'MEDIA_PIXELS_TOO_MANY',
        place,
        `Its ${side} is ${String(actual)} pixels; the network takes at most ${String(max)}.`,
        'Send one with fewer pixels.',
        { limit: max, actual, parameters: { side } },
      );
    }
  }
}

/** Without digits that nobody needs. */
const rounded = (ratio: number): string => String(Number(ratio.toFixed(4)));

function validateRatio(
  { width, height }: ContentMedia,
  { aspectRatios }: MediaRules,
  place: readonly string[],
  report: Report,
): void {
  if (aspectRatios === undefined || width === undefined || height === undefined) return;
  // Sides are whole numbers: half a pixel is no fault.
  const narrowest = (width - 0.5) / (height + 0.5);
  const widest = (width + 0.5) / (height - 0.5);
  if (aspectRatios.some(({ min, max }) => narrowest <= max && widest >= min)) return;
  const ratio = rounded(width / height);
  const possible = aspectRatios
    .map(({ min, max }) => (min === max ? rounded(min) : `${rounded(min)} to ${rounded(max)}`))
    .join(', ');
  report(
    'MEDIA_RATIO_NOT_SUPPORTED',
    place,
    `Its width is ${ratio} of its height, which the network does not take.`,
    `Cut it: possible are ${possible}.`,
    { parameters: { ratio, possible } },
  );
}

function validateDuration(
  { durationSeconds: actual }: ContentMedia,
  { minDurationSeconds: min, maxDurationSeconds: max }: MediaRules,
  place: readonly string[],
  report: Report,
): void {
  if (actual === undefined) return;
  if (min !== undefined && actual < min) {
    report(
      'MEDIA_TOO_SHORT',
      place,
      `It plays ${String(actual)} s; the network takes at least ${String(min)} s.`,
      'Send a longer one.',
      { limit: min, actual },
    );
  }
  if (max !== undefined && actual > max) {
    report(
      'MEDIA_TOO_LONG',
      place,
      `It plays ${String(actual)} s; the network takes at most ${String(max)} s.`,
      'Cut it for this channel.',
      { limit: max, actual },
    );
  }
}

function validateAltText(
  { kind, altText }: ContentMedia,
  { altTextMax }: MediaRules,
  path: readonly string[],
  report: Report,
): void {
  const actual = altText?.length ?? 0;
  if (altTextMax === undefined) {
    if (actual === 0) return;
    report(
      'ALT_TEXT_NOT_SHOWN',
      path,
      'The network has no alt texts for it: there nobody learns of this one.',
      'Say in the text what matters of it.',
      { severity: 'INFO' },
    );
    return;
  }
  if (actual > altTextMax) {
    report('ALT_TEXT_TOO_LONG', path, 'The alt text is too long for this network.', 'Shorten it.', {
      limit: altTextMax,
      actual,
    });
  }
  if (kind === 'IMAGE' && actual === 0) {
    report('ALT_TEXT_MISSING', path, 'People who cannot see the picture learn nothing of it.', 'Write an alt text.', {
      severity: 'WARNING',
    });
  }
}
