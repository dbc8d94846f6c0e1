import type { Labels } from '../errors.ts';
import type { Model, ModelField, ModelObject } from './model.ts';
import { stageMembers } from './names.ts';
import { linkTargetsOf } from './targets.ts';

/** Records of another object that point at one: what a relation is called on the side of its target. */
export interface ChildRelation {
  readonly name: string;
  readonly labels: Labels;
  /** API names of the object whose records they are, and of its field that points here */
  readonly object: string;
  readonly via: string;
  /** of a tree: all that stand above a record, or below it, instead of those that point at it */
  readonly tree?: (typeof TREE_NAMES)[number];
}

/** What a tree calls the records above one, and those below. */
export const TREE_NAMES = ['ancestors', 'descendants'] as const;

const TREE_LABELS = {
  ancestors: { en: 'Above', 'zh-CN': '上级（全部）' },
  descendants: { en: 'Below', 'zh-CN': '下级（全部）' },
} as const;

/** A field that points at an object, as far as its name there depends on it. */
export interface Link {
  readonly object: string;
  readonly via: string;
  /** what its document says it is called there */
  readonly inverse?: string | undefined;
}

/**
 * What each of the links to an object is called there: by its `inverse`; else as the object that it comes from,
 * if nothing else has that name, else `<object>_<field>`. One for which no name is left is not called anything.
 */
export function relationNames<L extends Link>(
  links: readonly L[],
  isTaken: (name: string) => boolean,
): ReadonlyMap<string, L> {
  const names = new Map<string, L>();
  const isFree = (name: string): boolean => !names.has(name) && !isTaken(name);
  for (const link of links) {
    if (link.inverse !== undefined && isFree(link.inverse)) names.set(link.inverse, link);
  }
  for (const link of links) {
    if (link.inverse !== undefined) continue;
    const name = [link.object, `${link.object}_${link.via}`].find(isFree);
    if (name !== undefined) names.set(name, link);
  }
  return names;
}

interface ModelLink extends Link {
  readonly field: ModelField;
  readonly child: ModelObject;
}

type Objects = Pick<Model, 'objects'>['objects'];

/** Fields of people that point at records; what the engine writes itself is no relation that people know. */
const isLink = (field: ModelField): boolean => !field.system && !field.engineWritten;

/** Line items and links are called as the field that holds them. */
const linesName = (parent: ModelObject | undefined, object: string, via: string): string | undefined =>
  [...(parent?.fields.values() ?? [])].find(({ lines }) => lines?.object === object && lines.via === via)
    ?.name;

function linksByTarget(objects: Objects): ReadonlyMap<string, readonly ModelLink[]> {
  const children = [...objects.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const links = children.flatMap((child) =>
    [...child.fields.values()].filter(isLink).flatMap((field) => {
      const stated: string | undefined = field.settings.inverse?.name;
      return linkTargetsOf(field).map((target) => {
        const inverse = stated ?? linesName(objects.get(target), child.name, field.name);
        return { target, object: child.name, via: field.name, inverse, field, child };
      });
    }),
  );
  return Map.groupBy(links, ({ target }) => target);
}

const NONE: ReadonlyMap<string, ChildRelation> = new Map();
const known = new WeakMap<Objects, Map<string, ReadonlyMap<string, ChildRelation>>>();

function relationsOf(objects: Objects): Map<string, ReadonlyMap<string, ChildRelation>> {
  const relations = new Map<string, ReadonlyMap<string, ChildRelation>>();
  for (const [target, links] of linksByTarget(objects)) {
    const object = objects.get(target);
    if (!object) continue;
    const names = relationNames(links, (name) => isMember(object, name));
    const named = [...names].map(([name, { object: from, via, field, child }]): [string, ChildRelation] => [
      name,
      { name, labels: { ...child.plural, ...field.settings.inverse?.labels }, object: from, via },
    ]);
    relations.set(target, new Map(named));
  }
  for (const object of objects.values()) {
    if (object.tree === undefined) continue;
    const known = relations.get(object.name) ?? new Map<string, ChildRelation>();
    const own = TREE_NAMES.filter((name) => !known.has(name) && !isMember(object, name));
    const named = own.map((name): [string, ChildRelation] => [
      name,
      { name, labels: TREE_LABELS[name], object: object.name, via: object.tree!, tree: name },
    ]);
    relations.set(object.name, new Map([...known, ...named]));
  }
  return relations;
}

/** Whether an object has a field, a part of one or a former name of one that is called so. */
export const isMember = ({ fields, aliases }: ModelObject, name: string): boolean =>
  (fields.has(name) && !fields.get(name)!.type.apart) ||
  aliases.has(name) ||
  [...fields.values()].some((field) => field.type.hasStages && stageMembers(field.name).includes(name));

/** The records that point at those of an object, by what they are called there. */
export function childRelations(
  { objects }: Pick<Model, 'objects'>,
  object: string,
): ReadonlyMap<string, ChildRelation> {
  let relations = known.get(objects);
  if (!relations) {
    relations = relationsOf(objects);
    known.set(objects, relations);
  }
  return relations.get(object) ?? NONE;
}
