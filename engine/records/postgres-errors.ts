import { singletonIndexName, uniqueIndexName } from '../db/names.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { quoted, sealedParts, type WireValue } from '../field-types/index.ts';
import { isEncrypted } from '../model/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';

/** The parts of Postgres' error that say what went wrong; behind a coordinator only the message does. */
interface PostgresError extends Error {
  readonly code: string;
  readonly constraint?: string;
  readonly detail?: string;
  readonly table?: string;
}

export const isPostgresError = (error: unknown): error is PostgresError =>
  error instanceof Error && typeof (error as PostgresError).code === 'string' && 'severity' in error;

const saysWhere = ({ constraint, detail, message, table }: PostgresError): string =>
  [table, constraint, detail, message].join(' ');

export const isUniqueViolation = (error: unknown): boolean =>
  isPostgresError(error) &&
  (error.code === '23505' || (error.code === 'XX000' && error.message.includes('duplicate key value')));

const isIn = (error: unknown, table: string): boolean => {
  if (!isPostgresError(error) || !isUniqueViolation(error)) return false;
  return error.table ? error.table.replace(/_\d+$/, '') === table : saysWhere(error).includes(`"${table}_`);
};

/** Another writer was faster: it has already written the event of this version. */
export const isLostRace = (error: unknown): boolean => isIn(error, '_event');

/** The same request is being answered, or was, by another process. */
export const isRepeatedKey = (error: unknown): boolean => isIn(error, '_idempotency');

/** The field whose column an error names. */
function fieldIn(object: ModelObject, error: PostgresError): ModelField | undefined {
  const where = saysWhere(error);
  const candidates = [...object.fields.values()].filter((field) => !field.system);
  return candidates.find((field) =>
    field.columns.some(({ name }) => new RegExp(`(?<![a-z0-9_])\\w*${name}(?![a-z0-9])`).test(where)),
  );
}

/** What was given for the field that a refusal names, and where in the request. */
export type RefusedValue = (field: ModelField) => { value: WireValue; path: string } | undefined;

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** A value as a message may quote it: of one that is kept sealed nothing. */
export const toldOf = (field: ModelField | undefined, value: WireValue): WireValue =>
  field && isEncrypted(field) ? '••••' : value;

/** That another record has the value already. */
export const uniqueProblem = (path: string, field: ModelField | undefined, value: WireValue): ProblemItem =>
  problemItem(path, 'record.unique', { given: quoted(toldOf(field, value)) });

/** Whether the detail of a unique violation quotes this value. */
export const isNamedIn = (error: unknown, value: WireValue): boolean =>
  isPostgresError(error) &&
  folded(error.detail ?? '').includes(`)=(${folded(sealedParts(String(value))?.index ?? String(value))})`);

/** The refusal of a record whose values together another one has; undefined where the error says something else. */
function uniqueTogether(object: ModelObject, error: unknown): ((given: RefusedValue) => Problem) | undefined {
  if (!isPostgresError(error) || !isUniqueViolation(error)) return undefined;
  const names = object.unique.find((one) => {
    const ids = one.map((name) => object.fields.get(name)!.id);
    return saysWhere(error).includes(uniqueIndexName(object.id, ids));
  });
  if (!names) return undefined;
  const fields = names.map((name) => object.fields.get(name)!);
  const label = (locale: 'en' | 'zh-CN') =>
    fields.map(({ labels, name }) => labels[locale] ?? labels.en ?? name).join(locale === 'en' ? ', ' : '、');
  return (given) => {
    const at = `${fields.map(given).find((one) => one)?.path ?? ''}/${names[0]}`;
    const said = (locale: 'en' | 'zh-CN') =>
      problemItem(at, 'record.unique_together', { fields: label(locale) }).message[locale]!;
    const item = problemItem(at, 'record.unique_together', { fields: '' });
    const told = { ...item, message: { en: said('en'), 'zh-CN': said('zh-CN') } };
    return new Problem('record.duplicate', {}, [told], error);
  };
}

/**
 * What a refused statement means for the caller; anything else is passed on as it is. The refusal keeps what
 * Postgres said as its cause: the transaction has ended with it, and may be made again behind a deadlock.
 */
export function problemOf(
  error: unknown,
  object: ModelObject,
  given: RefusedValue = () => undefined,
): unknown {
  const together = uniqueTogether(object, error);
  if (together) return together(given);
  // whoever keeps the answers of repeated requests must see it as it is
  if (!isPostgresError(error) || isRepeatedKey(error)) return error;
  if (isUniqueViolation(error) && saysWhere(error).includes(singletonIndexName(object.id))) {
    return new Problem('record.duplicate', {}, [problemItem('', 'record.singleton')], error);
  }
  const field = fieldIn(object, error);
  const refused = field && given(field);
  const at = field ? `${refused?.path ?? ''}/${field.name}` : '';
  if (isUniqueViolation(error)) {
    const value = refused?.value ?? null;
    const item =
      value === null
        ? problemItem(at, 'record.duplicate')
        : field?.type.relation
          ? problemItem(at, 'record.one_to_one')
          : uniqueProblem(at, field, value);
    return new Problem('record.duplicate', {}, [item], error);
  }
  switch (error.code) {
    case '23503':
      return new Problem('record.invalid', {}, [problemItem(at, 'record.reference')], error);
    case '40001':
    case '40P01':
    case '55P03':
      return new Problem('record.conflict', {}, [], error);
    // the version of the model by which something is written is not the one that is published
    case '22012':
    case '42703':
    case '42P01':
      return new Problem('record.model_changed', {}, [], error);
    case '57014':
      return new Problem('engine.busy', {}, [], error);
    default:
      return error;
  }
}
