import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import type { MediaStore } from './media-store.ts';
import { inTurn, openPicture } from './picture.ts';

/** What a network takes. */
export interface FitRule {
  readonly mimeTypes: readonly string[];
  /** Absent: no limit known. */
  readonly maxBytes?: number | undefined;
}

/** What is in the store. */
export interface StoredMedia {
  readonly id: string;
  readonly kind: string;
  readonly mimeType: string;
  readonly byteSize: number;
  readonly width: number | null;
  readonly height: number | null;
}

export interface FittedMedia {
  /** Its name beside the asset; null: the very bytes that were uploaded. */
  readonly name: string | null;
  /** Absolute. */
  readonly path: string;
  readonly mimeType: string;
  readonly byteSize: number;
  /** Pixels; null: not known of this kind. */
  readonly width: number | null;
  readonly height: number | null;
}

/** Why it cannot be made to fit, in a sentence for people. */
export interface CannotFit {
  readonly tooLarge: string;
}

const extensions = { 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/png': 'png' } as const;
type Written = keyof typeof extensions;
/** The first that a network takes is written. A picture that one can see through is not, where there is a way. */
const preferred: readonly Written[] = ['image/jpeg', 'image/webp', 'image/png'];
const preferredWithAlpha: readonly Written[] = ['image/webp', 'image/png', 'image/jpeg'];

const qualities = [90, 80, 70, 60];
/** Once pixels must go too, quality need not suffer further. */
const qualityOfSmaller = 80;
/** Pixels of the longer side below which nobody would want the picture. */
const smallest = 320;
/** The most that quality alone can save. */
const savedByQuality = 4;

/** Pixels of a side; the format has no more. */
const widestWebp = 16_383;

/** Changes when the same rule would make other bytes than before. */
const version = 1;
const prefixOf = ({ mimeTypes, maxBytes }: FitRule): string => {
  const rule = JSON.stringify([version, [...mimeTypes].sort(), maxBytes ?? null]);
  return `fit-${createHash('sha256').update(rule).digest('hex').slice(0, 16)}-`;
};
const namePattern = /^fit-[0-9a-f]{16}-(\d+)x(\d+)\.(jpg|webp|png)$/;

/** What the name of a fitted picture says of it; null: it is no such name. */
export function readFitName(
  name: string,
): { readonly mimeType: string; readonly width: number; readonly height: number } | null {
  const [, width, height, extension] = namePattern.exec(name) ?? [];
  const mimeType = preferred.find((each) => extensions[each] === extension);
  return mimeType === undefined ? null : { mimeType, width: Number(width), height: Number(height) };
}

/**
 * A picture as a network takes it: untouched where it takes it as it is; else written anew, upright and without metadata,
 * first with less quality, then with fewer pixels, never under 320 on the longer side. The same picture and rule make the
 * same bytes; they are kept beside the asset. What is no still picture is never changed.
 */
export async function fitPicture(
  store: MediaStore,
  source: StoredMedia,
  rule: FitRule,
): Promise<FittedMedia | CannotFit> {
  const { id, kind, mimeType, byteSize, width, height } = source;
  const { maxBytes = Infinity } = rule;
  if (rule.mimeTypes.includes(mimeType) && byteSize <= maxBytes) {
    return { name: null, path: store.original(id), mimeType, byteSize, width, height };
  }
  if (kind !== 'IMAGE') {
    return {
      tooLarge: `It is ${mimeType} with ${String(byteSize)} bytes; the network takes ${limitsOf(rule)}. Only still pictures are made smaller: send another file.`,
    };
  }
  return (await findFitted(store, id, rule)) ?? inTurn(async () => (await findFitted(store, id, rule)) ?? make());

  async function make(): Promise<FittedMedia | CannotFit> {
    const path = store.original(id);
    const picture = await openPicture(path);
    const { autoOrient, hasAlpha } = await picture.metadata();
    const seeThrough = hasAlpha && !(await picture.stats()).isOpaque;
    const type = (seeThrough ? preferredWithAlpha : preferred).find((each) => rule.mimeTypes.includes(each));
    if (type === undefined) return { tooLarge: `It cannot be made into ${limitsOf(rule)}.` };
    const has = Math.max(autoOrient.width, autoOrient.height);
    const longest = type === 'image/webp' ? Math.min(has, widestWebp) : has;
    const encode = async (side: number, quality: number) => {
      const upright = (await openPicture(path)).autoOrient();
      const sized = side < has ? upright.resize(side, side, { fit: 'inside' }) : upright;
      return write(sized, type, quality).toBuffer({ resolveWithObject: true });
    };
    const fits = (made: Encoded) => made.data.length <= maxBytes;
    let made: Encoded = await encode(longest, qualities[0] ?? qualityOfSmaller);
    for (const quality of type === 'image/png' ? [] : qualities.slice(1)) {
      if (fits(made) || made.data.length > maxBytes * savedByQuality) break;
      made = await encode(longest, quality);
    }
    if (!fits(made)) {
      const smaller = await search(longest, made.data.length, maxBytes, (side) => encode(side, qualityOfSmaller));
      if (!fits(smaller)) {
        return {
          tooLarge: `Even with ${String(Math.min(longest, smallest))} pixels on its longer side it has ${String(smaller.data.length)} bytes; the network takes ${limitsOf(rule)}. Send a simpler picture.`,
        };
      }
      made = smaller;
    }
    const { data, info } = made;
    const name = `${prefixOf(rule)}${String(info.width)}x${String(info.height)}.${extensions[type]}`;
    await store.keepBeside(id, name, data);
    return {
      name,
      path: store.beside(id, name),
      mimeType: type,
      byteSize: data.length,
      width: info.width,
      height: info.height,
    };
  }
}

interface Encoded {
  readonly data: Buffer;
  readonly info: { readonly width: number; readonly height: number };
}

/** How full the limit may stay, and how many tries that is worth. */
const fullEnough = 0.7;
const tries = 8;

/**
 * The largest picture under the limit that a few tries find, given how large it is with all its pixels; else the smallest.
 * Bytes go roughly with the square of the side.
 */
async function search(
  longest: number,
  bytes: number,
  maxBytes: number,
  encode: (side: number) => Promise<Encoded>,
): Promise<Encoded> {
  const floor = Math.min(longest, smallest);
  let found: Encoded | null = null;
  let [enough, tooMany] = [0, longest];
  let [side, size] = [longest, bytes];
  for (let tried = 0; tried < tries; tried++) {
    const aim = Math.min(side * Math.sqrt(maxBytes / size), tooMany) * 0.95;
    const next = Math.max(floor, Math.floor(aim));
    if (next <= enough || next >= tooMany) break;
    const made = await encode(next);
    [side, size] = [next, made.data.length];
    if (size > maxBytes) {
      if (side === floor) return made;
      tooMany = side;
    } else {
      [found, enough] = [made, side];
      if (size >= maxBytes * fullEnough) break;
    }
  }
  return found ?? encode(floor);
}

function write(picture: Sharp, type: Written, quality: number): Sharp {
  switch (type) {
    case 'image/jpeg':
      return picture.flatten({ background: '#ffffff' }).jpeg({ quality });
    case 'image/webp':
      return picture.webp({ quality });
    case 'image/png':
      return picture.png({ compressionLevel: 9 });
  }
}

const limitsOf = ({ mimeTypes, maxBytes }: FitRule): string =>
  `${mimeTypes.join(', ')}${maxBytes === undefined ? '' : ` of at most ${String(maxBytes)} bytes`}`;

async function findFitted(store: MediaStore, id: string, rule: FitRule): Promise<FittedMedia | null> {
  const prefix = prefixOf(rule);
  const name = (await store.besides(id)).find((each) => each.startsWith(prefix) && namePattern.test(each));
  const said = name === undefined ? null : readFitName(name);
  if (name === undefined || said === null) return null;
  const path = store.beside(id, name);
  return { ...said, name, path, byteSize: (await stat(path)).size };
}
