import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import type { Labels } from '../errors.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { makeBinder } from './binder.ts';
import type { Position } from './cursor.ts';
import { systemTable, tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { runStatement } from './postgres.ts';

/** An entry of the audit that belongs to the history of a record. */
export interface HistoryEntry {
  readonly id: string;
  readonly at: string;
  readonly op: string;
  readonly record: string;
  readonly version: number;
  readonly actor: string | null;
  readonly onBehalf: string | null;
  readonly changes: Readonly<Record<string, unknown>>;
  /** the records beside it of which this one is; absent of its own entries */
  readonly beside?: Beside;
  /** of links: the record at the other end */
  readonly other: string | null;
}

/**
 * Records whose coming and going belongs to the history of another one: its line items, and its links from either
 * side. A link made from one side stands in the history of both, without a second entry.
 */
export interface Beside {
  readonly child: ObjectAccess;
  readonly via: ModelField;
  /** of links: the field that leads to the other end, and the object there */
  readonly to?: { readonly field: ModelField; readonly target: ObjectAccess };
  /** of this record, where it has one for them */
  readonly field?: ModelField;
  readonly labels: Labels;
}

/** What stands beside the records of an object, as far as the actor may know of it. */
export function besideOf(ctx: RequestContext, access: Access, object: ObjectAccess): readonly Beside[] {
  const own = [...object.object.fields.values()].flatMap((field) => besideAt(access, field, field.labels));
  const others = [...ctx.model.objects.values()].flatMap((from) =>
    [...from.fields.values()]
      .filter(
        ({ lines }) => lines?.target === object.object.name && !isNamedHere(object.object, lines.object),
      )
      .flatMap((field) => fromTheOtherSide(access, from, field)),
  );
  return [...own, ...others];
}

/** Whether the object has a field of its own for these links. */
const isNamedHere = ({ fields }: ModelObject, link: string): boolean =>
  [...fields.values()].some(({ lines }) => lines?.object === link);

function besideAt(access: Access, field: ModelField, labels: Labels): Beside[] {
  const child = field.lines && access.object(field.lines.object);
  if (!child?.can('read')) return [];
  const via = child.object.fields.get(field.lines!.via)!;
  if (field.lines!.to === undefined) return [{ child, via, field, labels }];
  const target = access.object(field.lines!.target!);
  const to = child.object.fields.get(field.lines!.to)!;
  return target ? [{ child, via, field, labels, to: { field: to, target } }] : [];
}

function fromTheOtherSide(access: Access, from: ModelObject, { lines }: ModelField): Beside[] {
  const [child, target] = [access.object(lines!.object), access.object(from.name)];
  if (!child?.can('read') || !target?.can('read')) return [];
  const [via, to] = [child.object.fields.get(lines!.to!)!, child.object.fields.get(lines!.via)!];
  return [{ child, via, labels: from.plural, to: { field: to, target } }];
}

const COLUMNS =
  'to_char(a.at, \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\'), a.id::text, a.op, a.record::text, a.version, a.actor::text, a.on_behalf::text, a.changes';
const WRITES =
  "a.op IN ('create', 'update', 'delete', 'restore', 'transfer', 'claim', 'release', 'erase', 'merge', 'unmerge')";

/** The latest entries of a record, and of what stands beside it, that lie behind a position; the newest first. */
export async function readEntries(
  ctx: RequestContext,
  access: Access,
  id: string,
  beside: readonly Beside[],
  position: Position | undefined,
  limit: number,
): Promise<readonly HistoryEntry[]> {
  const binder = makeBinder(ctx);
  const audit = systemTable(ctx.model, '_audit');
  const record = binder.parameter(id, 'uuid');
  const behind = position
    ? ` AND (a.at, a.id) < (${binder.parameter(position[0], 'timestamptz')}, ${binder.parameter(position[1], 'uuid')})`
    : '';
  const page = `${behind} ORDER BY a.at DESC, a.id DESC LIMIT ${binder.parameter(limit, 'int')}`;
  const own = `(SELECT ${COLUMNS}, -1, NULL, a.at AS t, a.id AS i FROM ${audit} a WHERE a.record = ${record} AND ${WRITES}${page})`;
  const others = beside.map(({ child, via, to, field }, index) => {
    const row = { access: child, alias: `c${index}` };
    const frame = makeFrame(ctx.model, access, row, binder, { prefix: `c${index}j` });
    const scope = frame.scope(row, child.rows('read'));
    const other = to ? `${row.alias}.${quote(to.field.columns[0]!.name)}::text` : 'NULL';
    // what the record's own entry of the same transaction tells is not told twice
    const told = [
      "b.op IN ('delete', 'restore')",
      ...(field ? [`strpos(b.changes, '"${field.id}":') > 0`] : []),
    ].join(' OR ');
    const conditions = [
      `${row.alias}.${quote(via.columns[0]!.name)} = ${record}`,
      ...(scope === undefined ? [] : [scope]),
      WRITES,
      ...(to ? ["a.op <> 'update'"] : []),
      `NOT EXISTS (SELECT FROM ${audit} b WHERE b.record = ${record} AND b.tx = a.tx AND (${told}))`,
    ];
    return `(SELECT ${COLUMNS}, ${index}, ${other}, a.at AS t, a.id AS i FROM ${tableOf(ctx.model, child.object)} ${row.alias} ${frame.joins.join(' ')} JOIN ${audit} a ON a.record = ${row.alias}.id WHERE ${conditions.join(' AND ')}${page})`;
  });
  const text = `SELECT * FROM (${[own, ...others].join(' UNION ALL ')}) e ORDER BY t DESC, i DESC LIMIT ${binder.parameter(limit, 'int')}`;
  const { rows } = await runStatement(ctx.db.forReading(ctx.workspace), { text, values: binder.values });
  return rows.map((row): HistoryEntry => {
    const at = Number(row[8]);
    return {
      at: row[0]!,
      id: row[1]!,
      op: row[2]!,
      record: row[3]!,
      version: Number(row[4]),
      actor: row[5] ?? null,
      onBehalf: row[6] ?? null,
      changes: JSON.parse(row[7]!),
      other: row[9] ?? null,
      ...(at >= 0 && { beside: beside[at]! }),
    };
  });
}
