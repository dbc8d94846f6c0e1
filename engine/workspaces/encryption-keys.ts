import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { keySql, sealedParts } from '../field-types/index.ts';
import { type EncryptedField, encryptedFields } from '../model/index.ts';

/** Where encrypted values are, and what opens them. */
export type KeyScene = Pick<RequestContext, 'db' | 'workspace' | 'model' | 'vault'>;

/** Values by the version of the key that they are sealed with; 0: those that are not sealed at all. */
type Counts = ReadonlyMap<number, number>;

const BATCH = 500;
/** The id before all others. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
/** Milliseconds that one call works before it says how far it is. */
const SLICE = 10_000;
/** Milliseconds within which every process has heard of a new key, and what it wrote by the one before is there. */
const SETTLED = 5_000;

/** A sealed value as it stands in its row. */
interface Row {
  readonly id: string;
  readonly sealed: string;
}

const placeOf = ({ workspace }: KeyScene, { object, field }: EncryptedField) => ({
  table: qualified(workspace.schema, object.table),
  column: quote(field.columns[0]!.name),
});

/** How many values stand under each version of the key, archived fields and the bin included. */
export async function countByKey(scene: KeyScene): Promise<Counts> {
  const counts = new Map<number, number>();
  for (const one of encryptedFields(scene.model)) {
    const { table, column } = placeOf(scene, one);
    const { rows } = await query<{ version: string; n: number }>(scene.db.direct(), {
      text: `SELECT ${keySql(column)} AS version, count(*)::int AS n FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1`,
      values: [],
    });
    for (const { version, n } of rows) {
      const key = Number(version);
      counts.set(key, (counts.get(key) ?? 0) + n);
    }
  }
  return counts;
}

/** Values page by page in the order of their ids, each page by the primary key: what is sought in them is told here. */
async function* rowsOf(scene: KeyScene, one: EncryptedField): AsyncGenerator<readonly Row[]> {
  const { table, column } = placeOf(scene, one);
  for (let after = BEFORE_ALL; ; ) {
    const { rows } = await query<Row>(scene.db.direct(), {
      text: `SELECT id, ${column} AS sealed FROM ${table} WHERE id > $1::uuid AND ${column} IS NOT NULL ORDER BY id LIMIT ${BATCH}`,
      values: [after],
    });
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    after = rows.at(-1)!.id;
  }
}

/** How many sealed values do not open. Reads all of them. */
export async function countUnopened(scene: KeyScene): Promise<number> {
  const keys = await scene.vault.ready();
  let unopened = 0;
  for (const one of encryptedFields(scene.model)) {
    for await (const rows of rowsOf(scene, one)) {
      for (const { sealed } of rows)
        if (sealedParts(sealed) && keys.tryOpen(one.field.id, sealed) === undefined) unopened += 1;
    }
  }
  return unopened;
}

/** How far a rotation is. */
export interface Rotation {
  /** of the key that all values come under */
  readonly version: number;
  /** values that this call has sealed anew */
  readonly turned: number;
  /** values that are still under another key */
  readonly left: number;
  /** those of them that do not open, and stay as they are */
  readonly unopened: number;
  readonly done: boolean;
}

/**
 * Seals values anew that stand under another key. A row that somebody has written meanwhile is left to that: what is
 * put in takes the place of what was read, or of nothing. Versions and times stay, it is no edit of anybody's.
 */
async function turn(scene: KeyScene, until: number): Promise<{ turned: number; unopened: number }> {
  const keys = await scene.vault.ready();
  let [turned, unopened] = [0, 0];
  for (const one of encryptedFields(scene.model)) {
    const { table, column } = placeOf(scene, one);
    for await (const page of rowsOf(scene, one)) {
      const rows = page.filter(({ sealed }) => (sealedParts(sealed)?.key ?? keys.current) !== keys.current);
      const opened = rows.flatMap(({ id, sealed }) => {
        const text = keys.tryOpen(one.field.id, sealed);
        return text === undefined ? [] : [{ id, sealed, anew: keys.seal(one.field.id, text) }];
      });
      unopened += rows.length - opened.length;
      if (opened.length === 0) continue;
      const { rowCount } = await query(scene.db.direct(), {
        text: `UPDATE ${table} t SET ${column} = v.anew FROM unnest($1::uuid[], $2::text[], $3::text[]) AS v (id, sealed, anew) WHERE t.id = v.id AND t.${column} = v.sealed`,
        values: [
          opened.map(({ id }) => id),
          opened.map(({ sealed }) => sealed),
          opened.map(({ anew }) => anew),
        ],
      });
      turned += rowCount;
      if (Date.now() > until) return { turned, unopened };
    }
  }
  return { turned, unopened };
}

const leftOver = (counts: Counts, current: number): number =>
  [...counts].reduce((sum, [version, n]) => (version === 0 || version === current ? sum : sum + n), 0);

/**
 * A step of a rotation: without a version to go on with it makes a new key, unless values stand under an older one, which
 * is a rotation that somebody broke off. What is done is done, so whoever is killed begins where it ended.
 */
export async function rotateKeys(
  scene: KeyScene,
  {
    version,
    onBegin,
  }: { readonly version?: number; readonly onBegin?: (version: number) => Promise<void> } = {},
): Promise<Rotation> {
  const { vault } = scene;
  let { current } = await vault.renew();
  if (version === undefined && leftOver(await countByKey(scene), current) === 0) {
    current = await vault.add();
    await onBegin?.(current);
  }
  const { turned, unopened } = await turn(scene, Date.now() + SLICE);
  const left = leftOver(await countByKey(scene), current);
  const keys = await vault.list();
  const made = keys.find((key) => key.purpose === 'data' && key.version === current)!;
  const age = Date.now() + scene.db.clockOffset() - made.createdAt.getTime();
  return { version: current, turned, left, unopened, done: left === unopened && age > SETTLED };
}
