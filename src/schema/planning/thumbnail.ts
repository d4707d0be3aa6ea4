import { thumbnailUrl } from '../../app/planning/media.ts';
import { badInput, type GraphContext } from '../context.ts';

/** Pixels across that may be asked for. */
export const thumbnailBounds = { least: 1, most: 2000 } as const;

/** Requests that were told so: one answer can have a thousand thumbnails, and needs one error. */
const told = new WeakSet<GraphContext>();

/** The address of an asset's thumbnail, from what every asset's row has. Throws where the width is out of bounds. */
export function thumbnailOf(
  context: GraphContext,
  asset: Parameters<typeof thumbnailUrl>[1],
  width: number,
): string | null {
  const { least, most } = thumbnailBounds;
  if (width >= least && width <= most) return thumbnailUrl(context.shell, asset, width);
  if (told.has(context)) return null;
  told.add(context);
  throw badInput(
    `A thumbnail ${String(width)} pixels across cannot be asked for.`,
    `Ask for a width of ${String(least)} to ${String(most)}.`,
  );
}
