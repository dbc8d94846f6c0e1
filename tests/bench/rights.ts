/**
 * R4: what a list and a sum cost whoever sees a part of the records, and a list of others that follow them (RF),
 * beside the same of somebody who sees all (R3, R6).
 * Both are asked in turn, one request after the other, so that what else the machine does meets both.
 */
import { ASKERS } from './people.ts';

export interface Server {
  readonly address: string;
  /** headers of who sees all */
  readonly headers: Readonly<Record<string, string>>;
  /** a key that acts for the user with that address */
  keyOf(email: string): Promise<string>;
}

export interface RightsOptions {
  readonly lists: readonly string[];
  readonly sums: readonly string[];
  /** lists of records that follow others in their rights */
  readonly following: readonly string[];
  /** of each asker */
  readonly calls: number;
  /** of askers the ones whose names begin so; empty for all */
  readonly only: string;
}

const SUMS_OF_CALLS = 5;
/** milliseconds; what takes longer is asked once */
const SLOW = 3_000;

const sorted = (times: readonly number[]): readonly number[] => times.toSorted((a, b) => a - b);
const at = (times: readonly number[], part: number): number =>
  sorted(times)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;

async function timed(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ ms: number; text: string }> {
  const before = performance.now();
  const response = await fetch(url, { headers });
  const text = await response.text();
  const ms = performance.now() - before;
  if (!response.ok) throw new Error(`${url} answers ${response.status} ${text.slice(0, 500)}`);
  return { ms, text };
}

interface Compared {
  readonly p50: number;
  readonly p99: number;
  readonly ofAll: number;
  readonly ratio: number;
  /** p50 of the last hundred calls to that of the first: a plan that went wrong with use would show */
  readonly drift: number;
}

/** The same addresses asked by both in turn. */
async function compare(
  { address, headers }: Server,
  paths: readonly string[],
  own: Readonly<Record<string, string>>,
  calls: number,
): Promise<Compared> {
  const mine: number[] = [];
  const ofAll: number[] = [];
  await timed(address + paths[0]!, headers);
  const first = await timed(address + paths[0]!, own);
  const times = first.ms > SLOW ? 1 : calls;
  for (let call = 0; call < times; call++) {
    const url = address + paths[call % paths.length]!;
    ofAll.push((await timed(url, headers)).ms);
    mine.push((await timed(url, own)).ms);
  }
  const hundred = Math.ceil(Math.min(100, times / 2));
  const [p50, other] = [at(mine, 0.5), at(ofAll, 0.5)];
  return {
    p50,
    p99: at(mine, 0.99),
    ofAll: other,
    ratio: p50 / other,
    drift: at(mine.slice(-hundred), 0.5) / at(mine.slice(0, hundred), 0.5),
  };
}

/** Lists and sums of every asker; prints a line for each. */
export async function measureRights(server: Server, { lists, sums, following, calls, only }: RightsOptions) {
  const results: object[] = [];
  for (const { name, email } of ASKERS.filter((one) => one.name.startsWith(only))) {
    const own = { Authorization: `Bearer ${await server.keyOf(email)}` };
    const counted = `${server.address}/api/records/opportunity?limit=1&count=exact&fields=id`;
    const seen = await timed(counted, own).then(
      ({ text }) => String(JSON.parse(text).count.value),
      () => '?',
    );
    for (const [of, paths, times] of [
      ['R4', lists, calls],
      ['R6', sums, SUMS_OF_CALLS],
      ['RF', following, Math.ceil(calls / 10)],
    ] as const) {
      const result = await compare(server, paths, own, times).catch((error: Error) => error);
      if (result instanceof Error) {
        // refused because it takes longer than a statement may
        results.push({ case: of, asker: name, seen, refused: result.message });
        console.log(`${of} ${name.padEnd(18)} ${result.message.slice(0, 200)}`);
        continue;
      }
      results.push({ case: of, asker: name, seen, calls: times, ...result });
      const { p50, p99, ofAll, ratio, drift } = result;
      const cells = [
        of,
        name.padEnd(18),
        `sees ${seen}`.padStart(13),
        `p50 ${p50.toFixed(1)}`.padStart(10),
        `p99 ${p99.toFixed(1)}`.padStart(10),
        `of all ${ofAll.toFixed(1)}`.padStart(13),
        `×${ratio.toFixed(2)}`.padStart(7),
        `last/first ${drift.toFixed(2)}`.padStart(16),
      ];
      console.log(cells.join(' '));
    }
  }
  return results;
}
