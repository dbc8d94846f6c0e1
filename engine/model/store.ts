import { createHash } from 'node:crypto';
import { type ClientBase, type Pool, query, type Workspace } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import {
  addressOf,
  type Body,
  type Document,
  type DocumentKind,
  type Documents,
  toDocuments,
} from './document.ts';

/** Where metadata is read: a pool, or a client inside a transaction. */
export type Connection = Pool | ClientBase;

/** An old API name that still leads to what it named. */
export interface Alias {
  readonly kind: 'object' | 'field';
  /** the object of a field; '' of an object */
  readonly parentId: string;
  readonly oldName: string;
  readonly id: string;
}

/** Everything that a workspace has published, as it is stored. */
export interface Published {
  /** 0 before the first publish */
  readonly version: number;
  readonly checksum: string;
  readonly documents: Documents;
  /** column of `${fieldId}/${part}`, table of `${objectId}/` */
  readonly physical: ReadonlyMap<string, string>;
  readonly aliases: readonly Alias[];
}

/** Text of a document as it is stored: its author's order of keys. */
export const textOf = ({ body }: Pick<Document, 'body'>): string => JSON.stringify(body);

export const checksumOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** One checksum of a whole set, whatever the order of its documents. */
export const checksumOfSet = (documents: Documents): string =>
  checksumOf(
    [...documents]
      .map(([address, document]) => `${address} ${document.package} ${checksumOf(textOf(document))}`)
      .sort()
      .join('\n'),
  );

interface Row {
  readonly what: 'current' | 'document' | 'physical' | 'alias';
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly d: string;
  readonly e: string;
}

/** One statement, so that all of it is of one version. */
const publishedSql = (schema: string): string => {
  const from = (table: string): string => qualified(schema, table);
  return [
    `SELECT 'current' AS what, v::text AS a, checksum AS b, '' AS c, '' AS d, '' AS e FROM ${from('_meta_current')}`,
    `SELECT 'document', kind, key, id, package, body FROM ${from('_meta_doc')}`,
    `SELECT 'physical', field_id, part, coalesce(column_name, table_name), '', '' FROM ${from('_meta_physical')}`,
    `SELECT 'alias', kind, parent_id, old_name, id, '' FROM ${from('_meta_alias')}`,
  ].join(' UNION ALL ');
};

/** Reads what is published. Documents come in the order of their addresses. */
export async function loadPublished(
  on: Connection,
  { schema }: Pick<Workspace, 'schema'>,
): Promise<Published> {
  const { rows } = await query<Row>(on, { text: publishedSql(schema) });
  const of = (what: Row['what']): readonly Row[] => rows.filter((row) => row.what === what);
  const [current] = of('current');
  const documents = of('document').map(
    ({ a, b, c, d, e }): Document => ({
      kind: a as DocumentKind,
      key: b,
      id: c,
      package: d,
      body: JSON.parse(e) as Body,
    }),
  );
  return {
    version: Number(current?.a ?? 0),
    checksum: current?.b ?? '',
    documents: toDocuments(documents.sort((one, other) => (addressOf(one) < addressOf(other) ? -1 : 1))),
    physical: new Map(of('physical').map(({ a, b, c }) => [`${a}/${b}`, c])),
    aliases: of('alias').map(({ a, b, c, d }) => ({
      kind: a as Alias['kind'],
      parentId: b,
      oldName: c,
      id: d,
    })),
  };
}

/** The version that is published; 0 before the first. */
export async function publishedVersion(
  on: Connection,
  { schema }: Pick<Workspace, 'schema'>,
): Promise<number> {
  const { rows } = await query<{ v: number }>(on, {
    text: `SELECT v FROM ${qualified(schema, '_meta_current')} WHERE one = 1`,
  });
  return rows[0]?.v ?? 0;
}
