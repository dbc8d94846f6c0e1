import type { RequestContext } from '../../context.ts';
import { quote } from '../../db/names.ts';
import { Problem } from '../../errors.ts';
import type { WireValue } from '../../field-types/index.ts';
import { LIMITS } from '../../limits.ts';
import type { Model, ModelObject } from '../../model/model.ts';
import { tableOf } from '../frame.ts';
import { type Link, linksTo } from '../links-to.ts';
import { type Connection, runStatement } from '../postgres.ts';
import { rollupMoved } from '../rollups.ts';
import { type Operation, type Trace, trailOf } from '../trail.ts';

/** A record that points at one of those that become one. */
export interface Pointer {
  readonly id: string;
  readonly at: string;
  readonly version: number;
  readonly isBinned: boolean;
  /** among the line items of its parent */
  readonly place: number | null;
  /** of links: the record at the other end */
  readonly other: string | null;
}

const columnOf = ({ field }: Link): string => quote(field.columns[0]!.name);

const otherEnds = new WeakMap<Model, ReadonlyMap<string, string>>();

/** By object and field that lead to one end of a link, the field that leads to the other. */
function otherEnd(model: Model, { object, field }: Link): string | undefined {
  let known = otherEnds.get(model);
  if (!known) {
    const ends = [...model.objects.values()].flatMap(({ fields }) =>
      [...fields.values()].flatMap(({ lines }) =>
        lines?.to === undefined
          ? []
          : [
              [`${lines.object}.${lines.via}`, lines.to] as const,
              [`${lines.object}.${lines.to}`, lines.via] as const,
            ],
      ),
    );
    known = new Map(ends);
    otherEnds.set(model, known);
  }
  return known.get(`${object.name}.${field.name}`);
}

/** What leads to an object, in one order for everybody. */
export const linksInOrder = (model: Model, object: ModelObject): readonly Link[] =>
  [...linksTo(model, object)].sort((a, b) => (a.field.id < b.field.id ? -1 : 1));

/** The records that point at any of these, or of `only` those that do, the bin included, locked in the order of their ids. */
export async function pointingAt(
  { model }: RequestContext,
  client: Connection,
  link: Link,
  ids: readonly string[],
  only?: readonly string[],
): Promise<readonly Pointer[]> {
  const to = otherEnd(model, link);
  const other = to === undefined ? 'NULL' : `t.${quote(link.object.fields.get(to)!.columns[0]!.name)}`;
  const place = link.object.hasPlaces ? 't.place' : 'NULL';
  const text = `SELECT t.id, t.${columnOf(link)}, t.version, t.deleted_at IS NOT NULL, ${place}, ${other} FROM ${tableOf(model, link.object)} t WHERE t.${columnOf(link)} = ANY($1::uuid[])${only ? ' AND t.id = ANY($2::uuid[])' : ''} ORDER BY t.id LIMIT ${LIMITS.mergeMoved + 1} FOR NO KEY UPDATE OF t`;
  const { rows } = await runStatement(client, { text, values: only ? [ids, only] : [ids] });
  if (rows.length > LIMITS.mergeMoved) throw new Problem('record.merge_size', { limit: LIMITS.mergeMoved });
  return rows.map(([id, at, version, isBinned, place, other]) => ({
    id: id!,
    at: at!,
    version: Number(version),
    isBinned: isBinned === 't',
    place: place === null ? null : Number(place),
    other: other ?? null,
  }));
}

/** Pointers of links that say what another one says already, once all lead to `survivor`; and those to itself. */
export async function doubledLinks(
  { model }: RequestContext,
  client: Connection,
  link: Link,
  pointers: readonly Pointer[],
  { object, survivor, others }: { object: ModelObject; survivor: string; others: readonly string[] },
): Promise<ReadonlySet<Pointer>> {
  const to = otherEnd(model, link);
  if (to === undefined) return new Set();
  const target = link.object.fields.get(to)!;
  const text = `SELECT t.${quote(target.columns[0]!.name)} FROM ${tableOf(model, link.object)} t WHERE t.${columnOf(link)} = $1::uuid AND t.deleted_at IS NULL`;
  const { rows } = await runStatement(client, { text, values: [survivor] });
  const known = new Set(rows.map(([id]) => id!));
  if (target.target === object.name) for (const id of [survivor, ...others]) known.add(id);
  const doubled = new Set<Pointer>();
  for (const pointer of pointers.filter(({ isBinned, other }) => !isBinned && other !== null)) {
    if (known.has(pointer.other!)) doubled.add(pointer);
    known.add(pointer.other!);
  }
  return doubled;
}

/** Records written by one statement. */
const CHUNK = 1_000;

/** A record that comes to point at `to`. */
export interface Repointed extends Pick<Pointer, 'id' | 'at' | 'version'> {
  readonly to: string;
  /** its place among the line items there */
  readonly newPlace: number | null;
}

/** Turns records from one target to another, each with its entry; roll-ups over them are to be brought up to date. */
export async function repoint(
  ctx: RequestContext,
  client: Connection,
  link: Link,
  target: ModelObject,
  records: readonly Repointed[],
  operation: Operation,
): Promise<void> {
  const { object, field } = link;
  const wire = (id: string): WireValue =>
    field.objects ? ({ object: target.name, id } as unknown as WireValue) : id;
  for (let from = 0; from < records.length; from += CHUNK) {
    const some = records.slice(from, from + CHUNK);
    const ids = some.map(({ id }) => id);
    await rollupMoved(ctx, client, object, ids);
    const traces = some.map(
      ({ id, at, to, version }): Trace => ({
        object,
        record: id,
        version: version + 1,
        operation,
        changes: { [field.id]: [wire(at), wire(to)] },
        moves: [],
      }),
    );
    const values: unknown[] = [ctx.actor.userId, ctx.now.toISOString()];
    const ctes = trailOf(ctx, traces, values);
    const first = values.push(
      ids,
      some.map(({ to }) => to),
      some.map(({ newPlace }) => newPlace),
    );
    const place = object.hasPlaces ? ', place = m.place' : '';
    const text =
      `WITH ${ctes.join(', ')} UPDATE ${tableOf(ctx.model, object)} t SET ${columnOf(link)} = m.target${place}, version = t.version + 1,` +
      ` updated_at = $2::timestamptz(3), updated_by = $1::uuid FROM unnest($${first - 2}::uuid[], $${first - 1}::uuid[], $${first}::int[]) m (id, target, place) WHERE t.id = m.id`;
    await runStatement(client, { text, values });
    await rollupMoved(ctx, client, object, ids);
  }
}
