import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import type { ModelField } from '../model/model.ts';
import { openKept } from '../records/index.ts';
import { isErasedTitle } from './erased-title.ts';
import { identifyingFields, titleOf } from './personal.ts';
import type { FoundRow, RecordTable } from './tables.ts';
import { type Term, type TermKind, termOf } from './terms.ts';

/** What a field's values are to whoever looks for a person. */
const kindOf = ({ type }: ModelField): TermKind => {
  if (type.personal !== 'identifies') return 'identifier';
  return type.link === 'mailto:' ? 'email' : 'phone';
};

/** The words of a value as the audit has it: a text, a name in its parts, several addresses. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { value: entry, full } = value as { value?: unknown; full?: unknown };
  return textsIn(entry ?? full);
}

interface Identifying {
  readonly field: ModelField;
  readonly kind: TermKind;
}

const fieldsOf = ({ object }: RecordTable): readonly Identifying[] => {
  const title = titleOf(object);
  const own = identifyingFields(object).map((field) => ({ field, kind: kindOf(field) }));
  const isNamed = title && !own.some(({ field }) => field === title);
  return isNamed ? [...own, { field: title, kind: 'name' }] : own;
};

/** What the audit says that fields of a record have held. */
async function formerValues(
  { model }: RequestContext,
  on: Pool | ClientBase,
  id: string,
  fields: readonly Identifying[],
): Promise<readonly (readonly [TermKind, string, ModelField])[]> {
  const { rows } = await query<{ changes: string }>(on, {
    text: `SELECT a.changes FROM ${qualified(model.schema, '_audit')} a WHERE a.record = $1::uuid AND a.op IN ('create', 'update')`,
    values: [id],
  });
  const all = rows.map(({ changes }) => JSON.parse(changes) as Readonly<Record<string, unknown>>);
  return fields.flatMap(({ field, kind }) =>
    all.flatMap((changes) => textsIn(changes[field.id]).map((text) => [kind, text, field] as const)),
  );
}

/** By what the persons are known who some records are: what these hold, and what they have held. */
export async function termsOfRecords(
  ctx: RequestContext,
  on: Pool | ClientBase,
  persons: readonly (readonly [RecordTable, FoundRow])[],
): Promise<readonly Term[]> {
  const terms: Term[] = [];
  for (const [table, { id, row }] of persons) {
    const fields = fieldsOf(table);
    const held = fields.flatMap(({ field, kind }) =>
      textsIn(row[field.columns[0]!.name]).map((text) => [kind, text, field] as const),
    );
    for (const [kind, kept, field] of [...held, ...(await formerValues(ctx, on, id, fields))]) {
      const text = String(await openKept(ctx, field.id, kept));
      const term = isErasedTitle(text) ? undefined : termOf(kind, text);
      if (term) terms.push(term);
    }
  }
  return terms;
}
