import type { Incoming, Outgoing, StartEmulator } from '@polyphony/sdk/emulator';
import type { Checked } from './specification.ts';
import { startNetwork, type TwitterEmulator } from './start.ts';

/**
 * The same emulator, with somebody who notes what is asked of the API and what it answers: so tests hold the traffic of whoever
 * speaks to it to the documents. What is no JSON, such as the page of a gateway, is not noted.
 */
export const recorded =
  (note: (exchange: Checked) => void) =>
  (options: Parameters<StartEmulator>[0]): Promise<TwitterEmulator> =>
    startNetwork(options, (request, answer) => {
      const exchange = exchangeOf(request, answer);
      if (exchange) note(exchange);
    });

function exchangeOf({ method, url, headers, body }: Incoming, answer: Outgoing): Checked | undefined {
  const isOfApi = url.pathname.startsWith('/2/') && !url.pathname.startsWith('/2/oauth2/');
  if (!isOfApi || answer === 'drop' || answer.headers?.['content-type']?.includes('json') !== true) return undefined;
  const isJson = headers['content-type']?.startsWith('application/json') === true && body.length > 0;
  return {
    method,
    path: url.pathname + url.search,
    ...(isJson && { sent: parse(body.toString()) }),
    status: answer.status,
    body: typeof answer.body === 'string' ? parse(answer.body) : undefined,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
