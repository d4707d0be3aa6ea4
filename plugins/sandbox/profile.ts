import type { ChannelProfile, Profile } from '@polyphony/sdk';
import { changeProfile, getProfile, type SandboxProfile } from './client.ts';

export const profile: Profile = {
  read: async (call, channelId) => profileOf(await getProfile(call, channelId)),
  async update(call, channelId, { displayName, bio, avatar }) {
    const changes = {
      ...(displayName !== undefined && { displayName }),
      ...(bio !== undefined && { bio }),
      ...(avatar && { avatarUrl: avatar.url }),
    };
    return profileOf(await changeProfile(call, channelId, changes));
  },
};

const profileOf = ({ displayName, bio, avatarUrl }: SandboxProfile): ChannelProfile => ({
  displayName,
  ...(bio !== '' && { bio }),
  ...(avatarUrl !== undefined && { avatarUrl }),
});
