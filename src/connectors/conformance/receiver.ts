import { listen, type Incoming } from '../emulator.ts';
import type { WebhookAnswer, WebhookRequest } from '../webhooks.ts';

export interface Receiver {
  /** The address that the network is told. */
  readonly url: string;
  close(): Promise<void>;
}

/** A door for networks on 127.0.0.1, as the product has one. */
export async function startReceiver(answer: (request: WebhookRequest) => Promise<WebhookAnswer>): Promise<Receiver> {
  const { url, close } = await listen(0, () => ({ part: {}, handle: (incoming) => answer(requestOf(incoming)) }));
  return { url: `${url}/hooks/example`, close };
}

const requestOf = ({ method, url, headers, body }: Incoming): WebhookRequest => ({
  method,
  query: Object.fromEntries(url.searchParams),
  headers: new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])),
  body,
});

/** Waits until something holds, in real time; false: it does not. */
export async function happens(what: () => boolean, patienceMs = 3_000): Promise<boolean> {
  for (const end = performance.now() + patienceMs; performance.now() < end;) {
    if (what()) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return what();
}
