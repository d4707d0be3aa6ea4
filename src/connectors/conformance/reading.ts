import type { Connector } from '../connector.ts';
import type { TestCall } from './call.ts';

/** Everything that a connector only reads of an account, by its name. */
export function readingsOf(
  { channels, insights, engagement }: Connector,
  channelId: string,
): readonly { readonly name: string; read(call: TestCall): Promise<unknown> }[] {
  const { channel, publications } = insights ?? {};
  return [
    { name: 'channels', read: (call) => channels(call) },
    ...(channel ? [{ name: 'insights.channel', read: (call: TestCall) => channel(call, channelId) }] : []),
    ...(publications ? [{ name: 'insights.publications', read: (call: TestCall) => publications(call, []) }] : []),
    ...(engagement
      ? [{ name: 'engagement.sync', read: (call: TestCall) => engagement.sync(call, channelId, null) }]
      : []),
  ];
}
