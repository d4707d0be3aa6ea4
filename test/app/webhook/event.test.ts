import { beforeAll, expect, it } from 'vitest';
import { noteEvents } from '../../../src/app/webhook/event.ts';
import { createListening, telling } from '../../support/webhooks.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let url: string;
beforeAll(async () => {
  world = await openWorld();
  ({ url } = await world.serve());
});

const { hookOf, work } = createListening(
  () => world,
  () => url,
);

it('a network is asked once what a channel may do, however often it told that this changed', async () => {
  const workspace = await world.workspace();
  let asked = 0;
  let midway: () => Promise<unknown> = () => Promise.resolve();
  await world.withConnector(
    (sandbox) => ({
      ...telling()(sandbox),
      async channels(call) {
        asked += 1;
        await midway();
        return sandbox.channels(call);
      },
    }),
    async () => {
      const [first, second] = [await hookOf(workspace.channels[0]), await hookOf(workspace.channels[1])];
      const tell = ({ id, account }: typeof first, ...ids: string[]) =>
        noteEvents(
          world.shell,
          id,
          ids.map((each) => ({ id: each, type: 'access_changed', channelId: account, at: world.shell.now() })),
        );
      await Promise.all([tell(first, 'a', 'b'), tell(first, 'c'), tell(first, 'd'), tell(second, 'a')]);
      await work();
      expect(asked).toBe(2);
      // What is told while the network is asked may be news.
      midway = async () => {
        midway = () => Promise.resolve();
        await tell(first, 'f', 'g');
      };
      await tell(first, 'e');
      await work();
      expect(asked).toBe(4);
    },
  );
});
