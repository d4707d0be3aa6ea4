export const valueStatuses = ['MEASURED', 'ESTIMATED', 'UNAVAILABLE'] as const;
/** How far to trust a value. */
export type ValueStatus = (typeof valueStatuses)[number];

/** A value, and where it came from. Missing is never 0. */
export interface Measurement {
  /** Null: it is missing. */
  readonly value: number | null;
  readonly status: ValueStatus;
  /** Why it is missing or estimated. */
  readonly reason: string | null;
  /** Of money. */
  readonly currency: string | null;
  readonly source: string | null;
  readonly capturedAt: Date | null;
}

/** A value that nobody has, and why. */
export const unavailable = (reason: string): Measurement => ({
  value: null,
  status: 'UNAVAILABLE',
  reason,
  currency: null,
  source: null,
  capturedAt: null,
});
