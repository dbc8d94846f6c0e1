import type { Labels } from '../../runtime-ui/api/types.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import { type Documents, ofKind } from '../draft/documents.ts';
import { factsOf, fieldsOf, type Property } from '../draft/object.ts';

/** How many records stand on either side. */
export type RelationKind = 'manyToOne' | 'oneToOne' | 'oneOfSeveral' | 'manyToMany' | 'lineItems' | 'tree';

/** A relation of the workspace as its field states it. */
export interface Relation {
  readonly object: string;
  readonly objectLabels: Labels;
  readonly field: string;
  readonly labels: Labels;
  readonly type: FieldTypeInfo;
  readonly kind: RelationKind;
  /** API names of the objects pointed at; none: any */
  readonly targets: readonly string[];
  readonly onDelete: string | undefined;
  /** what it is called on the other side, where its field says so */
  readonly inverse: { readonly name: string; readonly labels?: Labels } | undefined;
  readonly hasFilter: boolean;
}

type Words = Property['x-field'] & {
  readonly lineItems?: { readonly target: string };
  readonly targets?: readonly string[];
  readonly inverse?: Relation['inverse'];
};

function targetsOf(field: Words, { pointsAt }: FieldTypeInfo): readonly string[] {
  const named = field.target ?? field.lineItems?.target ?? pointsAt;
  return named === undefined ? (field.targets ?? []) : [named];
}

/** By what the field says of itself, not by the name of its type. */
function kindOf(object: string, field: Words, isMany: boolean, targets: readonly string[]): RelationKind {
  if (field.lineItems) return 'lineItems';
  if (isMany || field.manyToMany === true) return 'manyToMany';
  if (targets.length !== 1) return 'oneOfSeveral';
  if (targets[0] === object) return 'tree';
  return field.unique === true ? 'oneToOne' : 'manyToOne';
}

/** Whether deleting what is pointed at concerns the record: links and line items go with either side. */
const pointsAtOne = (kind: RelationKind): boolean => kind !== 'manyToMany' && kind !== 'lineItems';

/** Every relation between objects in use, by the object that it begins at. */
export function relationsOf(documents: Documents, types: readonly FieldTypeInfo[]): readonly Relation[] {
  const byName = new Map(types.map((type) => [type.name, type]));
  return ofKind(documents, 'object')
    .filter((object) => !factsOf(object).isArchived)
    .flatMap((object) =>
      fieldsOf(object).flatMap(({ name, property, type: typeName, labels, isArchived }): Relation[] => {
        const type = byName.get(typeName);
        if (!type?.isRelation || isArchived) return [];
        const field = property['x-field'] as Words;
        const targets = targetsOf(field, type);
        const kind = kindOf(object.key, field, type.isMany === true, targets);
        return [
          {
            object: object.key,
            objectLabels: factsOf(object).labels,
            field: name,
            labels,
            type,
            kind,
            targets,
            onDelete: pointsAtOne(kind) ? ((field.onDelete as string | undefined) ?? 'restrict') : undefined,
            inverse: field.inverse,
            hasFilter: field.filter !== undefined,
          },
        ];
      }),
    );
}

/** Whether anything that names a relation has a text in it. */
export function isFound(relation: Relation, text: string, others: readonly (string | undefined)[]): boolean {
  const sought = text.trim().toLocaleLowerCase();
  const words = [
    relation.object,
    relation.field,
    ...relation.targets,
    ...Object.values(relation.objectLabels),
    ...Object.values(relation.labels),
    ...others,
  ];
  return sought === '' || words.some((word) => word?.toLocaleLowerCase().includes(sought));
}
