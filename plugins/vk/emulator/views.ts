import { communityOf, managers, type Community, type Person } from './accounts.ts';
import { levelOf, type Caller } from './caller.ts';
import { countedOf, isTold } from './counts.ts';
import { crowd } from './crowd.ts';
import { flag, secondsOf, type World } from './method.ts';
import type { Doc, Photo, Poll, Story, StoredFile, Video } from './state.ts';

// How things look in answers.

export const personOf = (id: number): Person | undefined => [...managers, ...crowd].find((person) => person.id === id);

const avatar = (url: string, id: number, size: number) => `${url}/~avatar/${id}_${size}`;

export const userView = ({ id, firstName, lastName, screenName, sex }: Person, { url }: World) => ({
  id,
  first_name: firstName,
  last_name: lastName,
  can_access_closed: true,
  is_closed: false,
  sex,
  screen_name: screenName,
  photo_50: avatar(url, id, 50),
  photo_100: avatar(url, id, 100),
  photo_200: avatar(url, id, 200),
});

export function communityView(community: Community, world: World, caller: Caller, fields: readonly string[] = []) {
  const { id, screenName, name, type, description, status } = community;
  const profile = world.state.get('profile', String(id));
  const level = levelOf(caller, id);
  const photo = uploadAddress(profile?.photo, world) ?? avatar(world.url, id, 200);
  const more = {
    description: profile?.description ?? description,
    status: profile?.status ?? status,
    site: profile?.site ?? '',
    ...(isTold('members_count', world) && { members_count: countedOf(community, 'members_count', world) }),
    can_post: flag(level > 0),
    can_upload_story: flag(level > 1),
    can_message: 1 as const,
    verified: 0 as const,
    activity: type === 'page' ? 'Пекарня' : 'Открытая группа',
    wall: 1,
    cover: coverView(uploadAddress(profile?.cover, world)),
  };
  return {
    id,
    name: profile?.name ?? name,
    screen_name: profile?.screenName ?? screenName,
    is_closed: 0,
    type,
    ...(caller.kind === 'user' && {
      is_admin: flag(level > 0),
      ...(level > 0 && { admin_level: level }),
      is_member: flag(level > 0),
      is_advertiser: flag(level > 0),
    }),
    photo_50: photo,
    photo_100: photo,
    photo_200: photo,
    ...Object.fromEntries(Object.entries(more).filter(([field]) => fields.includes(field))),
  };
}

function uploadAddress(upload: string | undefined, world: World): string | undefined {
  const found = upload === undefined ? undefined : world.state.get('upload', upload);
  return found && upload !== undefined ? fileAddress(upload, found.file, world) : undefined;
}

const coverView = (url: string | undefined) =>
  url === undefined ? { enabled: 0 } : { enabled: 1, images: [{ url, width: 1590, height: 530 }] };

/** People and communities of whom an answer speaks, for `extended`. */
export function sidesOf(ids: readonly number[], world: World, caller: Caller, fields: readonly string[] = []) {
  const unique = [...new Set(ids)];
  return {
    profiles: unique.flatMap((id) => personOf(id) ?? []).map((person) => userView(person, world)),
    groups: unique
      .flatMap((id) => (id < 0 ? (communityOf(-id) ?? []) : []))
      .map((community) => communityView(community, world, caller, fields)),
  };
}

export const fileAddress = (upload: string, file: StoredFile, { url }: World): string =>
  file.url ?? `${url}/~file/${upload}`;

export function photoView(photo: Photo, world: World) {
  const { id, ownerId, userId, albumId, accessKey, text, date, file } = photo;
  const { width = 1, height = 1 } = file;
  const address = fileAddress(photo.upload, file, world);
  const size = { url: address, width, height };
  return {
    id,
    owner_id: ownerId,
    ...(userId !== undefined && { user_id: userId }),
    album_id: albumId,
    ...(accessKey !== undefined && { access_key: accessKey }),
    date,
    text,
    has_tags: false,
    sizes: (['s', 'm', 'x', 'w'] as const).map((type) => ({ type, ...size })),
  };
}

export function videoView(video: Video, world: World) {
  const { id, ownerId, title, description, accessKey, date, file, readyAt } = video;
  const now = world.now().getTime();
  const isReady = readyAt !== undefined && readyAt <= now;
  return {
    response_type: 'full' as const,
    id,
    owner_id: ownerId,
    title,
    description,
    access_key: accessKey,
    date,
    adding_date: date,
    duration: 15,
    type: 'video' as const,
    views: isReady ? Math.floor((now - readyAt) / 60_000) : 0,
    comments: 0,
    can_edit: 1 as const,
    ...(file?.width !== undefined && { width: file.width, height: file.height }),
    player: isReady ? `${world.url}/video${ownerId}_${id}` : '',
    ...(!isReady && { processing: 1 as const, converting: 1 as const }),
  };
}

export const docView = ({ id, ownerId, title, ext, accessKey, date, file }: Doc, { url }: World) => ({
  id,
  owner_id: ownerId,
  title,
  size: file.size,
  ext,
  date,
  type: docType(ext),
  url: `${url}/doc${ownerId}_${id}?dl=1`,
  access_key: accessKey,
});

/** 1 text, 2 archive, 3 GIF, 4 picture, 5 audio, 6 video, 7 book, 8 else. */
function docType(ext: string): number {
  const types = [
    'txt doc docx pdf xls xlsx',
    'zip rar 7z',
    'gif',
    'jpg jpeg png',
    'ogg wav',
    'mp4 mov avi',
    'epub fb2',
  ];
  const found = types.findIndex((extensions) => extensions.split(' ').includes(ext));
  return found === -1 ? 8 : found + 1;
}

export function pollView(poll: Poll, world: World) {
  const { id, ownerId, authorId, question, answers, anonymous, multiple, endDate, disableUnvote, date } = poll;
  const now = secondsOf(world.now());
  const isClosed = endDate !== 0 && endDate <= now;
  const until = isClosed ? endDate : now;
  // One vote in about five minutes, the first answers get the most.
  const votes = answers.map((_, index) => Math.floor((until - date) / (300 * (index + 1))));
  const sum = votes.reduce((total, one) => total + one, 0);
  return {
    id,
    owner_id: ownerId,
    author_id: authorId,
    created: date,
    question,
    votes: sum,
    answers: answers.map(({ id: answerId, text }, index) => ({
      id: answerId,
      text,
      votes: votes[index] ?? 0,
      rate: sum === 0 ? 0 : Math.round(((votes[index] ?? 0) / sum) * 10_000) / 100,
    })),
    anonymous,
    multiple,
    end_date: endDate,
    closed: isClosed,
    is_board: false,
    can_edit: !isClosed,
    can_vote: !isClosed,
    can_report: false,
    can_share: true,
    disable_unvote: disableUnvote,
  };
}

export const linkView = (url: string) => ({
  url,
  title: new URL(url).hostname,
  caption: new URL(url).hostname,
  description: '',
});

const dayInSeconds = 86_400;

export function storyView(story: Story, world: World) {
  const { id, groupId, type, date, link, file, upload, deleted } = story;
  const isExpired = date + dayInSeconds <= secondsOf(world.now());
  const base = { id, owner_id: -groupId, date, expires_at: date + dayInSeconds };
  if (deleted) return { ...base, is_deleted: true };
  if (isExpired) return { ...base, is_expired: true };
  const address = fileAddress(upload, file, world);
  const { width = 1, height = 1 } = file;
  return {
    ...base,
    type,
    can_see: 1 as const,
    can_share: 1 as const,
    can_comment: 0 as const,
    ...(link !== undefined && { link: { text: 'Открыть', url: link } }),
    ...(type === 'photo' && {
      photo: {
        id,
        owner_id: -groupId,
        album_id: -81,
        date,
        text: '',
        has_tags: false,
        sizes: [{ type: 'w', url: address, width, height }],
      },
    }),
    ...(type === 'video' && {
      video: {
        response_type: 'full' as const,
        id,
        owner_id: -groupId,
        title: 'Story',
        date,
        duration: 15,
        type: 'story' as const,
      },
    }),
  };
}
