import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createListener } from '../../src/infra/listener.ts';
import { log } from '../support/world.ts';

describe('the listener', () => {
  it('closes a connection that was only being made when it was told to close', async () => {
    let closed = 0;
    const listener = createListener(async () => {
      await sleep(50);
      return () => {
        closed += 1;
        return Promise.resolve();
      };
    }, log);
    await listener.close();
    expect(closed).toBe(1);
  });

  it('connects again after a loss, and then everyone looks once', async () => {
    const losses: (() => void)[] = [];
    let woken = 0;
    const listener = createListener((_, lost) => {
      losses.push(lost);
      return Promise.resolve(() => Promise.resolve());
    }, log);
    await listener.ready();
    listener.on('due', () => {
      woken += 1;
    });
    losses[0]?.();
    while (losses.length < 2) await sleep(20);
    await sleep(20);
    expect(woken).toBe(1);
    await listener.close();
  });
});
