import semver from 'semver';

/** The version of this package, as in its package.json (a test compares them). */
export const sdkVersion = '0.1.0';

/** Whether this SDK is one that a connector was written for: its `sdk`, such as `^0.1.0`. False where that is no range. */
export function fitsSdk(range: string): boolean {
  return semver.satisfies(sdkVersion, range, { includePrerelease: true });
}

export const isRange = (range: string): boolean => semver.validRange(range) !== null;
