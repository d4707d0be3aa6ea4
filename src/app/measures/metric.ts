import { unknownKeys } from '../../domain/measures/metric.ts';
import type { InstalledNetwork, Networks } from '../../infra/plugins.ts';

/** The metrics that a connector declares and the catalogue does not have. */
export const unknownMetrics = ({ connector }: Pick<InstalledNetwork, 'connector'>): readonly string[] =>
  unknownKeys((connector.capabilities.insights ?? []).flatMap(({ metrics }) => metrics.map(({ key }) => key)));

/**
 * The networks without those whose connector declares a metric that the catalogue does not have: nobody could say what its
 * values mean, nor whether they may be added up. Asked where the product starts, as who loads connectors knows no catalogue.
 */
export function holdToCatalogue<N extends Networks>(networks: N): N {
  const strange = networks.all.flatMap((network) => {
    const keys = unknownMetrics(network);
    return keys.length === 0 ? [] : [{ network, keys }];
  });
  if (strange.length === 0) return networks;
  const all = networks.all.filter((network) => !strange.some((each) => each.network === network));
  const refused = strange.map(({ network: { packageName }, keys }) => ({
    packageName,
    reason: `It declares metrics that the catalogue does not have: ${keys.join(', ')}. Tell its author; src/domain/measures/catalogue.ts has them all.`,
  }));
  return {
    ...networks,
    all,
    get: (key) => all.find(({ connector }) => connector.network.key === key),
    refused: [...networks.refused, ...refused],
  };
}
