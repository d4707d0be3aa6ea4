import type { InputIssue } from '../shared/errors.ts';
import { isWebAddress } from '../shared/web-address.ts';
import { issue, textIssues } from '../shared/form.ts';

export const utmKeys = ['source', 'medium', 'campaign', 'term', 'content'] as const;
export type UtmKey = (typeof utmKeys)[number];

/** What a campaign adds to its posts' links, by parameter; null: nothing. Values may hold placeholders. */
export type UtmRules = Readonly<Record<UtmKey, string | null>>;

/** Rules as they are written: what is absent stays as it is. */
export type WrittenUtm = Readonly<Partial<Record<UtmKey, string | null | undefined>>>;

export const utmPlaceholders = ['network', 'channel', 'format', 'campaign'] as const;
/** `{network}`: its key; `{channel}`: its handle, else its name; `{format}`: such as link; `{campaign}`: its name. */
export type UtmPlaceholder = (typeof utmPlaceholders)[number];

/** Where a link stands. */
export type UtmPlace = Readonly<Record<Exclude<UtmPlaceholder, 'campaign'>, string>>;

/** Most characters of a value. */
export const maxUtmValue = 200;

const placeholder = /\{([^{}]*)\}/g;

/** Everything that is wrong with the rules of the input; `path` is where they stand. */
export function utmIssues(rules: WrittenUtm, path: readonly string[]): readonly InputIssue[] {
  return utmKeys.flatMap((key) => {
    const value = rules[key] ?? null;
    const unknown = [...(value ?? '').matchAll(placeholder)]
      .map(([, name = '']) => name)
      .filter((name) => !(utmPlaceholders as readonly string[]).includes(name));
    const possible = utmPlaceholders.map((name) => `{${name}}`).join(', ');
    return [
      ...textIssues(value, maxUtmValue, [...path, key]),
      ...[...new Set(unknown)].map((name) =>
        issue(
          'UTM_PLACEHOLDER_UNKNOWN',
          `Nothing is known to put in the place of {${name}}.`,
          [...path, key],
          `Use ${possible}, or write the text itself.`,
          { placeholder: name, possible },
        ),
      ),
    ];
  });
}

const fill = (text: string, values: Readonly<Partial<Record<string, string>>>): string =>
  text.replace(placeholder, (whole, name: string) => values[name] ?? whole);

/** Blank is nothing; where nothing is left, there are no rules. The campaign's own name is put in now: it is no matter of the place. */
export function rulesOfCampaign(written: UtmRules, name: string): UtmRules | null {
  const campaign = name.replace(/[{}]/g, '');
  const entries = utmKeys.map((key) => [key, fill(written[key]?.trim() ?? '', { campaign }).trim() || null] as const);
  const rules = Object.fromEntries(entries) as Record<UtmKey, string | null>; // one entry a key
  return entries.every(([, value]) => value === null) ? null : rules;
}

/** Half of a surrogate pair alone is no text that could be encoded. */
const encode = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '�'));

/**
 * A link with what the rules add. What the author wrote stays as it is, letter by letter: query, fragment, and every utm_
 * parameter that is there. Without a rule for the source, the source is the network. Twice is the same as once. Null: no
 * rules; what is no web address stays, too.
 */
export function applyUtm(link: string, rules: UtmRules | null, place: UtmPlace): string {
  if (rules === null || !isWebAddress(link)) return link;
  const [, address = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(link.trim()) ?? [];
  const present = new Set((query ?? '').split('&').map((pair) => nameOf(pair)));
  const added = utmKeys.flatMap((key) => {
    const value = fill(rules[key] ?? (key === 'source' ? place.network : ''), place).trim();
    const name = `utm_${key}`;
    return value === '' || present.has(name) ? [] : [`${name}=${encode(value)}`];
  });
  if (added.length === 0) return link;
  const before = query === undefined || query === '' || query.endsWith('&') ? (query ?? '') : `${query}&`;
  return `${address}?${before}${added.join('&')}${fragment}`;
}

function nameOf(pair: string): string {
  const [name = ''] = pair.split('=');
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch {
    return name.toLowerCase();
  }
}

/** What may stand right behind a link that ends there: nothing of an address, but the marks that end a clause. */
const linkEnd = String.raw`(?=[.,;:!?)\]}'"]*(?:[^\x21-\x7e]|$))`;
/** A link within a link, as of a redirect, is another one. */
const linkStart = String.raw`(?<![\w=&/%?])`;

/** A text in which a link, where it stands by itself, is replaced by its final form. */
export function replaceLink(text: string, link: string, final: string): string {
  if (link === final || !text.includes(link)) return text;
  const escaped = link.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return text.replace(new RegExp(`${linkStart}${escaped}${linkEnd}`, 'g'), () => final);
}
