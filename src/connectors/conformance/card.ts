import type { Facet, Report } from './facet.ts';

/** The score card, as Markdown for the plugin's README. */
export function scoreCard(
  name: string,
  results: readonly { readonly facet: Facet; readonly report: Report }[],
): string {
  const rows = results.map(({ facet: { name: facet, promise }, report }) => [facet, promise, verdict(report)]);
  const table = [['Facet', `What the connector of ${name} promises`, 'Result'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const [head, ...body] = table.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n');
}

const heading = '## Score card';

/** A README with this card in the place of the one that it has, or with one at its end. */
export function placeCard(readme: string, card: string): string {
  const old = /^\| Facet +\|.*\n(?:\|.*(?:\n|$))+/m;
  if (old.test(readme)) return readme.replace(old, () => `${card}\n`);
  return `${readme.trimEnd()}\n\n${heading}\n\n${card}\n`;
}

function verdict({ checks, broken, notes }: Report): string {
  if (broken.length > 0) return `BROKEN: ${broken.length} of ${checks}`;
  const kept = checks === 0 ? 'not checked' : `kept, ${checks} checks`;
  return notes.length > 0 ? `${kept} (${notes.join('; ')})` : kept;
}
