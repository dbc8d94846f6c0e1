import type { Documents } from './document.ts';
import type { ModelField, ModelFollows, ModelObject } from './model.ts';
import { linkTargetOf } from './targets.ts';

interface LinesField {
  readonly parent: ModelObject;
  readonly field: ModelField;
}

/** The fields of which records are line items or links, by the object of those records; archived ones included. */
const linesFields = (objects: readonly ModelObject[]): ReadonlyMap<string, readonly LinesField[]> =>
  Map.groupBy(
    objects.flatMap((parent) =>
      [...parent.fieldsById.values()].filter(({ lines }) => lines).map((field) => ({ parent, field })),
    ),
    ({ field }) => field.lines!.object,
  );

/** Whose record decides over those of an object: that of which they are line items, else what its document says. */
function followsOf(
  object: ModelObject,
  owners: readonly LinesField[],
  stated: string | undefined,
): ModelFollows | undefined {
  const owner = owners.find(({ parent, field }) => !parent.archived && !field.archived);
  const via = owner?.field.lines?.via ?? stated;
  const link = via === undefined ? undefined : object.fields.get(via);
  const target = link && linkTargetOf(link);
  if (via === undefined || target === undefined || (owner && target !== owner.parent.name)) return undefined;
  return { via, object: target, ...(owner && { lines: owner.field.name }) };
}

/** Objects with what their records follow. */
export function withFollows(objects: readonly ModelObject[], documents: Documents): ModelObject[] {
  const lines = linesFields(objects);
  return objects.map((object) => {
    const all = lines.get(object.name) ?? [];
    const owners = all.filter(({ field }) => object.isLink || field.lines!.to === undefined);
    const stated = documents.get(`object/${object.name}`)?.body['x-object'].accessFrom;
    const follows = followsOf(object, owners, stated);
    return { ...object, ...(follows && { follows }), hasPlaces: !object.isLink && owners.length > 0 };
  });
}
