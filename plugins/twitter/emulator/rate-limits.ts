const quarterMs = 900_000;
export const dayMs = 86_400_000;

/** How many calls of an endpoint there may be in 15 minutes and in a day. */
export interface Limits {
  readonly user?: number;
  readonly app?: number;
  readonly userDay?: number;
  readonly appDay?: number;
}

interface Window {
  readonly used: number;
  readonly resetsAt: number;
}

interface Spent {
  readonly headers: Readonly<Record<string, string>>;
  readonly isOver: boolean;
}

/** Counts calls by the emulator's clock. Gone with the process. */
export class RateLimits {
  readonly #windows = new Map<string, Window>();

  /** One more call. A call too many is not counted. */
  spend(endpoint: string, { user, app, userDay, appDay }: Limits, userId: string | undefined, now: number): Spent {
    const short = userId === undefined ? (app ?? user) : (user ?? app);
    const of = userId ?? 'app';
    const counted = [
      short === undefined
        ? undefined
        : { key: `${endpoint} ${of}`, most: short, ms: quarterMs, prefix: 'x-rate-limit' },
      userId === undefined || userDay === undefined
        ? undefined
        : { key: `${endpoint} ${of} day`, most: userDay, ms: dayMs, prefix: 'x-user-limit-24hour' },
      appDay === undefined
        ? undefined
        : { key: `${endpoint} app day`, most: appDay, ms: dayMs, prefix: 'x-app-limit-24hour' },
    ].filter((one) => one !== undefined);
    const windows = counted.map((one) => ({ ...one, window: this.#window(one.key, one.ms, now) }));
    const isOver = windows.some(({ window, most }) => window.used >= most);
    const headers = windows.map(({ key, most, prefix, window }) => {
      const used = isOver ? window.used : window.used + 1;
      this.#windows.set(key, { ...window, used });
      return {
        [`${prefix}-limit`]: String(most),
        [`${prefix}-remaining`]: String(Math.max(0, most - used)),
        [`${prefix}-reset`]: String(Math.ceil(window.resetsAt / 1000)),
      };
    });
    return { isOver, headers: Object.assign({}, ...headers) as Record<string, string> }; // of headers only
  }

  #window(key: string, ms: number, now: number): Window {
    const found = this.#windows.get(key);
    // A clock that was turned back begins anew.
    return found && found.resetsAt > now && found.resetsAt - ms <= now ? found : { used: 0, resetsAt: now + ms };
  }
}
