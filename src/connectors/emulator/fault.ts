import { z } from 'zod';
import type { Answer, Incoming, Outgoing } from './server.ts';

const planting = {
  times: z.int().min(1).default(1),
  /** `post`: requests that make a post public. `any`: every request of the API. */
  on: z.enum(['post', 'any']).default('post'),
  /** How many such requests pass before it begins. */
  skip: z.int().min(0).default(0),
};

/** What goes wrong, how often, and with which requests. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** The connection is cut and nothing was done. */
  z.strictObject({ kind: z.literal('drop_before'), ...planting }),
  /** It is done, and the connection is cut without an answer. */
  z.strictObject({ kind: z.literal('drop_after'), ...planting }),
  /** Nothing was done; the answer is this status with a page of a proxy, no JSON. */
  z.strictObject({ kind: z.literal('status'), status: z.int().min(400).max(599), ...planting }),
  /** Nothing was done; the network's own error of this code, also of one that it does not document. */
  z.strictObject({ kind: z.literal('code'), code: z.string().min(1), ...planting }),
  /** Nothing was done; an error whose message repeats the request with its headers, as careless gateways do. */
  z.strictObject({ kind: z.literal('echo'), ...planting }),
  /** It is done at once; the answer comes after `ms` of real time. */
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(1), ...planting }),
  /**
   * The network takes the post and works on it for `ms` of its own clock before people see it. A network whose posts are
   * out at once takes no notice.
   */
  z.strictObject({ kind: z.literal('processing'), ms: z.int().min(1), ...planting }),
]);
export type Fault = z.input<typeof faultSchema>;
export type PlantedFault = z.output<typeof faultSchema>;

/** Faults that wait for their request, in the order in which they were planted. Gone with the process. */
export class Faults {
  readonly #planted: PlantedFault[] = [];

  plant(fault: Fault): void {
    this.#planted.push(faultSchema.parse(fault));
  }

  /** The fault that a request meets, if any. */
  meet(isPost: boolean): PlantedFault | undefined {
    const index = this.#planted.findIndex((fault) => {
      if (fault.on === 'post' && !isPost) return false;
      if (fault.skip === 0) return true;
      fault.skip--;
      return false;
    });
    const fault = this.#planted[index];
    if (fault && --fault.times === 0) this.#planted.splice(index, 1);
    return fault;
  }
}

/** Answers a request of the API as the fault wills that it meets. */
export async function serveWithFault(
  request: Incoming,
  fault: PlantedFault | undefined,
  api: {
    /** The network's own answer with an error of this code, whether it documents it or not. */
    refuse(code: string, message: string): Answer;
    /** Does what was asked; of a post, `processingMs` is how long the network is to work on it. */
    serve(planted: { readonly processingMs?: number }): Outgoing | Promise<Outgoing>;
  },
): Promise<Outgoing> {
  switch (fault?.kind) {
    case 'drop_before':
      return 'drop';
    case 'status':
      return {
        status: fault.status,
        headers: { 'content-type': 'text/html' },
        body: '<h1>The gateway is not well</h1>',
      };
    case 'code':
      return api.refuse(fault.code, 'A test wanted this error.');
    case 'echo': {
      const { method, url, headers, body } = request;
      return api.refuse('echo', JSON.stringify({ method, url: url.href, headers, body: body.toString() }));
    }
    default: {
      const made = await api.serve(fault?.kind === 'processing' ? { processingMs: fault.ms } : {});
      if (fault?.kind === 'drop_after') return 'drop';
      return fault?.kind === 'slow' && made !== 'drop' ? { ...made, delayMs: fault.ms } : made;
    }
  }
}
