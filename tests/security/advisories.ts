import { readFileSync } from 'node:fs';
import { faultsOf, type Shown } from './named-tests.ts';

/** What others have published that they let in: by which tests it would be found here, or why it cannot be. */
export interface Advisory extends Shown {
  readonly row: number;
  /** ids of the advisories, and whose they are */
  readonly id: string;
  readonly class: (typeof CLASSES)[number];
  readonly what: string;
}

const CLASSES = [
  'reading',
  'writing',
  'sessions',
  'files',
  'identifiers',
  'execution',
  'requests',
  'resources',
] as const;

const TABLE = 'tests/security/advisories.json';
const ROWS = 83;

export const advisories = (): readonly Advisory[] => JSON.parse(readFileSync(TABLE, 'utf8')).advisories;

/** What is wrong with the table: a row that is missing, of no class, or of which nothing is said. */
export function advisoryFaults(all: readonly Advisory[] = advisories()): readonly string[] {
  const rows = new Set(all.map(({ row }) => row));
  const counted = rows.size === ROWS && all.length === ROWS;
  return [
    ...(counted ? [] : [`${TABLE}: ${rows.size} rows of ${ROWS}`]),
    ...all.flatMap((one) => [
      ...(CLASSES.includes(one.class) ? [] : [`${TABLE}: ${one.row} is of no class: ${one.class}`]),
      ...faultsOf(`${TABLE}: ${one.row}`, one),
    ]),
  ];
}

/** How many rows have a case, and why the others cannot apply: a line for each reason. */
export function advisoryReport(all: readonly Advisory[] = advisories()): string {
  const others = all.filter(({ tests = [] }) => tests.length === 0);
  const reasons = Map.groupBy(others, ({ reason }) => reason);
  const lines = [...reasons].map(([reason, some]) => `  ${some.map(({ id }) => id).join(', ')}: ${reason}`);
  const counts = `${all.length} advisories: ${all.length - others.length} have a case, ${others.length} cannot apply`;
  return [counts, ...lines].join('\n');
}
