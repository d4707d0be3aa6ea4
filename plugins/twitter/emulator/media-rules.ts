import { accountOf } from './accounts.ts';
import type { Measured } from './media-file.ts';
import type { Upload } from './state.ts';

export const categories = [
  'amplify_video', 'tweet_gif', 'tweet_image', 'tweet_video', 'dm_gif', 'dm_image', 'dm_video', 'subtitles',
] as const; // prettier-ignore
export const types = [
  'video/mp4', 'video/webm', 'video/mp2t', 'video/quicktime', 'text/srt', 'text/vtt', 'image/jpeg', 'image/gif',
  'image/bmp', 'image/png', 'image/webp', 'image/pjpeg', 'image/tiff', 'model/gltf-binary', 'model/vnd.usdz+zip',
] as const; // prettier-ignore

const mib = 1024 * 1024;

export const mostOfChunk = 5 * mib;
const longestMs = 140_000;
/** Pictures up to this size are shown on the pages. */
export const shownBytes = mib;

interface CategoryRule {
  readonly maxBytes: number;
  readonly types: RegExp;
  readonly isWorkedOn: boolean;
}

export const ruleOf = (category: string): CategoryRule => {
  if (category.endsWith('_gif')) return { maxBytes: 15 * mib, types: /^image\/gif$/, isWorkedOn: true };
  if (category.endsWith('_video')) return { maxBytes: 512 * mib, types: /^video\//, isWorkedOn: true };
  if (category === 'subtitles') return { maxBytes: mib, types: /^text\//, isWorkedOn: false };
  return { maxBytes: 5 * mib, types: /^image\/(jpeg|pjpeg|png|gif|webp)$/, isWorkedOn: false };
};

export const defaultCategory = (type: string): string =>
  type.startsWith('video/') ? 'tweet_video' : type === 'image/gif' ? 'tweet_gif' : 'tweet_image';

/** Two seconds, and one more for every 32 MiB. */
export const processingTime = (size: number): number => 2_000 + Math.floor(size / (32 * mib)) * 1_000;

/** What is wrong with a file; undefined: nothing that can be seen. */
export function failureOf({ category, mimeType, ownerId }: Upload, measured: Measured | undefined): string | undefined {
  if (category === 'subtitles') return undefined;
  const isAsSaid = mimeType.startsWith('image/') ? measured?.mimeType.startsWith('image/') === true : true;
  if (!isAsSaid || (mimeType === 'video/mp4' && measured?.mimeType !== 'video/mp4')) {
    return `InvalidMedia: the file is no ${mimeType}`;
  }
  const { width = 0, height = 0, frames = 0, durationMs } = measured ?? {};
  if (category.endsWith('_gif') && (width > 1280 || height > 1080))
    return 'InvalidMedia: GIF dimensions exceed 1280x1080';
  if (category.endsWith('_gif') && (frames > 350 || frames * width * height > 300_000_000)) {
    return 'InvalidMedia: too many frames';
  }
  if (durationMs === undefined) return undefined;
  if (durationMs < 500) return 'InvalidMedia: Duration too short, minimum:500';
  const mayBeLong = category === 'amplify_video' || accountOf(ownerId)?.subscription === 'Premium';
  if (durationMs > longestMs && !mayBeLong) {
    return 'InvalidMedia: This user is not allowed to post a video longer than 2 minutes';
  }
  return undefined;
}
