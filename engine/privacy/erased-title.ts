import { type Labels, textIn } from '../errors.ts';
import { isCellProblem } from '../field-types/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';

/** What a person is called who was erased. */
const ERASED: Labels = { en: 'Erased person', 'zh-CN': '已删除的个人' };

/** Nobody is known by what all are called who were erased. */
export const isErasedTitle = (text: string): boolean =>
  Object.values(ERASED).some((name) => text === name || text.startsWith(`${name} `));

const isUnique = ({ unique }: ModelObject, field: ModelField): boolean =>
  field.unique || field.externalId || unique.some((names) => names.includes(field.name));

/** Texts that must differ from each other end in a piece of the id of their record. */
export const apart = (
  object: ModelObject,
  field: ModelField | undefined,
  text: string,
  id: string,
): string => (field && isUnique(object, field) ? `${text} ${id.slice(-12)}` : text);

/** Of the title of a record by part of its columns what it holds once the person was erased. */
export function erasedTitle(
  object: ModelObject,
  title: ModelField,
  id: string,
  locale: string,
): Readonly<Record<string, unknown>> {
  const name = textIn(ERASED, locale);
  const value = title.type.normalise(apart(object, title, name, id), title);
  return isCellProblem(value) || value === null ? {} : title.type.toRow(value, title);
}
