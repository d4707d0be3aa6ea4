// Several targets side by side, interleaved: what one round's noise does, it does to all of them.
import type { Child } from './child.ts';
import { load, median, probe, type Cell, type Probe } from './load.ts';
import type { Operation, Target } from './operations.ts';
import { figure } from './table.ts';

interface Plan {
  readonly seconds: number;
  readonly warmUp: number;
}

export type Round = ReadonlyMap<Target, Cell>;

/** `rounds` times all targets, every round beginning with another one. */
export async function measurePaired(
  operation: Operation,
  servers: ReadonlyMap<Target, Child>,
  rounds: number,
  { seconds, warmUp }: Plan,
  progress: (text: string) => void,
): Promise<{ readonly probes: ReadonlyMap<Target, Probe>; readonly rounds: readonly Round[] }> {
  const probes = new Map<Target, Probe>();
  for (const [target, server] of servers) probes.set(target, await probe(server, target, operation));
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const cells = new Map<Target, Cell>();
    const entries = [...servers];
    for (const [target, server] of [
      ...entries.slice(round % entries.length),
      ...entries.slice(0, round % entries.length),
    ]) {
      progress(`round ${round + 1} of ${rounds}: ${operation.name} on ${target}`);
      await load(server, target, operation, warmUp);
      cells.set(target, await load(server, target, operation, seconds));
    }
    measured.push(cells);
  }
  return { probes, rounds: measured };
}

/** The cells of one target, for a table. */
export function rowOf(target: Target, rounds: readonly Round[], probe: Probe | undefined): readonly string[] {
  const of = (which: Target, key: keyof Cell) => (round: Round) => round.get(which)?.[key] ?? NaN;
  const middle = (key: keyof Cell) => figure(median(rounds.map(of(target, key))));
  const spread = (key: keyof Cell) => {
    const ratios = rounds.map((round) => of(target, key)(round) / of('floor', key)(round));
    return target === 'floor'
      ? '1'
      : `${figure(median(ratios))} (${figure(Math.min(...ratios))} to ${figure(Math.max(...ratios))})`;
  };
  return [
    target,
    ...[middle('rate'), spread('rate'), middle('p99'), spread('p99'), middle('cpu')],
    ...[figure(probe?.statements ?? NaN), figure((probe?.bytes ?? NaN) / 1000)],
  ];
}

export const pairedHead = ['', 'a second', 'of floor’s', 'p99 ms', 'of floor’s', 'CPU ms', 'SQL', 'kB'] as const;

/** How much faster one target is than another: the median of the rounds. */
export const ratioOf = (rounds: readonly Round[], one: Target, other: Target): number =>
  median(rounds.map((round) => (round.get(one)?.rate ?? NaN) / (round.get(other)?.rate ?? NaN)));
