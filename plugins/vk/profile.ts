import type { ChannelProfile, NetworkCall, ProfilePatch } from '@polyphony/sdk';
import { uploadPhoto } from './attachments.ts';
import { getCommunity } from './channels.ts';
import { ask, holderOf, tell } from './client.ts';

export async function read(call: NetworkCall, channelId: string): Promise<ChannelProfile> {
  const fields = ['description', 'site', 'cover', 'photo_200'];
  const { name, description, site, photo_200: avatarUrl, cover } = await getCommunity(call, channelId, fields);
  const widest = [...(cover?.images ?? [])].sort((a, b) => b.width - a.width)[0];
  return {
    displayName: name,
    ...(description !== undefined && description !== '' && { bio: description }),
    ...(site !== undefined && site !== '' && { link: site }),
    ...(avatarUrl !== undefined && { avatarUrl }),
    ...(widest && { headerUrl: widest.url }),
  };
}

export async function update(call: NetworkCall, channelId: string, patch: ProfilePatch): Promise<ChannelProfile> {
  const { displayName: title, bio: description, link: website, avatar, header } = patch;
  if (title !== undefined || description !== undefined || website !== undefined) {
    const parameters = { group_id: channelId, title, description, website };
    await tell(call, holderOf(call, 'key', 'user'), 'groups.edit', parameters);
  }
  if (avatar) {
    const owner = { owner_id: `-${channelId}` };
    const { upload_url: url } = await ask<{ upload_url: string }>(
      call,
      'user',
      'photos.getOwnerPhotoUploadServer',
      owner,
    );
    const { server, photo, hash } = await uploadPhoto(call, url, avatar);
    await tell(call, 'user', 'photos.saveOwnerPhoto', { server, photo, hash });
  }
  if (header) {
    const holder = holderOf(call, 'key', 'user');
    const name = 'photos.getOwnerCoverPhotoUploadServer';
    const { width, height } = header;
    const crop = { crop_x: 0, crop_y: 0, crop_x2: width, crop_y2: height };
    const parameters = { group_id: channelId, ...(width !== undefined && height !== undefined && crop) };
    const { upload_url: url } = await ask<{ upload_url: string }>(call, holder, name, parameters);
    const { photo, hash } = await uploadPhoto(call, url, header);
    await tell(call, holder, 'photos.saveOwnerCoverPhoto', { photo, hash });
  }
  return read(call, channelId);
}
