import type { Access } from '../access/index.ts';
import { Problem } from '../errors.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';
import { linkTargetsOf } from './members.ts';

/** Records of one object that change together. */
export interface Group {
  readonly object: ModelObject;
  readonly records: readonly { readonly id: string; readonly version: number }[];
}

export interface Link {
  readonly object: ModelObject;
  readonly field: ModelField;
}

const linksOf = new WeakMap<Model, ReadonlyMap<string, readonly Link[]>>();

/** The lookups that point at an object, by what they say of its deletion. */
export function linksTo(model: Model, object: ModelObject): readonly Link[] {
  let known = linksOf.get(model);
  if (!known) {
    const links = [...model.objects.values()].flatMap((from) =>
      [...from.fields.values()]
        .filter((field) => !field.system)
        .flatMap((field) => linkTargetsOf(field).map((target) => ({ target, object: from, field }))),
    );
    known = Map.groupBy(links, ({ target }) => target);
    linksOf.set(model, known);
  }
  return known.get(object.name) ?? [];
}

/** An object that the actor may not know is not named. */
export const inUse = (access: Access, object: ModelObject): Problem =>
  new Problem('record.in_use', { object: access.can(object.name, 'read') ? object.name : '…' });
