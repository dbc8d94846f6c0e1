import type { Labels } from '../../runtime-ui/api/types.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import { type Documents, ofKind } from '../draft/documents.ts';
import { factsOf, fieldsOf } from '../draft/object.ts';

/** A way in which records of an object point at the one that the layout is of. */
export interface Relation {
  readonly object: string;
  readonly via: string;
  readonly labels: Labels;
  readonly field: Labels;
}

/** The objects that a field points at: those that it states, or the one of its type. */
const targetsOf = (
  words: Readonly<Record<string, unknown>>,
  types: readonly FieldTypeInfo[],
): readonly unknown[] =>
  Array.isArray(words.targets)
    ? words.targets
    : [words.target ?? types.find(({ name }) => name === words.type)?.pointsAt];

/** Everything that can be a related list of an object: the relations of all objects that point at it. */
export const relationsTo = (
  documents: Documents,
  target: string,
  types: readonly FieldTypeInfo[],
): readonly Relation[] =>
  ofKind(documents, 'object')
    .filter((object) => !factsOf(object).isArchived)
    .flatMap((object) =>
      fieldsOf(object)
        .filter(
          ({ isArchived, property }) => !isArchived && targetsOf(property['x-field'], types).includes(target),
        )
        .map(({ name, labels }) => ({
          object: object.key,
          via: name,
          labels: factsOf(object).plural,
          field: labels,
        })),
    );
