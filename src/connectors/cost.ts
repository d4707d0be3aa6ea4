import { hasAddress, type FormatCapability } from './capabilities.ts';

/** What of a post decides its price; a {@link Publication} is one. */
export interface PricedContent {
  readonly text: string;
  readonly link?: string;
  readonly media: readonly { readonly altText?: string }[];
  readonly parts: readonly Pick<PricedContent, 'text' | 'media'>[];
}

/** The prices that publishing it spends by the declaration of its format: by name, each as often as it does. */
export function pricesOf(content: PricedContent, { link, spends = [] }: FormatCapability): readonly string[] {
  const parts = [content, ...content.parts];
  const isShown = link && content.link !== undefined;
  const linked = parts.filter(({ text }, index) => hasAddress(text) || (index === 0 && isShown)).length;
  const counts = {
    PART: parts.length,
    PART_WITH_ADDRESS: linked,
    PART_WITHOUT_ADDRESS: parts.length - linked,
    ALT_TEXT: parts.flatMap(({ media }) => media).filter(({ altText = '' }) => altText !== '').length,
  };
  return spends.flatMap(({ price, per }) => Array<string>(counts[per]).fill(price));
}
