import { FormDataEncoder, type FileLike, type FormDataEntryValue, type FormDataLike } from 'form-data-encoder';

/** A form with a file. */
export interface MultipartForm {
  readonly fields?: Readonly<Record<string, string>>;
  readonly file: {
    /** Of the form's field. */
    readonly name: string;
    readonly fileName: string;
    readonly mimeType: string;
    readonly byteSize: number;
    /** Anew each time that it is called. */
    open(): Promise<ReadableStream<Uint8Array>>;
  };
}

/** multipart/form-data (RFC 7578), of which the file is read while it is sent. */
export function encodeMultipart({ fields = {}, file }: MultipartForm): {
  readonly contentType: string;
  open(): Promise<ReadableStream<Uint8Array>>;
} {
  const boundary = `form-${crypto.randomUUID()}`;
  const encoderOf = (entries: readonly [string, FormDataEntryValue][]) =>
    new FormDataEncoder(formOf(entries), boundary);
  return {
    contentType: encoderOf([]).contentType,
    async open() {
      const bytes = await file.open();
      const part: FileLike = {
        name: file.fileName,
        type: file.mimeType,
        size: file.byteSize,
        lastModified: 0,
        stream: () => inPieces(bytes),
        [Symbol.toStringTag]: 'File',
      };
      return streamOf(encoderOf([...Object.entries(fields), [file.name, part]]));
    },
  };
}

/** The encoder sends a larger piece that is a view into a buffer from the buffer's beginning (version 4.1.0). */
const largestPiece = 65_536;

const inPieces = (bytes: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> =>
  bytes.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        for (let start = 0; start < chunk.byteLength; start += largestPiece) {
          controller.enqueue(chunk.subarray(start, start + largestPiece));
        }
      },
    }),
  );

function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel(reason) {
      await iterator.return?.(reason);
    },
  });
}

/** As much of FormData as the encoder reads: the platform's own holds no file that is not in memory. */
const formOf = (entries: readonly [string, FormDataEntryValue][]): FormDataLike => ({
  append: () => undefined,
  getAll: (name) => entries.filter(([each]) => each === name).map(([, value]) => value),
  entries: () => entries.values(),
  [Symbol.iterator]: () => entries.values(),
  [Symbol.toStringTag]: 'FormData',
});
