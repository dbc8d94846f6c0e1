import type { ModelField, ModelObject } from '../model/model.ts';

const ID_MASKS: ReadonlySet<unknown> = new Set(['idCard', 'bankCard']);

/** Whether a field has values of its own that can be taken away. */
const isKept = ({ system, engineWritten, columns }: ModelField): boolean =>
  !system && !engineWritten && columns.length > 0;

/** What the document says, else the type; an e-mail address that is said to be none is nobody's. */
const isAboutPerson = ({ classification }: ModelField): boolean => classification !== 'none';

/** The field by which people call a record, where it holds words. */
export const titleOf = ({ fieldsById, titleField }: ModelObject): ModelField | undefined =>
  [...fieldsById.values()].find(
    (field) => field.name === titleField && !field.archived && isKept(field) && field.type.kind === 'string',
  );

/** Whether the values of a field tell something about the person that its record is: what the document says, or the type. */
export const isPersonal = (object: ModelObject, field: ModelField): boolean =>
  isKept(field) && (isAboutPerson(field) || field === titleOf(object));

/** Whether a person is found by the values of a field. */
export const identifies = (field: ModelField): boolean =>
  isKept(field) &&
  isAboutPerson(field) &&
  (field.type.personal === 'identifies' ||
    (field.type.personal === undefined &&
      (field.type.kind === 'string' || field.type.kind === 'encrypted') &&
      (field.unique || field.externalId || ID_MASKS.has(field.settings.mask))));

/** Every field of an object that tells something about the person it is, archived ones included. */
export const personalFields = (object: ModelObject): readonly ModelField[] =>
  [...object.fieldsById.values()].filter((field) => isPersonal(object, field));

export const identifyingFields = (object: ModelObject): readonly ModelField[] =>
  [...object.fieldsById.values()].filter(identifies);
