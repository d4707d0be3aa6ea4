/** What bench/load.ts uses of it; the package has no types. */
declare module 'autocannon' {
  function autocannon(options: autocannon.Options): autocannon.Instance;
  namespace autocannon {
    interface Request {
      readonly method: 'POST';
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      setupRequest?(request: Request, context: { id?: string }): Request;
      onResponse?(status: number, body: string, context: { id?: string }): void;
    }
    interface Options {
      readonly url: string;
      readonly connections: number;
      /** Seconds. */
      readonly duration: number;
      /** Milliseconds between looks whether the time is over. */
      readonly sampleInt: number;
      readonly requests: Request[];
      readonly verifyBody: (body: string) => boolean;
    }
    interface Result {
      readonly errors: number;
      readonly mismatches: number;
      readonly non2xx: number;
    }
    interface Instance extends Promise<Result> {
      on(
        event: 'response',
        listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
      ): void;
      on(event: 'reqMismatch', listener: (body: string) => void): void;
    }
  }
  export = autocannon;
}
