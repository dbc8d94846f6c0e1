/** Versions as `major.minor.patch`, and ranges of them as npm spells the simple ones. */

type Version = readonly [major: number, minor: number, patch: number];

const VERSION = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-[0-9A-Za-z.-]+)?$/;
const COMPARATOR = /^(\^|~|>=|<=|>|<|=)?\s*v?(\d.*)$/;

function versionOf(text: string): Version | undefined {
  const [, major, minor, patch] = VERSION.exec(text.trim()) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor ?? 0), Number(patch ?? 0)];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** The first version that `^` or `~` does not take any more. */
const endOf = (sign: '^' | '~', [major, minor, patch]: Version): Version => {
  if (sign === '~') return [major, minor + 1, 0];
  if (major > 0) return [major + 1, 0, 0];
  return minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1];
};

const SIGNS: Readonly<Record<string, (version: Version, bound: Version) => boolean>> = {
  '^': (version, bound) => compare(version, bound) >= 0 && compare(version, endOf('^', bound)) < 0,
  '~': (version, bound) => compare(version, bound) >= 0 && compare(version, endOf('~', bound)) < 0,
  '>=': (version, bound) => compare(version, bound) >= 0,
  '<=': (version, bound) => compare(version, bound) <= 0,
  '>': (version, bound) => compare(version, bound) > 0,
  '<': (version, bound) => compare(version, bound) < 0,
  '=': (version, bound) => compare(version, bound) === 0,
};

/** Whether a version lies in a range such as `^1.2.0` or `>=0.1.0 <2.0.0`; undefined where that is none. */
export function isInRange(version: string, range: string): boolean | undefined {
  const given = versionOf(version);
  const comparators = range.trim().split(/\s+(?=[\^~<>=\d])/);
  const results = comparators.map((comparator): boolean | undefined => {
    if (comparator === '*') return true;
    const [, sign = '=', text = ''] = COMPARATOR.exec(comparator) ?? [];
    const bound = versionOf(text);
    return given && bound && SIGNS[sign]!(given, bound);
  });
  return results.includes(undefined) ? undefined : results.every((one) => one === true);
}
