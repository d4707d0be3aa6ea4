import { pricesOf, type PricedContent } from '@polyphony/sdk';
import type { Content, ContentPart } from '../../domain/planning/content.ts';
import { capIssues, type VariantCost } from '../../domain/planning/cost.ts';
import type { PostIssue } from '../../domain/planning/validation.ts';
import { costOf } from '../../domain/workspace/spending.ts';
import type { Tx } from '../../infra/db.ts';
import type { Networks } from '../../infra/plugins.ts';
import { readSpending } from '../workspace/spending.ts';
import { resolvedVariants, type PostWithContent } from './content.ts';

const pricedPartOf = ({ text, media }: Pick<Content, 'text' | 'media'> | ContentPart) => ({
  text: text ?? '',
  media: media.map(({ altText }) => ({ altText: altText ?? '' })),
});

const pricedContentOf = (content: Content): PricedContent => ({
  ...pricedPartOf(content),
  ...(content.link !== null && { link: content.link }),
  parts: content.parts.map(pricedPartOf),
});

/** What publishing will cost, one entry for each variant; null: nothing, as far as the connector declares it. */
export function costsOf(networks: Networks, post: PostWithContent): readonly (VariantCost | null)[] {
  const variants = resolvedVariants(post);
  return post.variants.map((row, index) => {
    const { network, id: channelId } = row.channel;
    const { formats = [], prices = [] } = networks.get(network)?.connector.capabilities ?? {};
    const variant = variants[index];
    const rules = formats.find(({ format }) => format === variant?.format);
    const cost =
      variant === undefined || rules === undefined
        ? null
        : costOf(prices, pricesOf(pricedContentOf(variant.content), rules));
    return cost && { channelId, network, cost };
  });
}

/** Where the caps of the month in which it goes out would stand against it. What else is planned for that month is not counted. */
export async function spendingIssues(
  networks: Networks,
  prisma: Tx,
  post: PostWithContent,
  at: Date,
): Promise<readonly PostIssue[]> {
  const costs = costsOf(networks, post);
  if (costs.every((cost) => cost === null)) return [];
  const [spendings = []] = await readSpending(prisma, networks.all, [post.workspaceId], at);
  return capIssues(costs, spendings);
}
