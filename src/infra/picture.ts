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

/** Nothing is sooner than what somebody's work waits for; what may come later has its turn when there is no such thing. */
export type Urgency = 'SOON' | 'LATER';

const waiting: Readonly<Record<Urgency, (() => Promise<void>)[]>> = { SOON: [], LATER: [] };
let busy = false;

async function workOff(): Promise<void> {
  if (busy) return;
  busy = true;
  for (let next; (next = waiting.SOON.shift() ?? waiting.LATER.shift()) !== undefined;) await next();
  busy = false;
}

/**
 * One after the other: a large picture takes hundreds of megabytes while it is unpacked, two take twice that, and every one
 * of them takes all processors that it gets.
 */
export function inTurn<T>(work: () => Promise<T>, urgency: Urgency = 'SOON'): Promise<T> {
  return new Promise((resolve, reject) => {
    waiting[urgency].push(() => Promise.resolve().then(work).then(resolve, reject));
    void workOff();
  });
}
