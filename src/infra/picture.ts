import type { default as OpenSharp, Sharp } from 'sharp';

/** Pictures with more pixels are not opened: unpacked, one would fill the memory. */
export const maxPixels = 100_000_000;
const withinSeconds = 60;

/** Loaded when the first picture comes, so that a start does not wait for it. */
let loading: Promise<typeof OpenSharp> | undefined;

async function load(): Promise<typeof OpenSharp> {
  const { default: module } = await import('sharp');
  // Files are opened once here: a cache would only hold memory and, on Windows, the files.
  module.cache(false);
  // Of the many formats that libvips reads, those that we take: no SVG, no PDF, nothing that runs other programs.
  module.block({ operation: ['VipsForeignLoad'] });
  const formats = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'];
  module.unblock({ operation: formats.map((format) => `VipsForeignLoad${format}`) });
  return module;
}

/** Opens the first or only picture of a file. What is missing or broken fails when it is read. */
export async function openPicture(path: string): Promise<Sharp> {
  loading ??= load();
  const module = await loading;
  return module(path, { limitInputPixels: maxPixels, failOn: 'truncated', sequentialRead: true }).timeout({
    seconds: withinSeconds,
  });
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other: a large picture takes hundreds of megabytes while it is unpacked, two take twice that. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}
