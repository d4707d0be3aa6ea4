import { createReadStream } from 'node:fs';
import { newAccessKey, receiveMedia } from '../../src/app/planning/media.ts';
import type { ReceivedFile } from '../../src/infra/media-store.ts';
import { probeMedia } from '../../src/infra/media-probe.ts';
import type { OpenShell } from '../../src/shell.ts';
import { pictures, type PictureName } from './posts.ts';

export interface DemoPicture {
  readonly name: PictureName;
  readonly file: ReceivedFile;
  /** Of its row, all but the workspace. */
  readonly row: {
    readonly id: string;
    readonly kind: 'IMAGE';
    readonly fileName: string;
    readonly url: null;
    readonly sha256: Uint8Array<ArrayBuffer>;
    readonly accessKey: string;
    readonly mimeType: string;
    readonly byteSize: number;
    readonly width: number | null;
    readonly height: number | null;
    readonly altText: string;
  };
}

/** Brings the demo's pictures into the store. Whoever writes their rows keeps and settles the files. */
export async function receivePictures(
  shell: Pick<OpenShell, 'media'>,
  idOf: (name: PictureName) => string,
): Promise<readonly DemoPicture[]> {
  const received: DemoPicture[] = [];
  for (const name of Object.keys(pictures) as PictureName[]) {
    const id = idOf(name);
    const source = createReadStream(new URL(`pictures/${name}.png`, import.meta.url));
    const file = await receiveMedia({ media: shell.media, newId: () => id }, source);
    const { mimeType, width, height } = await probeMedia(file.path);
    const row = {
      id,
      kind: 'IMAGE',
      fileName: `${name}.png`,
      url: null,
      sha256: file.sha256,
      accessKey: newAccessKey(),
      mimeType,
      byteSize: file.byteSize,
      width,
      height,
      altText: pictures[name],
    } as const;
    received.push({ name, file, row });
  }
  return received;
}
