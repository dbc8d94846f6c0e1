import { type ErasedEntry, eraseEntries } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { type ClientBase, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { withoutWords } from './erase-rows.ts';
import { isStrong, keysOf } from './find.ts';
import { personalFields } from './personal.ts';
import type { ErasurePlan } from './plan.ts';
import { alsoSealed, anyOf, GONE, type Term } from './terms.ts';

interface EntryRow {
  readonly at: string;
  readonly id: string;
  readonly record: string | null;
  readonly changes: string;
}

/** What finds the terms in a text, each time; undefined where there are none. */
export const finderOf = (terms: readonly Pick<Term, 'pattern'>[]): RegExp | undefined =>
  terms.length === 0 ? undefined : new RegExp(anyOf(terms), 'gi');

/** An entry of one of the persons: fields that told something about them keep that they changed, and no value. */
function withoutFields(changes: Readonly<Record<string, unknown>>, lost: ReadonlySet<string>) {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name, lost.has(name) ? null : value]),
  );
}

/** Takes the values out of the audit. How many entries lost some. */
async function eraseAudit(ctx: RequestContext, client: ClientBase, plan: ErasurePlan): Promise<number> {
  const { persons, references, everywhere, found } = plan;
  const { schema } = ctx.model;
  const lost = new Map(
    persons.map(({ id, object }) => [id, new Set(personalFields(object).map((field) => field.id))]),
  );
  const around = new Set(references.map(({ id }) => id));
  const { rows } = await query<EntryRow>(client, {
    text: `SELECT a.at::text, a.id::text, a.record::text, a.changes FROM ${qualified(schema, '_audit')} a WHERE a.record = ANY($1::uuid[]) OR a.changes COLLATE "C" ~* $2`,
    values: [[...lost.keys(), ...around], anyOf(everywhere)],
  });
  const [inPersons, inReferences, elsewhere] = [
    finderOf(found.terms),
    finderOf([...everywhere, ...found.terms.filter((term) => !isStrong(term))]),
    finderOf(everywhere),
  ];
  const erased = rows.flatMap(({ at, id, record, changes }): ErasedEntry[] => {
    const own = record === null ? undefined : lost.get(record);
    const finder = own ? inPersons : record !== null && around.has(record) ? inReferences : elsewhere;
    const known = JSON.parse(changes) as Readonly<Record<string, unknown>>;
    const text = JSON.stringify(withoutWords(own ? withoutFields(known, own) : known, finder));
    return text === changes ? [] : [{ at, id, changes: text }];
  });
  return eraseEntries(client, schema, ctx.secretKey, ctx.now, erased);
}

interface ImportRow {
  readonly id: string;
  readonly name: string | null;
  readonly options: string | null;
  readonly report: string | null;
}

/** Refused rows keep their numbers and the codes of what was wrong with them. Ids of the imports that they are of. */
async function eraseRefused(
  { model }: RequestContext,
  client: ClientBase,
  pattern: string,
): Promise<readonly string[]> {
  const problem = "jsonb_build_object('code', p -> 'code', 'heading', p -> 'heading', 'problem', $2::jsonb)";
  const { rows } = await query<{ id: string }>(client, {
    text:
      `UPDATE ${qualified(model.schema, '_import_refused')} SET cells = (SELECT coalesce(jsonb_agg(''::text), '[]') FROM jsonb_array_elements(cells::jsonb))::text,` +
      ` problems = (SELECT coalesce(jsonb_agg(${problem}), '[]') FROM jsonb_array_elements(problems::jsonb) p)::text` +
      ` WHERE concat_ws(E'\\n', cells, problems) COLLATE "C" ~* $1 RETURNING import_id::text AS id`,
    values: [pattern, JSON.stringify({ en: GONE, 'zh-CN': GONE })],
  });
  return rows.map(({ id }) => id);
}

async function eraseImports(
  ctx: RequestContext,
  client: ClientBase,
  pattern: string,
  finder: RegExp,
): Promise<number> {
  const table = qualified(ctx.model.schema, '_import');
  const { rows } = await query<ImportRow>(client, {
    text: `SELECT id::text, name, options, report FROM ${table} WHERE concat_ws(E'\\n', name, options, report) COLLATE "C" ~* $1`,
    values: [pattern],
  });
  for (const { id, name, options, report } of rows) {
    const json = (text: string | null) =>
      text === null ? null : JSON.stringify(withoutWords(JSON.parse(text), finder));
    await query(client, {
      text: `UPDATE ${table} SET name = $2, options = $3, report = $4 WHERE id = $1::uuid`,
      values: [id, withoutWords(name, finder), json(options), json(report)],
    });
  }
  const refused = await eraseRefused(ctx, client, pattern);
  return new Set([...refused, ...rows.map(({ id }) => id)]).size;
}

/** The ledger keeps what was said; how it was obtained and proved may tell more of the persons. */
async function eraseConsents(
  { model }: RequestContext,
  client: ClientBase,
  { persons }: ErasurePlan,
  pattern: string,
): Promise<number> {
  const { rowCount } = await query(client, {
    text: `UPDATE ${qualified(model.schema, '_consent')} SET source = NULL, words = NULL, evidence = NULL WHERE coalesce(source, words, evidence) IS NOT NULL AND (record = ANY($1::uuid[]) OR concat_ws(E'\\n', source, words, evidence) COLLATE "C" ~* $2)`,
    values: [persons.map(({ id }) => id), pattern],
  });
  return rowCount;
}

/** The rows of the persons' files; their bytes go once this has become true. Ids of the files. */
async function eraseFiles(
  { model }: RequestContext,
  client: ClientBase,
  { persons }: ErasurePlan,
): Promise<readonly string[]> {
  const fields = new Set(persons.flatMap(({ object }) => personalFields(object).map(({ id }) => id)));
  const { rows } = await query<{ id: string }>(client, {
    text: `DELETE FROM ${qualified(model.schema, '_file')} WHERE record = ANY($1::uuid[]) AND field_id = ANY($2::text[]) RETURNING id::text`,
    values: [persons.map(({ id }) => id), [...fields]],
  });
  return rows.map(({ id }) => id);
}

/** Answers that are kept for a day are kept no longer where they speak of the persons. */
async function eraseAnswers(
  { model }: RequestContext,
  client: ClientBase,
  { persons }: ErasurePlan,
  pattern: string,
): Promise<number> {
  const ids = persons.map(({ id }) => id).join('|');
  const { rowCount } = await query(client, {
    text: `DELETE FROM ${qualified(model.schema, '_idempotency')} WHERE answer COLLATE "C" ~* $1 OR answer ~ $2 OR address ~ $2`,
    values: [pattern, ids],
  });
  return rowCount;
}

/** By what match rules found the persons, and what spoke of them. */
async function eraseMatches(
  { model }: RequestContext,
  client: ClientBase,
  { persons, references }: ErasurePlan,
): Promise<void> {
  await query(client, {
    text: `DELETE FROM ${qualified(model.schema, '_match')} WHERE record = ANY($1::uuid[])`,
    values: [[...persons, ...references].map(({ id }) => id)],
  });
  await query(client, {
    text: `DELETE FROM ${qualified(model.schema, '_duplicate')} WHERE a = ANY($1::uuid[]) OR b = ANY($1::uuid[])`,
    values: [[...persons, ...references].map(({ id }) => id)],
  });
}

/** What records held before others were merged into them, or before an import changed them: it is not taken back then. */
async function eraseHeld(
  { model }: RequestContext,
  client: ClientBase,
  { persons }: ErasurePlan,
  pattern: string,
): Promise<void> {
  const values = [persons.map(({ id }) => id), pattern];
  const named = '(record = ANY($1::uuid[]) OR held COLLATE "C" ~* $2)';
  const merged = qualified(model.schema, '_merge_row');
  await query(client, { text: `DELETE FROM ${merged} WHERE kind = 'value' AND ${named}`, values });
  const mappings = qualified(model.schema, '_import_mapping');
  await query(client, { text: `DELETE FROM ${mappings} WHERE columns COLLATE "C" ~* $1`, values: [pattern] });
  const imported = qualified(model.schema, '_import_held');
  await query(client, { text: `DELETE FROM ${imported} WHERE ${named}`, values });
}

export interface ErasedTraces {
  readonly entries: number;
  readonly imports: number;
  readonly answers: number;
  readonly consents: number;
  readonly files: readonly string[];
}

/** Erases what lies beside the records. */
export async function eraseTraces(
  ctx: RequestContext,
  client: ClientBase,
  plan: ErasurePlan,
): Promise<ErasedTraces> {
  const said = alsoSealed(plan.everywhere, await keysOf(ctx));
  const finder = finderOf(said);
  await eraseMatches(ctx, client, plan);
  await eraseHeld(ctx, client, plan, anyOf(said));
  return {
    entries: await eraseAudit(ctx, client, plan),
    imports: finder ? await eraseImports(ctx, client, anyOf(said), finder) : 0,
    consents: await eraseConsents(ctx, client, plan, anyOf(plan.everywhere)),
    answers: await eraseAnswers(ctx, client, plan, anyOf(plan.everywhere)),
    files: await eraseFiles(ctx, client, plan),
  };
}
