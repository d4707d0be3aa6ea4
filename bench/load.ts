import autocannon from 'autocannon';
import type { Child } from './child.ts';
import type { Operation, Target } from './operations.ts';

export const connections = 10;

/** One operation on one target for some seconds. */
export interface Cell {
  /** Operations a second. */
  readonly rate: number;
  /** Milliseconds of one request. */
  readonly p99: number;
  /** Milliseconds of CPU that its process used for an operation. */
  readonly cpu: number;
}

const firstId = (body: string): string => /"id" ?: ?"([^"]+)"/.exec(body)?.[1] ?? '';

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
};
export const median = (values: readonly number[]): number => quantile(values, 0.5);

class WrongAnswer extends Error {
  constructor({ name }: Operation, target: Target, answer: string) {
    super(`${name} on ${target} was not answered as it should be: ${answer.slice(0, 1000)}`);
  }
}

function requestsOf({ steps }: Operation, target: Target): autocannon.Request[] {
  return steps.map(({ path, headers, body }, index) => ({
    method: 'POST',
    path: path[target],
    headers,
    body: body(target, ''),
    ...(index > 0 && {
      setupRequest: (request: autocannon.Request, { id = '' }: { id?: string }) => ({
        ...request,
        body: body(target, id),
      }),
    }),
    ...(index + 1 < steps.length && {
      onResponse: (_: number, answer: string, context: { id?: string }) => {
        context.id = firstId(answer);
      },
    }),
  }));
}

/** Loads one target with one operation, `seconds` long. */
export async function load(child: Child, target: Target, operation: Operation, seconds: number): Promise<Cell> {
  const times: number[] = [];
  let answers = 0;
  const wrong: string[] = [];
  const before = await child.usage();
  const begun = performance.now();
  const running = autocannon({
    url: child.url,
    connections,
    duration: seconds,
    sampleInt: 100,
    requests: requestsOf(operation, target),
    verifyBody: (body) => operation.steps.some(({ expected }) => body.includes(expected)),
  });
  running.on('response', (_, __, ___, milliseconds) => {
    answers += 1;
    if (performance.now() - begun <= seconds * 1000) times.push(milliseconds);
  });
  running.on('reqMismatch', (body) => {
    wrong.push(body);
  });
  const { errors, non2xx, mismatches } = await running;
  if (errors + non2xx + mismatches > 0) {
    throw new WrongAnswer(operation, target, wrong[0] ?? `${errors} errors, ${non2xx} refusals`);
  }
  const { cpu } = await child.usage();
  const perOperation = operation.steps.length;
  return {
    rate: times.length / seconds / perOperation,
    p99: quantile(times, 0.99),
    cpu: ((cpu - before.cpu) / answers) * perOperation,
  };
}

/** What does not depend on load. */
export interface Probe {
  /** Statements to the database for one operation. */
  readonly statements: number;
  /** Of the answers to one operation. */
  readonly bytes: number;
}

const repeats = 10;

/** Runs one operation a few times, one after the other. */
export async function probe(child: Child, target: Target, operation: Operation): Promise<Probe> {
  const once = async () => {
    let id = '';
    let bytes = 0;
    for (const { path, headers, body, expected } of operation.steps) {
      const response = await fetch(child.url + path[target], { method: 'POST', headers, body: body(target, id) });
      const answer = await response.text();
      if (!answer.includes(expected)) throw new WrongAnswer(operation, target, answer);
      id = firstId(answer);
      bytes += Buffer.byteLength(answer);
    }
    return bytes;
  };
  // The first use of a token within a minute is written down: not of every request.
  await once();
  const before = await child.usage();
  let bytes = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) bytes = await once();
  const { statements } = await child.usage();
  return { statements: Math.round((statements - before.statements) / repeats), bytes };
}
