import { mediaUrl, uploadMedia } from '../../app/planning/media.ts';
import { uploadMediaErrors } from '../../domain/planning/media.ts';
import { thumbnailWidths } from '../../infra/media-thumbnail.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf } from '../context.ts';
import { resultOf } from '../errors.ts';
import { keyOf, mutationInput } from '../input.ts';
import { takeUpload } from '../uploads.ts';
import { MediaKind } from './format.ts';
import { thumbnailBounds, thumbnailOf } from './thumbnail.ts';

export const MediaAsset = builder.prismaNode('MediaAsset', {
  id: { field: 'id' },
  description: 'A picture, video or document that posts use.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    kind: t.expose('kind', { type: MediaKind, description: 'What it is.' }),
    fileName: t.exposeString('fileName', { description: 'Name of the file.' }),
    url: t.field({
      type: 'URL',
      nullable: true,
      description:
        'Where its bytes are, for networks and browsers. Whoever has the address may fetch them, so it cannot be guessed.',
      select: { id: true, accessKey: true, fileName: true, url: true },
      resolve: (asset, _, { shell }) => mediaUrl(shell, asset),
    }),
    thumbnailUrl: t.field({
      type: 'URL',
      nullable: true,
      description:
        'Where a small picture of it is (WebP; of an animation the first), under an address that cannot be guessed. Null: it is no picture, or its bytes are elsewhere, or the width is one that an error explains.',
      args: {
        width: t.arg.int({
          defaultValue: 240,
          required: true,
          description: `Pixels across, ${String(thumbnailBounds.least)} to ${String(thumbnailBounds.most)}. It has ${thumbnailWidths.join(', ')}: the next larger one, else the largest, but never more than the original.`,
        }),
      },
      // No select: what it needs is read with every asset.
      resolve: (asset, { width }, context) => thumbnailOf(context, asset, width),
    }),
    byteSize: t.float({ description: 'Bytes.', select: { byteSize: true }, resolve: ({ byteSize }) => byteSize }),
    mimeType: t.exposeString('mimeType', { description: 'Media type, such as image/png.' }),
    width: t.exposeInt('width', { nullable: true, description: 'Pixels; null: unknown.' }),
    height: t.exposeInt('height', { nullable: true, description: 'Pixels; null: unknown.' }),
    altText: t.exposeString('altText', { nullable: true, description: 'For people who cannot see it; null: none.' }),
  }),
});

const UploadMediaInput = mutationInput('uploadMedia', (t) => ({
  file: t.field({
    type: 'Upload',
    required: true,
    description:
      'The file. What it is, is found by its content: JPEG, PNG, WebP, GIF, AVIF, MP4, MOV, WebM, MP3, M4A, AAC, Ogg, WAV, FLAC or PDF.',
  }),
  fileName: t.string({ description: 'What people call it; absent: as the form says.' }),
  altText: t.string({ description: 'For people who cannot see it.' }),
}));

builder.mutationField('uploadMedia', (t) =>
  t.prismaField({
    type: MediaAsset,
    description: 'Takes a file into the library. POST /media does the same without GraphQL, with the bytes as body.',
    extensions: access('WRITE_POSTS'),
    args: { input: t.arg({ type: UploadMediaInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('uploadMedia', uploadMediaErrors),
    resolve: async (query, _, { input }, context) => {
      const { file, fileName } = takeUpload(context, input.file);
      const { ids } = await uploadMedia(ctxOf(context), {
        idempotencyKey: keyOf(input),
        file,
        fileName: input.fileName ?? fileName,
        altText: input.altText ?? null,
      });
      return context.shell.db.prisma.mediaAsset.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
    },
  }),
);
