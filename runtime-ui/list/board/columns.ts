import type { FieldMeta, ObjectMeta, PipelineMeta } from '../../api/types.ts';
import type { Destination } from '../../record/use-move.ts';
import { colorOf } from '../../values/colors.ts';

/** One column of a board: the records whose group field has this value. */
export interface BoardColumn extends Destination {
  readonly key: string;
  readonly color: string;
  /** expression that its records meet */
  readonly filter: string;
}

type Label = (labels: ObjectMeta['labels']) => string;

/** Joins conditions that must all hold. */
export function allOf(...conditions: readonly (string | undefined)[]): string | undefined {
  const given = conditions.filter((each) => each !== undefined && each.trim() !== '');
  return given.length > 1 ? given.map((each) => `(${each})`).join(' && ') : given[0];
}

/** The columns in the order of the document: stages of a pipeline, or the options of a select. */
export function columnsOf(
  object: ObjectMeta,
  group: FieldMeta,
  pipeline: PipelineMeta | undefined,
  label: Label,
): BoardColumn[] {
  const several = object.pipelines.length > 1;
  if (group.widget === 'stage') {
    return (pipeline?.stages ?? []).map((stage, place) => ({
      key: stage.name,
      value: stage.name,
      pipeline: several ? pipeline!.name : undefined,
      label: label(stage.labels),
      color: colorOf(stage.color, stage.kind, place),
      filter: allOf(
        `${group.name} == ${JSON.stringify(stage.name)}`,
        several ? `${group.name}.pipeline == ${JSON.stringify(pipeline!.name)}` : undefined,
      )!,
    }));
  }
  return (group.options ?? [])
    .filter(({ archived }) => !archived)
    .map((option, place) => ({
      key: option.value,
      value: option.value,
      label: label(option.labels),
      color: colorOf(option.color, undefined, place),
      filter: `${group.name} == ${JSON.stringify(option.value)}`,
    }));
}

/** The amount that a board adds up: the first number of the view's columns that may be summed, else of the object. */
export function summedField(
  object: ObjectMeta,
  columns: readonly { readonly field: string }[],
): FieldMeta | undefined {
  const summable = object.fields.filter((field) => field.summable && !field.system);
  return (
    columns
      .map(({ field }) => summable.find(({ name }) => name === field))
      .find((field) => field !== undefined) ?? summable.find(({ widget }) => widget === 'currency')
  );
}

export type Totals = ReadonlyMap<string, { readonly count: number; readonly sum: string | null }>;

/** Rows of the aggregate by column. */
export const totalsOf = (
  rows: readonly Readonly<Record<string, unknown>>[] | undefined,
  group: FieldMeta,
  summed: FieldMeta | undefined,
): Totals =>
  new Map(
    rows?.map((row) => [
      String(row[group.name]),
      {
        count: Number(row['count()'] ?? 0),
        sum: summed ? ((row[`sum(${summed.name})`] as string | null) ?? null) : null,
      },
    ]),
  );
