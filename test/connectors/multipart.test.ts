import { expect, test } from 'vitest';
import { encodeMultipart } from '../../src/connectors/multipart.ts';

test('a large piece that is a part of a larger buffer is sent as it is', async () => {
  const buffer = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
  const piece = buffer.subarray(100_000, 250_000);
  const { open, contentType } = encodeMultipart({
    file: {
      name: 'file',
      fileName: 'file.bin',
      mimeType: 'application/octet-stream',
      byteSize: piece.length,
      open: () =>
        Promise.resolve(
          new ReadableStream<Uint8Array>({
            start(controller) {
              controller.enqueue(piece);
              controller.close();
            },
          }),
        ),
    },
  });
  const form = await new Response(await open(), { headers: { 'content-type': contentType } }).formData();
  const file = form.get('file');
  const sent = file instanceof Blob ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
  expect(sent.equals(Buffer.from(piece))).toBe(true);
});
