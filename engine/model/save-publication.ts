import { type ClientBase, query, type Workspace } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { addressOf, type Document, type Documents } from './document.ts';
import { type Alias, checksumOf, checksumOfSet, type Published, textOf } from './store.ts';

/** A column, or the table of an object, as a publish leaves it. */
export interface PhysicalRow {
  /** id of the field, or of the object */
  readonly id: string;
  readonly part: string;
  readonly table: string;
  /** null: the row stands for the table itself */
  readonly column: string | null;
  readonly type: string | null;
  readonly state: 'live' | 'archived';
}

/** That one thing names another, by their ids. */
export interface Dependency {
  readonly from: string;
  readonly to: string;
  readonly how: string;
}

/** One publish, ready to be written. */
export interface Publication {
  readonly before: Published;
  readonly documents: Documents;
  readonly physical: readonly PhysicalRow[];
  readonly aliases: readonly Alias[];
  readonly dependencies: readonly Dependency[];
  readonly draftId: string | null;
  readonly publishedBy: string | null;
  readonly publishedAt: Date;
  readonly note: string | null;
  /** JSON, for the list of versions */
  readonly changes: string;
}

type Columns<Row> = readonly (readonly [name: string, type: string, read: (row: Row) => unknown])[];

/** Inserts many rows by one array per column. */
async function insertAll<Row>(
  client: ClientBase,
  table: string,
  columns: Columns<Row>,
  rows: readonly Row[],
  tail = '',
): Promise<void> {
  if (rows.length === 0) return;
  const names = columns.map(([name]) => quote(name)).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');
  await query(client, {
    text: `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays}) AS r (${names})${tail}`,
    values: columns.map(([, , read]) => rows.map(read)),
  });
}

const overwrite = (keys: readonly string[], values: readonly string[]): string =>
  ` ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${values.map((name) => `${quote(name)} = excluded.${quote(name)}`).join(', ')}`;

const isUnchanged = (was: Document, is: Document): boolean =>
  was === is || (was.id === is.id && was.package === is.package && textOf(was) === textOf(is));

/** Documents that a publish writes or takes away. */
export function changedDocuments(before: Documents, after: Documents) {
  const written = [...after].flatMap(([address, document]) => {
    const was = before.get(address);
    return was && isUnchanged(was, document) ? [] : [document];
  });
  return { written, removed: [...before.values()].filter((document) => !after.has(addressOf(document))) };
}

/** What history keeps of a document: more than its text, so that a removed one can come back. */
const historyText = ({ id, package: home, body }: Document): string =>
  JSON.stringify({ id, package: home, body });

/** Writes a publish over the version before, in its transaction. */
export async function savePublication(
  client: ClientBase,
  { schema }: Pick<Workspace, 'schema'>,
  publication: Publication,
): Promise<void> {
  const { before, documents, publishedAt } = publication;
  const table = (name: string): string => qualified(schema, name);
  const version = before.version + 1;
  const checksum = checksumOfSet(documents);
  const { written, removed } = changedDocuments(before.documents, documents);
  if (removed.length > 0) {
    await query(client, {
      text: `DELETE FROM ${table('_meta_doc')} AS d USING unnest($1::text[], $2::text[]) AS r (kind, key) WHERE d.kind = r.kind AND d.key = r.key`,
      values: [removed.map(({ kind }) => kind), removed.map(({ key }) => key)],
    });
  }
  await insertAll<Document>(
    client,
    table('_meta_doc'),
    [
      ['kind', 'text', ({ kind }) => kind],
      ['key', 'text', ({ key }) => key],
      ['id', 'text', ({ id }) => id],
      ['package', 'text', (document) => document.package],
      ['body', 'text', textOf],
      ['checksum', 'text', (document) => checksumOf(textOf(document))],
    ],
    written,
    overwrite(['kind', 'key'], ['id', 'package', 'body', 'checksum']),
  );
  await insertAll<{ document: Document; text: string | null }>(
    client,
    table('_meta_history'),
    [
      ['v', 'int', () => version],
      ['kind', 'text', ({ document }) => document.kind],
      ['key', 'text', ({ document }) => document.key],
      ['body', 'text', ({ text }) => text],
    ],
    [
      ...written.map((document) => ({ document, text: historyText(document) })),
      ...removed.map((document) => ({ document, text: null })),
    ],
  );
  await insertAll<PhysicalRow>(
    client,
    table('_meta_physical'),
    [
      ['field_id', 'text', ({ id }) => id],
      ['part', 'text', ({ part }) => part],
      ['table_name', 'text', (row) => row.table],
      ['column_name', 'text', ({ column }) => column],
      ['pg_type', 'text', ({ type }) => type],
      ['state', 'text', ({ state }) => state],
    ],
    publication.physical,
    overwrite(['field_id', 'part'], ['pg_type', 'state']),
  );
  await saveAliases(client, table('_meta_alias'), publication, version);
  await query(client, { text: `DELETE FROM ${table('_meta_dep')}` });
  await insertAll<Dependency>(
    client,
    table('_meta_dep'),
    [
      ['from_id', 'text', ({ from }) => from],
      ['to_id', 'text', ({ to }) => to],
      ['how', 'text', ({ how }) => how],
    ],
    publication.dependencies,
  );
  await query(client, {
    text: `INSERT INTO ${table('_meta_version')} (v, base_v, draft_id, published_by, published_at, note, checksum, changes) VALUES ($1::int, $2::int, $3::uuid, $4::uuid, $5::timestamptz(3), $6, $7, $8)`,
    values: [
      version,
      before.version,
      publication.draftId,
      publication.publishedBy,
      publishedAt.toISOString(),
      publication.note,
      checksum,
      publication.changes,
    ],
  });
  await query(client, {
    text: `UPDATE ${table('_meta_current')} SET v = $1::int, checksum = $2 WHERE one = 1`,
    values: [version, checksum],
  });
}

/** Writes the old names that lead on from now on, and forgets those that do no more. */
async function saveAliases(
  client: ClientBase,
  table: string,
  { before, aliases }: Publication,
  version: number,
): Promise<void> {
  const keyOf = ({ kind, parentId, oldName }: Alias): string => `${kind} ${parentId} ${oldName}`;
  const kept = new Map(aliases.map((alias) => [keyOf(alias), alias]));
  const known = new Map(before.aliases.map((alias) => [keyOf(alias), alias]));
  const gone = before.aliases.filter((alias) => !kept.has(keyOf(alias)));
  if (gone.length > 0) {
    await query(client, {
      text: `DELETE FROM ${table} AS a USING unnest($1::text[], $2::text[], $3::text[]) AS r (kind, parent_id, old_name) WHERE a.kind = r.kind AND a.parent_id = r.parent_id AND a.old_name = r.old_name`,
      values: [
        gone.map(({ kind }) => kind),
        gone.map(({ parentId }) => parentId),
        gone.map(({ oldName }) => oldName),
      ],
    });
  }
  await insertAll<Alias>(
    client,
    table,
    [
      ['kind', 'text', ({ kind }) => kind],
      ['parent_id', 'text', ({ parentId }) => parentId],
      ['old_name', 'text', ({ oldName }) => oldName],
      ['id', 'text', ({ id }) => id],
      ['since_v', 'int', () => version],
    ],
    aliases.filter((alias) => known.get(keyOf(alias))?.id !== alias.id),
    overwrite(['kind', 'parent_id', 'old_name'], ['id', 'since_v']),
  );
}
