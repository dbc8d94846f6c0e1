import type { RequestContext } from '../context.ts';
import { fileIdOf, type WireValue } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { systemTable } from './frame.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';
import type { Trace } from './trail.ts';

/** A body about to be judged; `record` is the id of the one that it changes. */
export interface FileBody {
  readonly values: unknown;
  readonly record?: string;
}

interface KnownFile {
  readonly field: string;
  readonly record: string | null;
  readonly createdBy: string | null;
  readonly value: WireValue;
}

const fileFields = new WeakMap<ModelObject, ReadonlyMap<string, ModelField>>();

/** The fields of an object that hold files, by every name that a body may call them. */
function fileFieldsOf(object: ModelObject): ReadonlyMap<string, ModelField> {
  let known = fileFields.get(object);
  if (!known) {
    const own = [...object.fields.values()].filter((field) => field.type.files && !field.engineWritten);
    const byName = new Map(own.map((field) => [field.name, field]));
    const aliases = [...object.aliases].flatMap(([alias, name]) => {
      const field = byName.get(name);
      return field ? [[alias, field] as const] : [];
    });
    known = new Map([...byName, ...aliases]);
    fileFields.set(object, known);
  }
  return known;
}

const isBody = (values: unknown): values is Readonly<Record<string, unknown>> =>
  typeof values === 'object' && values !== null && !Array.isArray(values);

const membersOf = (value: unknown): readonly unknown[] =>
  (Array.isArray(value) ? value.slice(0, LIMITS.filesPerField + 1) : [value]) as readonly unknown[];

/** What a value says where a file is not known: its id alone, which its type refuses. */
const unknownFile = (given: unknown): unknown => {
  const id = fileIdOf(given);
  return id === undefined ? given : { id };
};

const SELECT = (table: string): string => `
  SELECT id, field_id, record, created_by, json_build_object('id', id, 'name', name, 'size', size, 'type', type)
  FROM ${table}
  WHERE id = ANY($1::uuid[]) AND (left_at IS NULL
    OR left_at > $2::timestamptz - CASE WHEN record IS NULL THEN make_interval(hours => $3::int) ELSE make_interval(days => $4::int) END)`;

async function readFiles(
  ctx: RequestContext,
  on: Connection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownFile>> {
  const text = SELECT(systemTable(ctx.model, '_file'));
  const values = [ids, ctx.now.toISOString(), LIMITS.fileWaitHours, LIMITS.fileKeptDays];
  const { rows } = await runStatement(on, { name: statementName(text), text, values });
  return new Map(
    rows.map(([id, field, record, createdBy, value]) => [
      id!,
      { field: field!, record: record ?? null, createdBy: createdBy ?? null, value: JSON.parse(value!) },
    ]),
  );
}

/**
 * The bodies with what the engine knows of the files that they name: those that the actor has uploaded for
 * the field, and those that the record holds or held. Any other stays without its name and size, and is refused
 * by its type. Of a body that names no file nothing is asked.
 */
export async function withFiles(
  ctx: RequestContext,
  on: Connection,
  object: ModelObject,
  bodies: readonly FileBody[],
): Promise<readonly unknown[]> {
  const fields = fileFieldsOf(object);
  if (fields.size === 0) return bodies.map(({ values }) => values);
  const named = bodies.map(({ values }) =>
    isBody(values) ? Object.entries(values).filter(([name]) => fields.has(name)) : [],
  );
  const ids = named.flatMap((entries) =>
    entries.flatMap(([, value]) => membersOf(value).flatMap((one) => fileIdOf(one) ?? [])),
  );
  if (named.every((entries) => entries.length === 0)) return bodies.map(({ values }) => values);
  const known = ids.length === 0 ? new Map<string, KnownFile>() : await readFiles(ctx, on, ids);
  const taken = new Map<string, number>();
  return bodies.map(({ values, record }, index) => {
    const resolved = named[index]!.map(([name, value]) => {
      const { id: fieldId } = fields.get(name)!;
      const of = (given: unknown): unknown => {
        const id = fileIdOf(given);
        const file = id === undefined ? undefined : known.get(id);
        const isOwn = file?.record === null ? file.createdBy === ctx.actor.userId : file?.record === record;
        if (!file || file.field !== fieldId || !isOwn) return unknownFile(given);
        // a file is of one record
        if ((taken.get(id!) ?? index) !== index) return unknownFile(given);
        taken.set(id!, index);
        return file.value;
      };
      return [name, Array.isArray(value) ? membersOf(value).map(of) : value === null ? null : of(value)];
    });
    return resolved.length === 0 ? values : { ...(values as object), ...Object.fromEntries(resolved) };
  });
}

const idsOf = (value: WireValue): string[] => [value].flat().flatMap((one) => fileIdOf(one) ?? []);

/** The CTE by which files come to the records that hold them from now on, and leave those that do not. */
export function fileMoves(
  ctx: RequestContext,
  traces: readonly Trace[],
  values: unknown[],
): string | undefined {
  const moves = traces.flatMap(({ object, record, changes }) =>
    Object.entries(changes).flatMap(([fieldId, [from, to]]) => {
      if (!object.fieldsById.get(fieldId)?.type.files) return [];
      const [before, after] = [idsOf(from), idsOf(to)];
      const left = before.filter((id) => !after.includes(id));
      return [
        ...after.filter((id) => !before.includes(id)).map((id) => ({ id, record, leftAt: null })),
        ...left.map((id) => ({ id, record, leftAt: ctx.now.toISOString() })),
      ];
    }),
  );
  if (moves.length === 0) return undefined;
  const place = values.length;
  values.push(
    moves.map(({ id }) => id),
    moves.map(({ record }) => record),
    moves.map(({ leftAt }) => leftAt),
  );
  return `files AS (UPDATE ${systemTable(ctx.model, '_file')} f SET record = m.record, left_at = m.left_at FROM unnest($${place + 1}::uuid[], $${place + 2}::uuid[], $${place + 3}::timestamptz[]) m (id, record, left_at) WHERE f.id = m.id AND (f.record IS NULL OR f.record = m.record))`;
}
