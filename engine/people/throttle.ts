/** Counts attempts by key and tells how long a key must wait for the next. */
export interface Throttle {
  /** seconds that the key must wait, 0 for none */
  wait(key: string, now?: number): number;
  /** counted before its outcome is known, so that a hundred at once are a hundred */
  attempt(key: string, now?: number): void;
  /** the last attempt was a good one: it is not counted */
  forgive(key: string): void;
  /** all attempts of the key were good */
  forget(key: string): void;
}

export interface ThrottleOptions {
  /** attempts that cost nothing */
  readonly free: number;
  /** milliseconds of silence after which a key is forgotten */
  readonly window: number;
  /** the longest wait, in milliseconds */
  readonly longest: number;
}

/** Keys that are watched at once; beyond that the oldest are forgotten. */
const KEYS = 50_000;

/** Each attempt beyond the free ones doubles the wait, from one second on. */
export function createThrottle({ free, window, longest }: ThrottleOptions): Throttle {
  const attempts = new Map<string, { count: number; last: number }>();
  const known = (key: string, now: number) => {
    const entry = attempts.get(key);
    return entry && now - entry.last < window ? entry : undefined;
  };
  return {
    wait: (key, now = Date.now()) => {
      const entry = known(key, now);
      if (!entry || entry.count < free) return 0;
      const pause = Math.min(longest, 1_000 * 2 ** (entry.count - free));
      return Math.max(0, Math.ceil((entry.last + pause - now) / 1_000));
    },
    attempt: (key, now = Date.now()) => {
      const count = (known(key, now)?.count ?? 0) + 1;
      attempts.delete(key);
      attempts.set(key, { count, last: now });
      if (attempts.size > KEYS) attempts.delete(attempts.keys().next().value!);
    },
    forgive: (key) => {
      const entry = attempts.get(key);
      if (entry) entry.count -= 1;
    },
    forget: (key) => void attempts.delete(key),
  };
}
