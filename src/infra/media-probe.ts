import { open, stat } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { inTurn, maxPixels, openPicture } from './picture.ts';

/** What a file is, by its content. */
export interface Probe {
  readonly kind: 'IMAGE' | 'ANIMATION' | 'VIDEO' | 'AUDIO' | 'DOCUMENT';
  /** Such as image/png. */
  readonly mimeType: string;
  /** How names of such files end, the usual one first; without a dot. */
  readonly extensions: readonly [string, ...string[]];
  /** Pixels, turned as people see it; null: not known of this kind. */
  readonly width: number | null;
  readonly height: number | null;
}

export type FileRefusal =
  'FILE_EMPTY' | 'FILE_TYPE_UNKNOWN' | 'FILE_TYPE_NOT_SUPPORTED' | 'PICTURE_DAMAGED' | 'PICTURE_TOO_MANY_PIXELS';

/** A file that is not taken, why, and what to do about it. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly code: FileRefusal;
  /** What to do, in a sentence. */
  readonly fix: string;
  readonly parameters: Readonly<Record<string, string | number>>;

  constructor(code: FileRefusal, message: string, fix: string, parameters: FileRefused['parameters'] = {}) {
    super(message);
    this.code = code;
    this.fix = fix;
    this.parameters = parameters;
  }
}

interface Taken {
  readonly kind: Probe['kind'];
  readonly extensions: Probe['extensions'];
  /** The name that networks know the type by, where it is another. */
  readonly as?: string;
}

/** What is taken, by the type that the content shows. */
const taken: Readonly<Record<string, Taken>> = {
  'image/jpeg': { kind: 'IMAGE', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  'image/png': { kind: 'IMAGE', extensions: ['png'] },
  'image/apng': { kind: 'ANIMATION', extensions: ['png', 'apng'] },
  'image/webp': { kind: 'IMAGE', extensions: ['webp'] },
  'image/gif': { kind: 'IMAGE', extensions: ['gif'] },
  'image/avif': { kind: 'IMAGE', extensions: ['avif'] },
  'video/mp4': { kind: 'VIDEO', extensions: ['mp4', 'm4v'] },
  'video/x-m4v': { kind: 'VIDEO', extensions: ['mp4', 'm4v'], as: 'video/mp4' },
  'video/quicktime': { kind: 'VIDEO', extensions: ['mov', 'qt'] },
  'video/webm': { kind: 'VIDEO', extensions: ['webm'] },
  'audio/mpeg': { kind: 'AUDIO', extensions: ['mp3'] },
  'audio/mp4': { kind: 'AUDIO', extensions: ['m4a', 'mp4'] },
  'audio/x-m4a': { kind: 'AUDIO', extensions: ['m4a', 'mp4'], as: 'audio/mp4' },
  'audio/aac': { kind: 'AUDIO', extensions: ['aac'] },
  'audio/ogg': { kind: 'AUDIO', extensions: ['ogg', 'oga', 'opus'] },
  'audio/wav': { kind: 'AUDIO', extensions: ['wav'] },
  'audio/flac': { kind: 'AUDIO', extensions: ['flac'] },
  'application/pdf': { kind: 'DOCUMENT', extensions: ['pdf'] },
};
const possible = 'JPEG, PNG, WebP, GIF, AVIF, MP4, MOV, WebM, MP3, M4A, AAC, Ogg, WAV, FLAC and PDF';
const pictures = new Set(['image/jpeg', 'image/png', 'image/apng', 'image/webp', 'image/gif', 'image/avif']);

/**
 * Finds out what a file is. Neither its name nor what its sender says of it counts. Pictures are unpacked once, so that a
 * broken one is found now and not by a network. Throws {@link FileRefused}.
 */
export async function probeMedia(path: string): Promise<Probe> {
  const { size } = await stat(path);
  if (size === 0)
    throw new FileRefused('FILE_EMPTY', 'The file is empty.', 'Choose the file again and send its bytes.');
  const found = await fileTypeFromFile(path);
  if (found === undefined) {
    throw new FileRefused(
      'FILE_TYPE_UNKNOWN',
      'By its content the file is no picture, video, sound or PDF (text, HTML and SVG are not taken).',
      `Send one of ${possible}.`,
    );
  }
  const [type = ''] = found.mime.split(';');
  const {
    kind,
    extensions,
    as: mimeType = type,
  } = (Object.hasOwn(taken, type) ? taken[type] : undefined) ?? refuse(type);
  const probe = { kind, mimeType, extensions, width: null, height: null };
  return pictures.has(type) ? { ...probe, ...(await inTurn(() => probePicture(path, type))) } : probe;
}

function refuse(type: string): never {
  const fix = type.startsWith('image/') ? 'Save the picture as JPEG or PNG.' : `Send one of ${possible}.`;
  throw new FileRefused('FILE_TYPE_NOT_SUPPORTED', `By its content the file is ${type}, which is not taken.`, fix, {
    mimeType: type,
  });
}

async function probePicture(path: string, type: string): Promise<Partial<Probe> & Pick<Probe, 'width' | 'height'>> {
  const picture = await openPicture(path);
  try {
    const { pages = 1, autoOrient } = await picture.metadata();
    // All of it is unpacked for this, at little memory.
    await picture.resize(32, 32, { fit: 'fill' }).raw().toBuffer();
    const moves = pages > 1;
    // Of a picture that moves only the first frame was unpacked. A GIF has a last byte that says that it is whole.
    if (moves && type === 'image/gif' && (await lastByte(path)) !== gifTrailer) throw new Error('GIF without its end');
    return { ...(moves && { kind: 'ANIMATION' as const }), width: autoOrient.width, height: autoOrient.height };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (message.includes('pixel limit')) {
      throw new FileRefused(
        'PICTURE_TOO_MANY_PIXELS',
        `The picture has more than the ${String(maxPixels / 1_000_000)} megapixels that are taken.`,
        'Save it with fewer pixels.',
        { limit: maxPixels },
      );
    }
    throw new FileRefused(
      'PICTURE_DAMAGED',
      'The picture cannot be read to its end: it is cut off or damaged.',
      'Save it again with a picture program, and check that it was copied whole.',
    );
  }
}

const gifTrailer = 0x3b;

/** The last byte that is not padding. */
async function lastByte(path: string): Promise<number | undefined> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, 64));
    await file.read(tail, 0, tail.length, size - tail.length);
    return tail.findLast((byte) => byte !== 0);
  } finally {
    await file.close();
  }
}
