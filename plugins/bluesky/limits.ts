import { countText, type NetworkCall, type Publication } from '@polyphony/sdk';
import { capabilities } from './capabilities.ts';

/** The server refuses most of it too, but a thread might then be half out. */
export function refuseWhatCannotStand(call: NetworkCall, post: Publication): void {
  const format = capabilities.formats.find((one) => one.format === post.format);
  const { max = 0, maxBytes = 0, altTextMax = 0 } = format?.media[0] ?? {};
  const rejectMedia = (code: string, message: string) => call.refuse({ kind: 'media_rejected', code, message });
  for (const [index, { text, media }] of [post, ...post.parts].entries()) {
    const part = post.parts.length > 0 ? ` of part ${index + 1}` : '';
    refuseLongText(call, text, part);
    const needsText = (format?.text?.required ?? true) || (media.length === 0 && post.link === undefined);
    if (needsText && text.trim() === '') {
      throw call.refuse({ kind: 'content_rejected', code: 'TextMissing', message: `The text${part} is missing.` });
    }
    if (media.length > max) throw rejectMedia('InvalidPictures', `The pictures${part} are more than ${max}.`);
    for (const { altText = '', byteSize } of media) {
      if (countText(altText, 'GRAPHEMES') > altTextMax) {
        throw rejectMedia('AltTextTooLong', `An alt text${part} has more than ${altTextMax} characters.`);
      }
      if (byteSize > maxBytes) {
        throw rejectMedia('BlobTooLarge', `A picture${part} has ${byteSize} bytes; Bluesky takes ${maxBytes}.`);
      }
    }
  }
}

export function refuseLongText(call: NetworkCall, text: string, where = ''): void {
  for (const { max, counting } of capabilities.formats[0]?.text?.limits ?? []) {
    const length = countText(text, counting);
    if (length <= max) continue;
    const unit = counting === 'GRAPHEMES' ? 'characters' : 'bytes';
    const message = `The text${where} has ${length} ${unit}; Bluesky takes ${max}.`;
    throw call.refuse({ kind: 'content_rejected', code: 'TextTooLong', message });
  }
}
