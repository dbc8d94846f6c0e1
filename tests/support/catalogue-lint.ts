import { type Pool, query } from '../../engine/db/connect.ts';

/** What would keep a schema from moving to another server on its own; each a sentence. */
const FAULTS = `
  SELECT format('%I has no primary key', c.relname) AS fault
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')
  UNION ALL
  SELECT format('%I has the trigger %I', c.relname, t.tgname)
  FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND NOT t.tgisinternal
  UNION ALL
  SELECT format('%I.%I refers to %I.%I by %I', n.nspname, c.relname, fn.nspname, f.relname, k.conname)
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class f ON f.oid = k.confrelid JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
  WHERE k.contype = 'f' AND (n.nspname = $1) <> (fn.nspname = $1)
  UNION ALL
  SELECT format('%I is a sequence, function or view', o.name)
  FROM (
    SELECT c.relname AS name FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('S', 'v', 'm')
    UNION ALL
    SELECT p.proname FROM pg_catalog.pg_proc p
      JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $1
  ) o
  UNION ALL
  SELECT format('%I is %s bytes long', o.name, octet_length(o.name))
  FROM (
    SELECT c.relname::text AS name FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1
    UNION
    SELECT k.conname::text FROM pg_catalog.pg_constraint k
      JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace WHERE n.nspname = $1
  ) o
  WHERE octet_length(o.name) > 50`;

/** Every way in which a workspace's schema breaks the rules of its tables; empty when it keeps them. */
export async function schemaFaults(pool: Pool, schema: string): Promise<string[]> {
  const { rows } = await query<{ fault: string }>(pool, { text: FAULTS, values: [schema] });
  return rows.map(({ fault }) => fault);
}
