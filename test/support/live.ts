import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** One answer of an operation, whatever carried it. */
export interface LiveResult {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> | undefined }[] | undefined;
}

/** What a subscription is asked for. */
export interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** Subscribes on a running server; ends when its consumer leaves. Errors of the transport are thrown. */
export type Subscribe = (url: string, token: string, asked: Asked) => AsyncIterableIterator<LiveResult>;

const overWebSocket: Subscribe = (url, token, asked) => {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    lazy: true,
  });
  return client.iterate(asked);
};

async function* overServerSentEvents(url: string, token: string, asked: Asked): AsyncGenerator<LiveResult, void, void> {
  const left = new AbortController();
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
      body: JSON.stringify(asked),
      signal: left.signal,
    });
    if (response.body === null) throw new Error('No stream');
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const lines = block.split('\n');
        if (lines.includes('event: complete')) return;
        const data = lines.find((line) => line.startsWith('data: '));
        if (data !== undefined && data !== 'data: ') yield JSON.parse(data.slice('data: '.length)) as LiveResult;
      }
    }
  } finally {
    left.abort();
  }
}

/** Every way to follow events: one suite runs over all of them. */
export const transports: readonly (readonly [name: string, subscribe: Subscribe])[] = [
  ['WebSocket', overWebSocket],
  ['server-sent events', overServerSentEvents],
];

/** The first `count` results. */
export async function take(results: AsyncIterableIterator<LiveResult>, count: number): Promise<LiveResult[]> {
  const taken: LiveResult[] = [];
  for await (const result of results) {
    taken.push(result);
    if (taken.length === count) break;
  }
  return taken;
}
