import { NotFound, ValidationFailed, type InputIssue } from '../shared/errors.ts';
import { parseMillionths } from '../shared/money.ts';
import { dayIssues } from '../shared/period.ts';
import { lengthIssues } from '../shared/text-issues.ts';
import { issue, moneyIssues, type TypedMoney } from '../shared/form.ts';

export const entryKinds = ['COST', 'COMMITMENT', 'REVENUE'] as const;
export type EntryKind = (typeof entryKinds)[number];

export const entryCategories = [
  'PRODUCTION',
  'HOURS',
  'FEE',
  'OTHER',
  'ADVERTISING',
  'AFFILIATE',
  'OWN_SALES',
] as const;
export type EntryCategory = (typeof entryCategories)[number];

const outgoing = ['PRODUCTION', 'HOURS', 'FEE', 'OTHER'] as const;
const incoming = ['ADVERTISING', 'AFFILIATE', 'OWN_SALES', 'OTHER'] as const;

/** For what money goes out, and by what it comes in. */
export const categoriesOf: Readonly<Record<EntryKind, readonly EntryCategory[]>> = {
  COST: outgoing,
  COMMITMENT: outgoing,
  REVENUE: incoming,
};

/** Sums of entries by kind, in millionths of one currency. */
export type EntrySums = Readonly<Record<EntryKind, bigint>>;

export const noSums: EntrySums = { COST: 0n, COMMITMENT: 0n, REVENUE: 0n };

/** The exact sums of entries, which are all of one currency. */
export const sumEntries = (entries: readonly { readonly kind: EntryKind; readonly millionths: bigint }[]): EntrySums =>
  entries.reduce((sums, { kind, millionths }) => ({ ...sums, [kind]: sums[kind] + millionths }), noSums);

/** How a budget stands. Amounts in millionths. */
export interface Standing {
  /** Null: none was set. */
  readonly total: bigint | null;
  readonly spent: bigint;
  readonly committed: bigint;
  readonly revenue: bigint;
  /** Below 0 where more was spent and promised than there is; null: no budget was set. */
  readonly remaining: bigint | null;
  readonly over: boolean;
}

/** What is promised counts against a budget like what is spent. Money that came in does not make it larger. */
export function standingOf(total: bigint | null, { COST, COMMITMENT, REVENUE }: EntrySums): Standing {
  const remaining = total === null ? null : total - COST - COMMITMENT;
  return {
    total,
    spent: COST,
    committed: COMMITMENT,
    revenue: REVENUE,
    remaining,
    over: remaining !== null && remaining < 0n,
  };
}

/** What is wrong with money in a currency that is not the campaign's. `currency`: of its budget and entries; null: none yet. */
export function currencyIssues(
  money: TypedMoney,
  currency: string | null,
  path: readonly string[],
): readonly InputIssue[] {
  if (currency === null || money.currency === currency) return [];
  return [
    issue(
      'CURRENCY_DIFFERS',
      `The campaign counts in ${currency}, not in ${money.currency}.`,
      [...path, 'currency'],
      `Send the amount in ${currency}. Exchange rates are nothing that is known here.`,
      { currency: money.currency, expected: currency },
    ),
  ];
}

export interface WrittenEntry {
  readonly kind: EntryKind;
  readonly category: EntryCategory;
  readonly amount: TypedMoney;
  readonly on: string;
  readonly note: string | null;
  readonly promoCode: string | null;
}

/** Most characters of an entry's note. */
export const maxEntryNote = 2_000;

/** Everything that is wrong with an entry, at once. */
export function entryIssues(
  entry: WrittenEntry,
  campaign: { readonly currency: string | null; readonly promoCodes: readonly string[] },
): readonly InputIssue[] {
  const { kind, category, amount, on, note, promoCode } = entry;
  const possible = categoriesOf[kind];
  const money = moneyIssues(amount, ['amount']);
  const issues = [...money];
  if (money.length === 0) issues.push(...currencyIssues(amount, campaign.currency, ['amount']));
  if (parseMillionths(amount.amount) === 0n) {
    issues.push(
      issue('AMOUNT_ZERO', 'An entry is more than nothing.', ['amount', 'amount'], 'Send an amount above 0.'),
    );
  }
  if (!possible.includes(category)) {
    issues.push(
      issue(
        'CATEGORY_DOES_NOT_FIT',
        `${category} is no category of a ${kind}.`,
        ['category'],
        `Take one of ${possible.join(', ')}.`,
        { kind, category, possible: possible.join(', ') },
      ),
    );
  }
  issues.push(...dayIssues(on, ['on']));
  issues.push(...lengthIssues(note?.length ?? 0, maxEntryNote, 'Characters of the note', ['note']));
  if (promoCode !== null && !campaign.promoCodes.includes(promoCode)) {
    const codes = campaign.promoCodes.join(', ');
    issues.push(
      issue(
        'PROMO_CODE_UNKNOWN',
        `"${promoCode}" is no promo code of the campaign.`,
        ['promoCode'],
        codes === '' ? 'Add it to the campaign first.' : `Take one of ${codes}, or add it to the campaign first.`,
        { promoCode, possible: codes },
      ),
    );
  }
  return issues;
}

export const addCampaignEntryErrors = [ValidationFailed, NotFound] as const;
export const removeCampaignEntryErrors = [NotFound] as const;
