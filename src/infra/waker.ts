/** Waits for a call or for a time, whichever comes first; a call that came just before is not lost. */
export interface Waker {
  /** Ends the wait, or the next one. */
  rouse(): void;
  /** Forgets calls so far: what is looked at from now on has seen them. */
  listen(): void;
  /** Until roused since the last `listen`, at most so long. */
  rest(ms: number): Promise<void>;
}

export function createWaker(): Waker {
  const state: { roused: boolean; wake: () => void } = { roused: false, wake: () => undefined };
  return {
    rouse() {
      state.roused = true;
      state.wake();
    },
    listen() {
      state.roused = false;
    },
    rest: (ms) =>
      state.roused
        ? Promise.resolve()
        : new Promise((resolve) => {
            const timer = setTimeout(resolve, ms);
            state.wake = () => {
              clearTimeout(timer);
              resolve();
            };
          }),
  };
}
