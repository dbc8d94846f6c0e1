import type { ObjectAccess } from '../../access/index.ts';
import type { RequestContext } from '../../context.ts';
import { objectAccessOf } from '../plan.ts';
import { readRecord } from '../read.ts';
import { assertMayMerge } from './merge.ts';
import type { MergeRequest } from './request.ts';
import { isChosen } from './taken-values.ts';
import { countMoves, type Moves } from './visible-moves.ts';

/** What making records one would come to, as the caller may know it. */
export interface MergePreview extends Moves {
  /** the records as reading each would answer, the one that stays first */
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** the fields whose value can be chosen, in the order of the object, those that differ and those that do not */
  readonly fields: readonly { readonly name: string; readonly isDifferent: boolean }[];
}

type Shown = Readonly<Record<string, unknown>>;

/** What the caller sees of a value, to be compared: a record pointed at is compared by which it is. */
const told = (record: Shown, name: string): string => JSON.stringify([record[name] ?? null]);

function choices({ object, writableRows }: ObjectAccess, records: readonly Shown[]): MergePreview['fields'] {
  return [...object.fields.values()]
    .filter(
      (field) =>
        isChosen(field) &&
        records.every((record) => Object.hasOwn(record, field.name)) &&
        writableRows(field.name, 'update').length > 0,
    )
    .map(({ name, type }) => {
      const names = type.hasStages ? [name, `${name}_pipeline`] : [name];
      const isDifferent = names.some((one) => new Set(records.map((record) => told(record, one))).size > 1);
      return { name, isDifferent };
    });
}

/** The records side by side, and how much would move. Nothing is locked, nothing is written. */
export async function previewMerge(
  ctx: RequestContext,
  objectName: string,
  request: MergeRequest,
): Promise<MergePreview> {
  const { access, object } = objectAccessOf(ctx, objectName);
  await assertMayMerge(ctx, access, object, request);
  const records: Shown[] = [];
  for (const id of [request.id, ...request.others]) {
    const record = await readRecord(ctx, objectName, id);
    if (record) records.push(JSON.parse(record.text));
  }
  const moves = await countMoves(ctx, ctx.db.forReading(ctx.workspace), access, object, request);
  return { records, fields: choices(object, records), ...moves };
}
