type Value = Readonly<Record<string, unknown>>;

interface Embed {
  readonly media?: Embed;
  readonly external?: { readonly uri: string };
  readonly images?: readonly { readonly alt: string; readonly image: { readonly ref: { readonly $link: string } } }[];
}

export const textOf = ({ text }: Value): string => (typeof text === 'string' ? text : '');

/** What a valid post shows beside its text. */
export function mediaOf(value: Value): {
  readonly link?: string | undefined;
  readonly images: readonly { readonly cid: string; readonly alt: string }[];
} {
  const embed = value.embed as Embed | undefined; // checked when the record was written
  const { external, images = [] } = embed?.media ?? embed ?? {};
  return { link: external?.uri, images: images.map(({ alt, image }) => ({ alt, cid: image.ref.$link })) };
}
