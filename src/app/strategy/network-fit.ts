import type { Audience } from '../../domain/strategy/network-fit.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';

/** Who uses a network, as its connector declares it: by dimension, source and day. */
export function declaredAudiences({ connector }: Pick<InstalledNetwork, 'connector'>): readonly Audience[] {
  const groups = new Map<string, Audience & { readonly parts: Audience['parts'][number][] }>();
  for (const { dimension, key, label, share, source, asOf } of connector.network.audience ?? []) {
    const name = JSON.stringify([dimension, source, asOf]);
    const group = groups.get(name) ?? { kind: 'DECLARED' as const, dimension, source, asOf, parts: [] };
    group.parts.push({ dimension, key, label, share });
    groups.set(name, group);
  }
  return [...groups.values()];
}
