import type { FieldMeta, ObjectMeta, RecordRow, StageMeta } from '../api/types.ts';

/** The stage that a record is in, with its place in its pipeline. */
export function stageOf(
  object: ObjectMeta,
  field: FieldMeta,
  record: RecordRow,
): [StageMeta, number] | undefined {
  const pipeline = record[`${field.name}_pipeline`];
  for (const { name, stages } of object.pipelines) {
    const place = stages.findIndex((stage) => stage.name === record[field.name]);
    if (place >= 0 && (pipeline === undefined || pipeline === name)) return [stages[place]!, place];
  }
  return undefined;
}
