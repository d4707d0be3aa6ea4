import type { Connector } from '../connector.ts';
import type { TestCall } from './call.ts';

/** Everything that a connector only reads of an account, by its name. */
export function readingsOf(
  { channels, insights, engagement, profile }: Connector,
  channelId: string,
): readonly { readonly name: string; read(call: TestCall): Promise<unknown> }[] {
  const { channel, publications, audience } = insights ?? {};
  return [
    { name: 'channels', read: (call) => channels(call) },
    ...(channel ? [{ name: 'insights.channel', read: (call: TestCall) => channel(call, channelId, call.now()) }] : []),
    ...(publications ? [{ name: 'insights.publications', read: (call: TestCall) => publications(call, []) }] : []),
    ...(audience ? [{ name: 'insights.audience', read: (call: TestCall) => audience(call, channelId) }] : []),
    ...(profile ? [{ name: 'profile.read', read: (call: TestCall) => profile.read(call, channelId) }] : []),
    ...(engagement
      ? [{ name: 'engagement.sync', read: (call: TestCall) => engagement.sync(call, channelId, null) }]
      : []),
  ];
}
