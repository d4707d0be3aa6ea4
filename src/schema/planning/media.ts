import { access } from '../access.ts';
import { builder } from '../builder.ts';

const MediaKind = builder.enumType('MediaKind', {
  description: 'What it is.',
  values: {
    IMAGE: { description: 'A picture that stands still.' },
    ANIMATION: { description: 'A picture that moves.' },
    VIDEO: { description: 'A video.' },
    AUDIO: { description: 'Sound.' },
    DOCUMENT: { description: 'A document.' },
  } as const,
});

export const MediaAsset = builder.prismaNode('MediaAsset', {
  id: { field: 'id' },
  description: 'A picture, video or document that posts use.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    kind: t.expose('kind', { type: MediaKind, description: 'What it is.' }),
    fileName: t.exposeString('fileName', { description: 'Name of the file.' }),
    url: t.expose('url', { type: 'URL', nullable: true, description: 'Where its bytes are.' }),
    byteSize: t.float({ description: 'Bytes.', select: { byteSize: true }, resolve: ({ byteSize }) => byteSize }),
    mimeType: t.exposeString('mimeType', { description: 'Media type, such as image/png.' }),
    width: t.exposeInt('width', { nullable: true, description: 'Pixels; null: unknown.' }),
    height: t.exposeInt('height', { nullable: true, description: 'Pixels; null: unknown.' }),
    altText: t.exposeString('altText', { nullable: true, description: 'For people who cannot see it; null: none.' }),
  }),
});
