import { literal, qualified, quote } from '../../db/names.ts';
import type { Model, ModelField, ModelObject } from '../../model/model.ts';
import { columnFields } from '../structure.ts';
import { defineStep, type StepDraft } from './define-step.ts';
import { runInBatches } from './in-batches.ts';

/** Seconds after the switch in which another process may still make records by the Model before. */
const OVERLAP = 10;

/**
 * Gives amounts in currencies of their own what they come to in the new currency of the workspace. Everything
 * follows from amount and currency, which stay, so it may be done twice. It is no edit of anybody's.
 */
export const convertAmounts = defineStep({
  name: 'convert',
  labels: { en: 'Convert amounts', 'zh-CN': '换算金额' },
  writes: true,
  run: runInBatches,
});

/** A field of amounts in currencies of their own, on both sides of a publish. */
export interface ConvertedField {
  readonly object: ModelObject;
  readonly field: ModelField;
}

const stored = (model: Model) =>
  [...model.objectsById.values()].flatMap((object) =>
    columnFields(object)
      .filter(({ columns, rollup }) => columns.length > 0 && !rollup)
      .map((field) => ({ object, field })),
  );

/** The fields whose stored values follow the currency of the workspace; archived ones may be restored. */
export const convertedFields = (before: Model, after: Model): readonly ConvertedField[] =>
  stored(after).filter(
    ({ object, field }) =>
      field.type.rebase && before.objectsById.get(object.id)?.fieldsById.get(field.id)?.type.rebase,
  );

/** Fields whose numbers are in the currency of the workspace without saying so: nothing can convert them. */
export const plainFields = (before: Model, after: Model): readonly ConvertedField[] =>
  stored(after).filter(
    ({ object, field }) =>
      field.type.isInWorkspaceCurrency &&
      !field.archived &&
      before.objectsById.get(object.id)?.fieldsById.has(field.id),
  );

const columnOf = ({ columns }: ModelField, part: string): string =>
  `t.${quote(columns.find((one) => one.part === part)!.name)}`;

/** SQL of the rate of the value's currency on the day on which the record was made; null where there is none. */
function rateSql({ settings: { currency, rates, timeZone } }: Model, { field }: ConvertedField): string {
  const code = columnOf(field, field.type.rebase!.currency);
  const known = `jsonb_to_recordset(${literal(JSON.stringify(rates))}::jsonb) AS r (currency text, rate numeric, "from" text)`;
  const day = `to_char(t.created_at AT TIME ZONE ${literal(timeZone)}, 'YYYY-MM-DD')`;
  const begins = `coalesce(r."from", '') COLLATE "C"`;
  return `CASE WHEN ${code} = ${literal(currency)} THEN 1 ELSE (SELECT r.rate FROM ${known} WHERE r.currency = ${code} AND ${begins} <= ${day} ORDER BY ${begins} DESC LIMIT 1) END`;
}

const rowsOf = (model: Model, { object, field }: ConvertedField): string =>
  `${qualified(model.schema, object.table)} t WHERE ${columnOf(field, field.type.rebase!.currency)} IS NOT NULL`;

/** SQL that counts the values of a field. */
export const countValues = (model: Model, one: ConvertedField): string =>
  `SELECT count(*) FROM ${rowsOf(model, one)}`;

const withoutRate = (after: Model, one: ConvertedField): string =>
  `${rowsOf(after, one)} AND (${rateSql(after, one)}) IS NULL`;

/** SQL that counts the values of a field for whose currency there is no rate. */
export const countWithoutRate = (after: Model, one: ConvertedField): string =>
  `SELECT count(*) FROM ${withoutRate(after, one)}`;

/** SQL that names the currencies of those values. */
export const currenciesWithoutRate = (after: Model, one: ConvertedField): string =>
  `SELECT DISTINCT ${columnOf(one.field, one.field.type.rebase!.currency)} FROM ${withoutRate(after, one)} ORDER BY 1 LIMIT 10`;

/**
 * The step that converts a field. It leaves to writes what they make after the switch, and everything to a
 * later conversion where there is one.
 */
export function convertStep(after: Model, one: ConvertedField): StepDraft {
  const { object, field } = one;
  const source = (part: string): string => columnOf(field, part);
  const cells = Object.entries(field.type.rebase!.cells(source, 'c.rate', field)).map(
    ([part, sql]) => `${source(part).slice(2)} = ${sql}`,
  );
  const meta = (name: string): string => qualified(after.schema, name);
  const switched = `(SELECT v.published_at FROM ${meta('_meta_version')} v WHERE v.v = ${after.version})`;
  const batch =
    `SELECT t.id, ${rateSql(after, one)} AS rate FROM ${rowsOf(after, one)} AND t.id > $1::uuid` +
    ` AND t.created_at < ${switched} + interval '${OVERLAP} seconds'` +
    ` AND NOT EXISTS (SELECT FROM ${meta('_meta_step')} s WHERE s.kind = ${literal(convertAmounts.name)} AND s.v > ${after.version})` +
    ' ORDER BY t.id LIMIT $2::int FOR NO KEY UPDATE OF t';
  return {
    kind: convertAmounts.name,
    sql: `WITH c AS MATERIALIZED (${batch}) UPDATE ${meta(object.table)} t SET ${cells.join(', ')} FROM c WHERE t.id = c.id RETURNING t.id`,
    undo: '',
    cursor: null,
  };
}
