import type { ChannelProfile } from '@polyphony/sdk';
import type { Channel, Prisma } from '../../generated/prisma/client.ts';
import type { Shell } from '../ctx.ts';
import { checkProfile } from '../network-answer.ts';
import { askForChannel } from './granted-call.ts';

/** How long a network may take to say how an account looks. */
const withinMs = 10_000;

export const profileOf = ({ profile }: Pick<Channel, 'profile'>): ChannelProfile => (profile ?? {}) as ChannelProfile; // written below

/** How an account looks, as the network said it last: columns of its channel. */
export const lookColumns = (profile: ChannelProfile) => ({
  profile: { ...profile } satisfies Prisma.InputJsonObject,
  ...(profile.displayName !== undefined && profile.displayName !== '' && { name: profile.displayName }),
  ...(profile.avatarUrl !== undefined && { avatarUrl: profile.avatarUrl }),
});

/** Asks the network how an account looks, and keeps it. Best effort: what cannot be asked now is asked another time. */
export async function readLook(shell: Shell, channel: Channel): Promise<void> {
  const { id, externalId, grantId } = channel;
  const network = shell.networks.get(channel.network);
  const read = network?.connector.profile?.read;
  if (network === undefined || read === undefined || grantId === null) return;
  const signal = AbortSignal.timeout(withinMs);
  try {
    const answer = await askForChannel(shell, network, { id, grantId }, signal, (call) => read(call, externalId));
    const profile = { ...checkProfile(answer) };
    await shell.db.prisma.channel.updateMany({ where: { id, grantId }, data: { profile } });
  } catch (error) {
    shell.log.warn({ err: error, channel: id, network: channel.network }, 'the look of an account could not be read');
  }
}
