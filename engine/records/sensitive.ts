import { auditWriterOf, type Entry, writeEntries } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { LIMITS } from '../limits.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import type { Connection } from './postgres.ts';

/** A field whose readers are kept in the audit. */
export interface SensitiveField {
  readonly object: ModelObject;
  readonly field: ModelField;
}

/** A field that an answer shows, and SQL of the records whose values that are: their ids behind each other, or null. */
export interface ShownField extends SensitiveField {
  readonly ids: string;
}

/** What a statement reads of sensitive fields. */
export interface SensitiveReads {
  readonly shown: readonly ShownField[];
  /** those that are not shown, but filtered, sorted or grouped by, summed up, or read by a formula */
  readonly asked: readonly SensitiveField[];
}

/** Fields that a statement has read so far, by id. */
export type SensitiveFields = Map<string, SensitiveField>;

export const isSensitive = ({ classification }: Pick<ModelField, 'classification'>): boolean =>
  classification === 'sensitive';

/** What is behind a statement: what it shows, and the rest of all that went into it. */
export const readsOf = (read: SensitiveFields, shown: readonly ShownField[]): SensitiveReads => ({
  shown,
  asked: [...read.values()].filter(({ field }) => !shown.some((one) => one.field.id === field.id)),
});

const entryOf = (
  object: string,
  fields: readonly string[],
  how: 'values' | 'question',
  ids: string[],
): Entry => ({
  op: 'read',
  object,
  ...(ids.length === 1 && { record: ids[0]! }),
  changes: {
    fields,
    how,
    ...(ids.length > 1 && { records: ids.slice(0, LIMITS.readRecords), count: ids.length }),
  },
});

/** Values of these fields are shown, each of the records whose ids stand beside it. */
export function entriesOfShown(
  shown: readonly (SensitiveField & { readonly records: Iterable<string> })[],
): Entry[] {
  const byObject = Map.groupBy(shown, ({ object }) => object.id);
  return [...byObject].flatMap(([object, some]) => {
    const fieldsOf = new Map<string, Set<string>>();
    for (const { field, records } of some)
      for (const id of records) fieldsOf.set(id, (fieldsOf.get(id) ?? new Set()).add(field.id));
    // records of which the same fields are shown stand in one entry
    const alike = Map.groupBy(fieldsOf.keys(), (id) => [...fieldsOf.get(id)!].sort().join());
    return [...alike].map(([fields, ids]) => entryOf(object, fields.split(','), 'values', ids));
  });
}

const entriesOfAsked = (asked: readonly SensitiveField[]): Entry[] =>
  [...Map.groupBy(asked, ({ object }) => object.id)].map(([object, some]) =>
    entryOf(object, some.map(({ field }) => field.id).sort(), 'question', []),
  );

/** What is to be left of rows in which the ids of each shown field stand from column `first` on. */
export const entriesOf = (
  { shown, asked }: SensitiveReads,
  rows: readonly (readonly (string | null)[])[],
  first: number,
): Entry[] => [
  ...entriesOfShown(
    shown.map((one, index) => ({
      ...one,
      records: rows.flatMap((row) => row[first + index]?.split(' ') ?? []),
    })),
  ),
  ...entriesOfAsked(asked),
];

/**
 * Leaves who reads what, and is over before anybody has the answer: nothing sensitive is shown of which nothing stands
 * in the audit. What the engine reads for itself nobody is shown. Whoever is in a transaction hands it over: waiting for
 * a second connection, many of them would wait for each other.
 */
export async function leaveReads(
  ctx: RequestContext,
  entries: readonly Entry[],
  on: Connection = ctx.db.forWorkspace(ctx.workspace),
): Promise<void> {
  if (entries.length === 0 || ctx.actor.kind === 'engine') return;
  await writeEntries(auditWriterOf(ctx), on, entries);
}

/** The same of a question that shows no records one by one. */
export const leaveAsked = (
  ctx: RequestContext,
  asked: Iterable<SensitiveField>,
  on?: Connection,
): Promise<void> => leaveReads(ctx, entriesOfAsked([...asked]), on);

/** What forms have asked, until when it counts as the same question: of this process, the oldest first. */
const askedByForms = new Map<string, number>();

/**
 * The same of a form, which asks with each word that is typed: once per hour for who asks about what. `about` names the
 * record and whatever of others the question leads to.
 */
export async function leaveAskedOnce(
  ctx: RequestContext,
  asked: readonly SensitiveField[],
  about: readonly unknown[],
  on?: Connection,
): Promise<void> {
  if (asked.length === 0) return;
  const { workspace, actor, now } = ctx;
  const fields = asked.map(({ field }) => field.id).sort();
  const key = JSON.stringify([workspace.id, actor.userId, actor.viewedBy?.id, ...fields, ...about]);
  const time = now.getTime();
  if ((askedByForms.get(key) ?? 0) > time) return;
  await leaveAsked(ctx, asked, on);
  askedByForms.delete(key);
  askedByForms.set(key, time + LIMITS.formReadMinutes * 60_000);
  if (askedByForms.size > LIMITS.formReads) askedByForms.delete(askedByForms.keys().next().value!);
}
