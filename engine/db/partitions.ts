import type { ClientBase } from 'pg';
import { literal, qualified } from './names.ts';

/** Months made ahead, the present one included. */
const MONTHS = 3;
const TABLE = '_audit';
const REST = '_audit_default';

interface Month {
  readonly name: string;
  /** literals of SQL */
  readonly from: string;
  readonly to: string;
}

/** The month `ahead` of the one in which `now` lies, by UTC. */
function monthOf(now: Date, ahead: number): Month {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth() + ahead];
  const start = new Date(Date.UTC(year, month));
  const end = new Date(Date.UTC(year, month + 1));
  return {
    name: `${TABLE}_${start.toISOString().slice(0, 7).replace('-', '_')}`,
    from: literal(start.toISOString()),
    to: literal(end.toISOString()),
  };
}

async function partitionsOf(client: ClientBase, schema: string): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>({
    text: `SELECT c.relname::text AS name FROM pg_catalog.pg_inherits i
      JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
      JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
      JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
      WHERE n.nspname = $1 AND p.relname = $2`,
    values: [schema, TABLE],
  });
  return new Set(rows.map(({ name }) => name));
}

/** The statements that are still to be run for the months from `now` on; each is run as a message of its own. */
export async function missingPartitions(
  client: ClientBase,
  schema: string,
  now: Date,
): Promise<readonly string[]> {
  const known = await partitionsOf(client, schema);
  const rest = known.has(REST)
    ? []
    : [`CREATE TABLE ${qualified(schema, REST)} PARTITION OF ${qualified(schema, TABLE)} DEFAULT`];
  const months = Array.from({ length: MONTHS }, (_, ahead) => monthOf(now, ahead));
  return [
    ...rest,
    ...months.filter(({ name }) => !known.has(name)).flatMap((month) => partition(schema, month)),
  ];
}

/**
 * A table of its own that is attached when it is whole: attaching does not stop writers, and entries that
 * the default partition has caught meanwhile move over.
 */
function partition(schema: string, { name, from, to }: Month): readonly string[] {
  const [table, parent, rest] = [name, TABLE, REST].map((one) => qualified(schema, one));
  const caught = `at >= ${from} AND at < ${to}`;
  const columns = 'at, id, object, record, version, tx, actor, on_behalf, op, changes, v';
  return [
    `CREATE TABLE ${table} (LIKE ${parent} INCLUDING DEFAULTS INCLUDING INDEXES)`,
    `LOCK TABLE ${rest} IN ACCESS EXCLUSIVE MODE`,
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${rest} WHERE ${caught}`,
    `DELETE FROM ${rest} WHERE ${caught}`,
    `ALTER TABLE ${parent} ATTACH PARTITION ${table} FOR VALUES FROM (${from}) TO (${to})`,
  ];
}

/** The months that have a table, the first first: its name, and the moment at which the next month begins. */
export async function auditMonths(
  client: ClientBase,
  schema: string,
): Promise<readonly { readonly name: string; readonly to: string }[]> {
  return [...(await partitionsOf(client, schema))]
    .flatMap((name) => {
      const [, year, month] = /_(\d{4})_(\d{2})$/.exec(name) ?? [];
      return year === undefined
        ? []
        : [{ name, to: new Date(Date.UTC(Number(year), Number(month))).toISOString() }];
    })
    .sort((a, b) => (a.to < b.to ? -1 : 1));
}
