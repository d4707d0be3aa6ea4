import { countOf, isTold, type PostCount } from './counts.ts';
import type { Tweet, Upload } from './state.ts';
import type { World } from './world.ts';

const prefixes: Readonly<Record<string, number>> = { photo: 3, video: 7, animated_gif: 16 };

export function kindOf({ mimeType, category }: Upload): 'photo' | 'video' | 'animated_gif' {
  if (mimeType.startsWith('video/')) return 'video';
  return category.endsWith('_gif') ? 'animated_gif' : 'photo';
}

export const mediaKeyOf = (upload: Upload): string => `${prefixes[kindOf(upload)]}_${upload.id}`;

export const fileAddress = ({ id, file }: Upload, { url }: Pick<World, 'url'>): string =>
  file?.url ?? `${url}/~media/${id}`;

const playback = {
  playback_0_count: 'playback0',
  playback_25_count: 'playback25',
  playback_50_count: 'playback50',
  playback_75_count: 'playback75',
  playback_100_count: 'playback100',
} as const satisfies Readonly<Record<string, PostCount>>;

/** What is told of a picture or video, as far as it was asked for. */
export function mediaView(
  upload: Upload,
  fields: ReadonlySet<string>,
  viewerId: string | undefined,
  world: World,
): object {
  const type = kindOf(upload);
  const { file, altText, ownerId } = upload;
  const address = fileAddress(upload, world);
  const posts = world.state.all('tweet').filter(({ deleted, media }) => !deleted && media.includes(upload.id));
  const counted = (of: PostCount) => posts.reduce((sum, post: Tweet) => sum + countOf(post, of, world), 0);
  const told = (names: Readonly<Record<string, PostCount>>) =>
    Object.fromEntries(
      Object.entries(names).flatMap(([name, of]) => (isTold(name, world) ? [[name, counted(of)]] : [])),
    );
  const isVideo = type === 'video';
  const all = {
    alt_text: altText,
    duration_ms: isVideo ? file?.durationMs : undefined,
    height: file?.height,
    width: file?.width,
    preview_image_url: type === 'photo' ? undefined : `${world.url}/~preview/${upload.id}.jpg`,
    url: type === 'photo' ? address : undefined,
    variants: type === 'photo' ? undefined : [{ bit_rate: 0, content_type: 'video/mp4', url: address }],
    public_metrics: isVideo && isTold('view_count', world) ? { view_count: counted('videoViews') } : undefined,
    non_public_metrics: isVideo && ownerId === viewerId ? told(playback) : undefined,
    organic_metrics: isVideo && ownerId === viewerId ? told({ ...playback, view_count: 'videoViews' }) : undefined,
  };
  return {
    media_key: mediaKeyOf(upload),
    type,
    ...Object.fromEntries(Object.entries(all).filter(([name, value]) => fields.has(name) && value !== undefined)),
  };
}
