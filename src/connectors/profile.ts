import type { NetworkCall } from './call.ts';
import type { PublicationMedia } from './publishing.ts';

/** What people see of an account. What is absent is not there, or the network does not tell it. */
export interface ChannelProfile {
  readonly displayName?: string;
  readonly bio?: string;
  readonly link?: string;
  readonly avatarUrl?: string;
  readonly headerUrl?: string;
}

/** What is to be changed; what is absent stays as it is. Texts may be empty: then there is none. */
export interface ProfilePatch {
  readonly displayName?: string;
  readonly bio?: string;
  readonly link?: string;
  readonly avatar?: PublicationMedia;
  readonly header?: PublicationMedia;
}

/** The account's own look. */
export interface Profile {
  /** Only reads. */
  read(call: NetworkCall, channelId: string): Promise<ChannelProfile>;
  /**
   * Changes the fields that `capabilities.profile` names, and is never asked for another. May run again from the top, so
   * nothing here needs to be a commit. Returns how it looks afterwards.
   */
  update(call: NetworkCall, channelId: string, patch: ProfilePatch): Promise<ChannelProfile>;
}
