import jsep, { type Expression } from 'jsep';
import type { InputIssue } from '../shared/errors.ts';
import { findMetric } from '../measures/metric.ts';
import { metrics } from '../measures/catalogue.ts';
import { issue, type Path } from '../shared/form.ts';

/** Most characters of a formula. */
export const maxFormula = 500;

const operators: ReadonlySet<string> = new Set(['+', '-', '*', '/']);
const rule = 'A formula has keys of the catalogue, numbers, + - * / and parentheses.';

/** Pairs of neighbours, by which words are compared. */
const pairs = (word: string): readonly string[] =>
  Array.from(word.slice(1), (letter, index) => `${word[index] ?? ''}${letter}`);

/** The keys of the catalogue that are most like one that it does not have; at most 3, the nearest first. */
export function nearestKeys(key: string): readonly string[] {
  const asked = pairs(key.toLowerCase().replace(/[\s-]+/g, '_'));
  const alike = (other: string) => {
    const own = pairs(other);
    const shared = asked.filter((pair) => own.includes(pair)).length;
    return (2 * shared) / Math.max(1, asked.length + own.length);
  };
  return metrics
    .map((metric) => ({ key: metric.key, score: alike(metric.key) }))
    .filter(({ score }) => score >= 0.4)
    .sort((one, other) => other.score - one.score || (one.key < other.key ? -1 : 1))
    .slice(0, 3)
    .map((near) => near.key);
}

/** That the catalogue has no such metric, and which ones may be meant. */
export function metricIssues(key: string, path: Path, at: number | null = null): readonly InputIssue[] {
  if (findMetric(key) !== null) return [];
  const near = nearestKeys(key);
  return [
    issue(
      'METRIC_UNKNOWN',
      `There is no metric "${key}"${at === null ? '' : ` (character ${at + 1})`}.`,
      path,
      near.length > 0
        ? `Did you mean ${near.join(', ')}? The query metrics has them all.`
        : 'The query metrics has them all.',
      {
        metric: key,
        ...(near.length > 0 ? { suggestions: near.join(', ') } : {}),
        ...(at === null ? {} : { at: at + 1 }),
      },
    ),
  ];
}

/** The first thing in an expression that is no formula, in words; null: all of it is one. */
function strangeIn(node: Expression): string | null {
  switch (node.type) {
    case 'Identifier':
      return null;
    case 'Literal': {
      const { value, raw } = node as jsep.Literal; // by its type
      return typeof value === 'number' ? null : raw;
    }
    case 'UnaryExpression': {
      const { operator, argument } = node as jsep.UnaryExpression; // by its type
      return operator === '-' || operator === '+' ? strangeIn(argument) : operator;
    }
    case 'BinaryExpression': {
      const { operator, left, right } = node as jsep.BinaryExpression; // by its type
      return operators.has(operator) ? (strangeIn(left) ?? strangeIn(right)) : operator;
    }
    case 'Compound':
      return 'two terms without an operator between them';
    default:
      return node.type.replace(/Expression$/, '').toLowerCase();
  }
}

const keyPattern = /[A-Za-z_]\w*/g;

/** What is wrong with a formula of a KPI; positions count characters from 1. */
export function formulaIssues(formula: string, path: Path): readonly InputIssue[] {
  const invalid = (message: string, at: number | null) => [
    issue(
      'FORMULA_INVALID',
      at === null ? message : `${message} (character ${at + 1})`,
      path,
      `${rule} For example: (likes + comments) / reach.`,
      { formula, ...(at === null ? {} : { at: at + 1 }) },
    ),
  ];
  if (formula.length > maxFormula) {
    const actual = formula.length;
    const fix = `Send at most ${maxFormula} characters.`;
    return [
      issue('TOO_LONG', `A formula has at most ${maxFormula} characters.`, path, fix, { limit: maxFormula, actual }),
    ];
  }
  const strange = /[^\w\s.+\-*/()]/u.exec(formula);
  if (strange !== null) return invalid(`"${strange[0]}" has no place in a formula`, strange.index);
  let parsed: Expression;
  try {
    parsed = jsep(formula);
  } catch (error) {
    const { index, description, message } = error as Error & { index?: number; description?: string }; // what jsep throws
    return invalid(`It cannot be read: ${description ?? message}`, index ?? null);
  }
  const found = strangeIn(parsed);
  if (found !== null) {
    const at = formula.indexOf(found);
    return invalid(`${found} has no place in a formula`, at < 0 ? null : at);
  }
  const keys = [...formula.matchAll(keyPattern)].filter(({ index }) => !/[\d.]/.test(formula[index - 1] ?? ''));
  if (keys.length === 0) return invalid('It names no metric', null);
  return keys.flatMap((key) => metricIssues(key[0], path, key.index));
}
