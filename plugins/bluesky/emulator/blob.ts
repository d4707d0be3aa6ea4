import { createHash } from 'node:crypto';
import { assertMayWrite } from './caller.ts';
import { cidOfBlob } from './cid.ts';
import { Refusal } from './refusals.ts';
import type { ServerContext } from './server.ts';
import type { Method } from './xrpc.ts';

const maxUploadBytes = 52_428_800;
/** No record may name a larger picture. */
const maxKeptBytes = 1_000_000;

/** Files, on their way into a record. */
export const blobMethods: Readonly<Record<string, Method<ServerContext>>> = {
  'com.atproto.repo.uploadBlob': {
    http: 'POST',
    as: 'account',
    body: 'bytes',
    run({ incoming, caller }, { state }) {
      assertMayWrite(caller);
      const { body, size, headers } = incoming;
      if (size > maxUploadBytes) throw new Refusal('PayloadTooLarge', 'request entity too large');
      const mimeType = sniff(body) ?? (headers['content-type'] ?? 'application/octet-stream').split(';')[0] ?? '';
      const cid = cidOfBlob(body);
      const sha256 = createHash('sha256').update(body).digest('hex');
      if (!state.blobs.has(`${caller.did} ${cid}`)) {
        const bytes = size <= maxKeptBytes ? { bytes: body.toString('base64') } : {};
        state.record({ change: 'blob', blob: { did: caller.did, cid, mimeType, size, sha256, ...bytes } });
      }
      return { blob: { $type: 'blob', ref: { $link: cid }, mimeType, size } };
    },
  },
};

/** The server believes the bytes before the header. */
function sniff(body: Buffer): string | undefined {
  if (body.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png';
  if (body.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'image/jpeg';
  const start = body.subarray(0, 12).toString('latin1');
  if (start.startsWith('GIF8')) return 'image/gif';
  return start.startsWith('RIFF') && start.endsWith('WEBP') ? 'image/webp' : undefined;
}
