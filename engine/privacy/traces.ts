import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import type { Model } from '../model/model.ts';
import { anyOf, type Term } from './terms.ts';

/** What lies beside the records of what they hold, or held. */
export interface Traces {
  /** entries of the audit, which histories are made of */
  readonly entries: number;
  readonly files: readonly { readonly id: string; readonly name: string; readonly size: number }[];
  /** imports of which refused rows are kept */
  readonly imports: readonly { readonly id: string; readonly name: string }[];
  /** answers kept for requests that may be repeated */
  readonly answers: number;
  /** documents of the model, published or in a draft */
  readonly documents: readonly { readonly kind: string; readonly key: string }[];
  readonly invitations: number;
  /** what was said of contacting the person that the records are */
  readonly consents: number;
}

/** Counts what else is kept of records, and of whom terms name. */
export async function countTraces(
  { schema, workspace }: Model,
  on: Pool | ClientBase,
  records: readonly string[],
  terms: readonly Pick<Term, 'pattern'>[],
): Promise<Traces> {
  const pattern = anyOf(terms);
  const at = (table: string): string => qualified(schema, table);
  const ask = async <Row extends object>(text: string, ...values: unknown[]): Promise<readonly Row[]> =>
    (await query<Row>(on, { text, values })).rows;
  const [entries] = await ask<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${at('_audit')} a WHERE a.record = ANY($1::uuid[]) OR a.changes COLLATE "C" ~* $2`,
    records,
    pattern,
  );
  const [answers] = await ask<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${at('_idempotency')} WHERE answer COLLATE "C" ~* $1`,
    pattern,
  );
  const [invitations] = await ask<{ n: number }>(
    'SELECT count(*)::int AS n FROM control.invitation i JOIN control.workspace w ON w.id = i.workspace_id WHERE w.name = $1 AND i.email COLLATE "C" ~* $2',
    workspace,
    pattern,
  );
  const [consents] = await ask<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${at('_consent')} WHERE record = ANY($1::uuid[]) OR concat_ws(E'\\n', source, words, evidence) COLLATE "C" ~* $2`,
    records,
    pattern,
  );
  return {
    consents: consents!.n,
    entries: entries!.n,
    answers: answers!.n,
    invitations: invitations!.n,
    files: await ask(
      `SELECT id::text, name, size::float8 AS size FROM ${at('_file')} WHERE record = ANY($1::uuid[]) ORDER BY id`,
      records,
    ),
    imports: await ask(
      `SELECT i.id::text, i.name FROM ${at('_import')} i WHERE concat_ws(E'\\n', i.name, i.options, i.report) COLLATE "C" ~* $1 OR EXISTS (SELECT FROM ${at('_import_refused')} r WHERE r.import_id = i.id AND concat_ws(E'\\n', r.cells, r.problems) COLLATE "C" ~* $1) ORDER BY i.id`,
      pattern,
    ),
    documents: await ask(
      `SELECT kind, key FROM ${at('_meta_doc')} WHERE body COLLATE "C" ~* $1 UNION SELECT kind, key FROM ${at('_meta_draft_doc')} WHERE body COLLATE "C" ~* $1 ORDER BY 1, 2`,
      pattern,
    ),
  };
}
