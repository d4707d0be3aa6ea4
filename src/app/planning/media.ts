import { randomBytes } from 'node:crypto';
import { fileRefused, nameFile, uploadMedia as decideUpload } from '../../domain/planning/media.ts';
import { DomainError, StorageFull } from '../../domain/shared/errors.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import type { MediaAsset } from '../../generated/prisma/client.ts';
import { hasThumbnail, thumbnailName, thumbnailWidth } from '../../infra/media-thumbnail.ts';
import { FileRefused, probeMedia, type Probe } from '../../infra/media-probe.ts';
import { NotStored, type ReceivedFile } from '../../infra/media-store.ts';
import type { Ctx, Shell } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';

/**
 * Streams a file in. It belongs to nobody until {@link uploadMedia} is handed it; whoever does not hand it on settles it.
 * Throws ValidationFailed and StorageFull, and NotStored where its sender ended early.
 */
export async function receiveMedia(
  shell: Pick<Shell, 'media' | 'newId'>,
  source: AsyncIterable<Uint8Array>,
): Promise<ReceivedFile> {
  try {
    return await shell.media.receive(shell.newId(), source);
  } catch (error) {
    if (!(error instanceof NotStored) || error.problem === 'CUT') throw error;
    throw error.problem === 'FULL' ? new StorageFull() : tooLarge(shell.media.maxBytes);
  }
}

export const tooLarge = (limit: number) =>
  fileRefused('FILE_TOO_LARGE', `The file has more than ${String(limit)} bytes.`, 'Send a smaller one.', { limit });

async function probe(file: ReceivedFile): Promise<Probe> {
  try {
    return await probeMedia(file.path);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    throw fileRefused(error.code, error.message, error.fix, error.parameters);
  }
}

/** 128 bits: nobody finds an address by trying. */
export const newAccessKey = (): string => randomBytes(16).toString('base64url');

/** Takes a received file into the workspace's library. What comes of it, the file is settled. */
export async function uploadMedia(
  ctx: Ctx,
  input: {
    readonly idempotencyKey: string | null;
    readonly file: ReceivedFile;
    readonly fileName: string | null;
    readonly altText: string | null;
  },
): Promise<Executed> {
  const { file, fileName, altText, idempotencyKey } = input;
  const what = { sha256: Buffer.from(file.sha256).toString('hex'), fileName, altText };
  try {
    const { extensions, kind, mimeType, width, height } = await probe(file);
    const executed = await execute(ctx, { name: 'uploadMedia', idempotencyKey, input: what }, async (tx) => {
      const [event] = accept(decideUpload({ altText }));
      const uploader = actorOf(ctx.viewer);
      await tx.mediaAsset.create({
        data: {
          id: file.id,
          workspaceId: ctx.viewer.workspaceId,
          kind,
          mimeType,
          width,
          height,
          fileName: nameFile(fileName, extensions),
          sha256: file.sha256,
          accessKey: newAccessKey(),
          byteSize: file.byteSize,
          altText: altText?.trim() === '' ? null : altText,
          uploaderKind: uploader.kind,
          uploaderId: 'id' in uploader ? uploader.id : null,
          createdAt: ctx.now(),
        },
      });
      await file.keep();
      const events = event === undefined ? [] : [{ ...event, subjectType: 'MediaAsset' as const, subjectId: file.id }];
      return { type: 'MediaAsset', ids: [file.id], events };
    });
    await file.settle(!executed.repeated);
    return executed;
  } catch (error) {
    await file.settle(error instanceof DomainError ? false : await isKnown(ctx, file.id));
    throw error;
  }
}

/** Whether the row is there after all: the answer to a commit can be lost. Null: nobody can say now. */
const isKnown = async ({ db }: Ctx, id: string): Promise<boolean | null> =>
  (await knownMedia(db, [id]).catch(() => null))?.has(id) ?? null;

type Addressed = Pick<MediaAsset, 'id' | 'accessKey' | 'fileName' | 'url'>;

/** Where the bytes of an asset can be fetched, by whoever is told. `variant`: the name of what was made of them. */
export function mediaUrl(shell: Pick<Shell, 'publicUrl'>, asset: Addressed, variant: string | null = null): string {
  const { id, accessKey, fileName, url } = asset;
  if (accessKey === null) return url ?? '';
  const path = ['media', id, accessKey, ...(variant === null ? [] : [variant]), encodeURIComponent(fileName)];
  return `${shell.publicUrl()}/${path.join('/')}`;
}

/** Where a small picture of an asset can be fetched, by whoever is told; null: its bytes are no picture, or not ours. */
export function thumbnailUrl(
  shell: Pick<Shell, 'publicUrl'>,
  { id, accessKey, kind }: Pick<MediaAsset, 'id' | 'accessKey' | 'kind'>,
  width: number,
): string | null {
  if (accessKey === null || !hasThumbnail({ kind })) return null;
  return `${shell.publicUrl()}/media/${id}/${accessKey}/${thumbnailName(thumbnailWidth(width))}/thumbnail.webp`;
}

/** The asset at an address; null: there is none, or the key is not its own. */
export const findMedia = (shell: Pick<Shell, 'db'>, id: string, accessKey: string): Promise<MediaAsset | null> =>
  shell.db.prisma.mediaAsset.findFirst({ where: { id, accessKey } });

/** Which of these assets there are: what the store asks about what it finds after a crash. */
export async function knownMedia(db: Shell['db'], ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.prisma.mediaAsset.findMany({ where: { id: { in: [...ids] } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}
