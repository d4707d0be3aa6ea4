import { attemptDelivery, createTestCall, createTestClock } from '@polyphony/sdk/conformance';
import { expect, test } from 'vitest';
import connector from './connector.ts';
import { demoAccounts, startEmulator } from './emulator/index.ts';

test('what the connector links to opens, on an emulator too', async () => {
  const [{ externalId: channelId, credentials }] = demoAccounts;
  const clock = createTestClock();
  const emulator = await startEmulator({ port: 0, seed: 1, now: clock.now });
  try {
    const call = createTestCall({ connector, url: emulator.url, credentials, clock });
    const post = { format: 'TEXT', text: 'Свежий хлеб', media: [], parts: [], channelId } as const;
    const attempt = await attemptDelivery(connector, call, post);
    if (attempt.outcome !== 'published') throw new Error(`the post ${attempt.outcome}`);
    expect(await textAt(attempt.url)).toContain('Свежий хлеб');
    expect(await textAt((await connector.channels(call))[0]?.url)).toContain('Rīta Maize');

    const said = { account: channelId, kind: 'COMMENTS', text: 'Когда откроетесь?', post: attempt.externalId } as const;
    await emulator.control?.talk?.(said);
    const synced = await connector.engagement?.sync(call, channelId, null);
    expect(await textAt(synced?.messages[0]?.url)).toContain('Когда откроетесь?');
  } finally {
    await emulator.close();
  }
});

async function textAt(url: string | undefined): Promise<string> {
  const { origin, pathname } = new URL(url ?? '');
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:/);
  const response = await fetch(`${origin}${pathname}`);
  expect(response.status).toBe(200);
  return response.text();
}
