import { type Pool, query, transaction } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { CONSENTS_GIVEN } from '../model/index.ts';
import type { Model } from '../model/model.ts';
import { consentObjects, mirrorConsents, todayOf } from './mirror.ts';

const BATCH = 500;
/** days for which what has ended is looked for: a server that stood still for longer was not missed */
const LOOKED_BACK = 31;

/** Records on which stands that something was agreed to that has ended since. How many. The gate knows by itself. */
export async function sweepConsents(model: Model, on: Pool, now: Date): Promise<number> {
  const today = todayOf(model, now);
  const { rows: ended } = await query(on, {
    text: `SELECT FROM ${qualified(model.schema, '_consent')} WHERE until < $1::date AND until >= $1::date - ${LOOKED_BACK} LIMIT 1`,
    values: [today],
  });
  if (ended.length === 0) return 0;
  let changed = 0;
  for (const object of consentObjects(model)) {
    const table = qualified(model.schema, object.table);
    const given = quote(object.fields.get(CONSENTS_GIVEN)!.columns[0]!.name);
    const { rows } = await query<{ id: string }>(on, {
      text: `SELECT id::text FROM ${table} WHERE ${given} <> '{}' ORDER BY id`,
    });
    const ids = rows.map(({ id }) => id);
    for (let from = 0; from < ids.length; from += BATCH) {
      const batch = ids.slice(from, from + BATCH);
      changed += (await transaction(on, (client) => mirrorConsents(model, client, object, batch, now)))
        .length;
    }
  }
  return changed;
}
