/** An amount of a currency, exactly: in millionths of its unit, as no price of a call is finer. */
export interface Money {
  readonly millionths: bigint;
  /** ISO 4217. */
  readonly currency: string;
}

const unit = 1_000_000n;
const decimal = /^(\d{1,12})(?:\.(\d{1,6}))?$/;

/** Reads a decimal number that is not negative; null: it is none, or finer or larger than money is. */
export function parseMillionths(text: string): bigint | null {
  const [matched, whole = '', fraction = ''] = decimal.exec(text) ?? [];
  return matched === undefined ? null : BigInt(whole) * unit + BigInt(fraction.padEnd(6, '0'));
}

/** As a decimal number, with two decimals or as many as it needs. */
export function formatMillionths(millionths: bigint): string {
  const size = millionths < 0n ? -millionths : millionths;
  const fraction = String(size % unit)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${millionths < 0n ? '-' : ''}${String(size / unit)}.${fraction}`;
}

/** For people. */
export const formatMoney = ({ millionths, currency }: Money): string => `${formatMillionths(millionths)} ${currency}`;
