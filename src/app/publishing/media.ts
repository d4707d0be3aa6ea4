import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { NetworkError, type MediaRule, type PublicationMedia } from '@polyphony/sdk';
import type { ContentMedia } from '../../domain/planning/content.ts';
import type { MediaAsset } from '../../generated/prisma/client.ts';
import { guardedFetch, isLoopback } from '../../infra/guarded-fetch.ts';
import { fitPicture } from '../../infra/media-fit.ts';
import type { Shell } from '../ctx.ts';
import { mediaUrl } from '../planning/media.ts';

type MediaShell = Pick<Shell, 'db' | 'media' | 'publicUrl'>;

/**
 * Media as a connector gets them, fitted to the rules of the format. Throws a NetworkError (`media_rejected`) for what cannot
 * be fitted, before the network hears of it.
 */
export async function openMedia(
  shell: MediaShell,
  network: string,
  media: readonly ContentMedia[],
  rules: readonly MediaRule[],
): Promise<readonly PublicationMedia[]> {
  const assets = await shell.db.prisma.mediaAsset.findMany({
    where: { id: { in: media.map(({ assetId }) => assetId) } },
  });
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const opened: PublicationMedia[] = [];
  for (const { assetId, altText } of media) {
    const asset = byId.get(assetId);
    if (asset === undefined) throw new TypeError('An asset in use cannot be deleted');
    const rule = rules.find(({ kind }) => kind === asset.kind);
    const bytes =
      asset.sha256 === null ? elsewhere(shell, network, asset, rule) : await stored(shell, network, asset, rule);
    opened.push({ kind: asset.kind, ...bytes, ...(altText === null ? {} : { altText }) });
  }
  return opened;
}

type Bytes = Omit<PublicationMedia, 'kind' | 'altText'>;

const rejected = (network: string, { fileName }: MediaAsset, code: string, why: string) =>
  new NetworkError({ kind: 'media_rejected', code, network, message: `"${fileName}" cannot be sent. ${why}` });

const pixels = ({ width, height }: { readonly width: number | null; readonly height: number | null }) => ({
  ...(width !== null && { width }),
  ...(height !== null && { height }),
});

async function stored(
  shell: MediaShell,
  network: string,
  asset: MediaAsset,
  rule: MediaRule | undefined,
): Promise<Bytes> {
  // Without a rule the format takes none of that kind: what the network makes of it, it says itself.
  const { mimeTypes = [asset.mimeType], maxBytes } = rule ?? {};
  if ((await stat(shell.media.original(asset.id)).catch(() => null)) === null) {
    throw rejected(network, asset, 'media_missing', 'Its file is no longer in DATA_DIR: upload it again.');
  }
  const fitted = await fitPicture(shell.media, asset, { mimeTypes, maxBytes });
  if ('tooLarge' in fitted) throw rejected(network, asset, 'media_too_large', fitted.tooLarge);
  const { path, name, mimeType, byteSize } = fitted;
  return {
    url: mediaUrl(shell, asset, name),
    mimeType,
    byteSize,
    ...pixels(fitted),
    // Node's web streams and the platform's are the same in all but their types.
    open: () => Promise.resolve(Readable.toWeb(createReadStream(path)) as unknown as ReadableStream<Uint8Array>),
  };
}

/** Of an asset that has only an address. What it holds is not known, so it is never changed. */
function elsewhere(shell: MediaShell, network: string, asset: MediaAsset, rule: MediaRule | undefined): Bytes {
  const { mimeType, byteSize } = asset;
  const { maxBytes = Infinity } = rule ?? {};
  if (byteSize > maxBytes) {
    const why = `It has ${String(byteSize)} of at most ${String(maxBytes)} bytes, and is not in the library: upload it.`;
    throw rejected(network, asset, 'media_too_large', why);
  }
  const url = mediaUrl(shell, asset);
  const unreachable = (reason: string) =>
    new NetworkError({ kind: 'network_down', code: 'media_unreachable', network, message: `${url}: ${reason}` });
  return {
    url,
    mimeType,
    byteSize,
    ...pixels(asset),
    async open() {
      const fetch = guardedFetch({ allowLoopback: isLoopback(shell.publicUrl()) });
      const response = await fetch(url, {}).catch(() => {
        throw unreachable('it cannot be fetched');
      });
      if (response.ok && response.body !== null) return response.body;
      await response.body?.cancel();
      throw unreachable(`it answered ${String(response.status)}`);
    },
  };
}
