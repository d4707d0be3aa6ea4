import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator, EmulatorControl } from '@polyphony/sdk/emulator';
import { demoAccounts, demoTokens, startEmulator } from './index.ts';

// The network as anyone speaks it. Only tests use it.

/** Something in an answer, however deep. */
export interface Found {
  readonly [key: string]: Found;
}
type Given = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ErrorBody {
  readonly error_code: number;
  readonly error_msg: string;
  readonly redirect_uri?: string;
  readonly request_params: readonly { readonly key: string; readonly value: string }[];
}

export interface Network extends Emulator {
  readonly control: Required<EmulatorControl>;
  readonly clock: { now(): Date; advance(ms: number): void };
  /** What stands in `response`; throws where there is an error. By the user's token where none is named. */
  // The caller knows what the method answers: a type of its own, unchecked, as loosely as a test reads it.
  ask<Response = Found>(method: string, given?: Given, token?: string): Promise<Response>;
  /** The error that it must be. */
  refused(method: string, given?: Given, token?: string): Promise<ErrorBody>;
  /** Uploads a picture and saves it; returns it as an attachment. */
  uploadPhoto(caption?: string): Promise<string>;
}

export const [bakery, coffee] = demoAccounts;
export const ownerId = -Number(bakery.externalId);
export const start = Date.parse('2026-12-01T10:00:00Z');
export const minute = 60_000;
export const hour = 60 * minute;

/** A whole PNG of one pixel. */
export const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export function formOf(given: Given, token: string): URLSearchParams {
  const form = new URLSearchParams({ v: '5.199', access_token: token });
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) form.set(name, typeof value === 'boolean' ? String(Number(value)) : String(value));
  }
  return form;
}

export async function sendFile(url: string, field: string, bytes: Uint8Array<ArrayBuffer>, name = 'file.png') {
  const form = new FormData();
  form.set(field, new Blob([bytes]), name);
  const response = await fetch(url, { method: 'POST', body: form });
  return (await response.json()) as Readonly<Record<string, string | number>>; // as upload servers answer
}

export async function openNetwork(options: Partial<Parameters<typeof startEmulator>[0]> = {}): Promise<Network> {
  let time = start;
  const clock = {
    now: () => new Date(time),
    advance: (ms: number) => {
      time += ms;
    },
  };
  const emulator = await startEmulator({ port: 0, seed: 1, now: clock.now, ...options });
  const call = async (method: string, given: Given, token: string) => {
    const body = formOf(given, token);
    const response = await fetch(`${emulator.url}/method/${method}`, { method: 'POST', body });
    return (await response.json()) as { readonly response?: unknown; readonly error?: ErrorBody }; // the API's envelope
  };
  const ask = async <Response>(method: string, given: Given = {}, token: string = demoTokens.userToken) => {
    const { response, error } = await call(method, given, token);
    if (error) throw new Error(`${method}: ${error.error_code} ${error.error_msg}`);
    return response as Response; // see Network.ask
  };
  return {
    ...emulator,
    // This emulator has all of it.
    control: emulator.control as Required<EmulatorControl>,
    clock,
    ask,
    async refused(method, given = {}, token = demoTokens.userToken) {
      const { error } = await call(method, given, token);
      if (!error) throw new Error(`${method} was not refused`);
      return error;
    },
    async uploadPhoto(caption) {
      const { upload_url: url } = await ask<{ upload_url: string }>('photos.getWallUploadServer', {
        group_id: -ownerId,
      });
      const uploaded = await sendFile(url, 'photo', Uint8Array.from(pixel), 'photo.png');
      const saved = await ask<readonly { owner_id: number; id: number; access_key: string }[]>('photos.saveWallPhoto', {
        group_id: -ownerId,
        ...uploaded,
        caption,
      });
      const [photo] = saved;
      return `photo${photo?.owner_id}_${photo?.id}_${photo?.access_key}`;
    },
  };
}

export interface Event {
  readonly type: string;
  readonly group_id: number;
  readonly event_id?: string;
  readonly v?: string;
  readonly secret?: string;
  readonly object?: Found;
}

/** Everything that any receiver of this process ever got. */
export const allEvents: Event[] = [];

export interface Receiver {
  readonly url: string;
  readonly events: readonly { readonly event: Event; readonly headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

/** A server for the Callback API. `answer`: what it says to an event. */
export async function openReceiver(
  answer: (event: Event, attempt: number) => { status?: number; body: string; retryAfter?: number },
): Promise<Receiver> {
  const events: { event: Event; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const event = JSON.parse(Buffer.concat(chunks).toString()) as Event; // as the emulator sends it
      events.push({ event, headers: request.headers });
      allEvents.push(event);
      const { status = 200, body, retryAfter } = answer(event, Number(request.headers['x-retry-counter'] ?? 0));
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }).end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`, // TCP, so no string
    events,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Waits for something that comes by itself. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 5_000): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('it never came');
}
