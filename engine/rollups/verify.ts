import { type Pool, query, transaction } from '../db/connect.ts';
import type { Model } from '../model/model.ts';
import { type RollupGroup, rollupGroups } from './groups.ts';
import { maintainRollups } from './maintain.ts';
import { statementsOf } from './sql.ts';

const BATCH = 1_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** How the roll-ups of one object over one relation stand. */
export interface RollupReport {
  readonly object: string;
  readonly fields: readonly string[];
  readonly records: number;
  /** records that hold another value than their children come to */
  readonly wrong: number;
  /** some of them */
  readonly samples: readonly string[];
}

const SAMPLES = 5;

async function verifyGroup(
  model: Model,
  pool: Pool,
  group: RollupGroup,
  repair: boolean,
): Promise<RollupReport> {
  const { compare } = statementsOf(model, group);
  const wrong: string[] = [];
  let records = 0;
  for (let after = BEFORE_ALL; ; ) {
    const { rows } = await query<{ id: string; same: boolean }>(pool, {
      text: compare,
      values: [after, BATCH],
    });
    records += rows.length;
    const found = rows.filter(({ same }) => !same).map(({ id }) => id);
    wrong.push(...found);
    if (repair && found.length > 0) {
      await transaction(pool, (client) => maintainRollups(model, client, new Map([[group, new Set(found)]])));
    }
    if (rows.length < BATCH) break;
    after = rows.at(-1)!.id;
  }
  const { parent, rollups } = group;
  return {
    object: parent.name,
    fields: rollups.map(({ name }) => name),
    records,
    wrong: wrong.length,
    samples: wrong.slice(0, SAMPLES),
  };
}

/** Compares every roll-up with what its children come to; with `repair` what is wrong is computed anew. */
export async function verifyRollups(
  model: Model,
  pool: Pool,
  { repair = false }: { readonly repair?: boolean } = {},
): Promise<readonly RollupReport[]> {
  const reports: RollupReport[] = [];
  for (const group of rollupGroups(model)) reports.push(await verifyGroup(model, pool, group, repair));
  return reports;
}
