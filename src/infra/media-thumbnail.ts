import { stat } from 'node:fs/promises';
import type { MediaStore } from './media-store.ts';
import { inTurn, openPicture } from './picture.ts';

/** Pixels across: of no other width is a thumbnail made, so that few are kept of each picture. */
export const thumbnailWidths = [120, 240, 480, 960] as const;
export type ThumbnailWidth = (typeof thumbnailWidths)[number];

/** The width that is made where another is asked for: the next larger one, or the largest. */
export const thumbnailWidth = (asked: number): ThumbnailWidth => thumbnailWidths.find((width) => width >= asked) ?? 960;

const pictures = new Set(['IMAGE', 'ANIMATION']);

/** Whether a thumbnail can be made: of what is a picture, of an animation the first one. */
export const hasThumbnail = ({ kind }: { readonly kind: string }): boolean => pictures.has(kind);

/** Changes when the same picture would be made otherwise than before: addresses are remembered for a year. */
const version = 1;
const prefix = `thumb-v${String(version)}-`;

export const thumbnailType = 'image/webp';
/** The name of a thumbnail in addresses. */
export const thumbnailName = (width: ThumbnailWidth): string => `${prefix}${String(width)}`;

/** What the name of a thumbnail says of it; null: it is no such name. */
export const readThumbnailName = (name: string): ThumbnailWidth | null =>
  thumbnailWidths.find((width) => thumbnailName(width) === name) ?? null;

/** The picture in the store cannot be read. */
export class PictureUnreadable extends Error {
  override readonly name = 'PictureUnreadable';
}

/** Those that are being made, by path. */
const making = new Map<string, Promise<string | null>>();

/**
 * The path of a picture's thumbnail, which is made where it is not there yet: upright, without metadata, no larger than the
 * picture. Null: the picture is gone. Throws {@link PictureUnreadable}, and NotStored where there is no room for it.
 */
export async function thumbnailOf(store: MediaStore, id: string, width: ThumbnailWidth): Promise<string | null> {
  const name = `${thumbnailName(width)}.webp`;
  const path = store.beside(id, name);
  if (await isThere(path)) return path;
  const made = making.get(path) ?? inTurn(() => make(store, id, width, name), 'LATER');
  making.set(path, made);
  return made.finally(() => making.delete(path));
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function make(store: MediaStore, id: string, width: ThumbnailWidth, name: string): Promise<string | null> {
  const path = store.beside(id, name);
  // Another process may have been quicker.
  if (await isThere(path)) return path;
  const original = store.original(id);
  if (!(await isThere(original))) return null;
  const upright = (await openPicture(original)).autoOrient();
  const bytes = await upright
    // So high a picture is a strip: nobody sees anything on a thumbnail of all of it.
    .resize({ width, height: width * 4, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
    .catch((cause: unknown) => {
      throw new PictureUnreadable('The picture cannot be read', { cause });
    });
  await store.keepBeside(id, name, bytes);
  return path;
}
