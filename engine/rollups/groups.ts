import type { CheckedExpression } from '../expression/index.ts';
import { type Member, memberNamed } from '../model/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';

/** The roll-ups of one object over the records that point at it by one relation: computed together. */
export interface RollupGroup {
  readonly key: string;
  /** whose records are counted */
  readonly child: ModelObject;
  readonly via: ModelField;
  /** whose fields they are */
  readonly parent: ModelObject;
  readonly rollups: readonly ModelField[];
  /** fields of the child on which the values depend, the relation included */
  readonly inputs: ReadonlySet<string>;
  /** whether a change of these fields could change the values */
  readonly dependsOn: (changed: Iterable<string>) => boolean;
}

/** The column of the relation that says of which object the parent is; nothing where it can be of one only. */
export const objectColumnOf = ({ via }: RollupGroup): string | undefined =>
  via.objects && via.columns.find(({ part }) => part === 'object')!.name;

/** What every write of a record changes, whatever else it does. */
const CHANGED_BY_ANY_WRITE: readonly string[] = ['updated_at', 'updated_by', 'version'];

/** Stored fields of an object that an expression over its own record reads, formulas followed. */
function storedReads(object: ModelObject, { references }: CheckedExpression, into: Set<string>): void {
  for (const path of references) {
    const member = memberNamed(object, path[0]!);
    if (member) addStored(object, member, into);
  }
}

function addStored(object: ModelObject, { field }: Member, into: Set<string>): void {
  if (field.formula) storedReads(object, field.formula, into);
  else into.add(field.name);
}

function inputsOf(child: ModelObject, via: ModelField, rollups: readonly ModelField[]): ReadonlySet<string> {
  const inputs = new Set([via.name]);
  for (const { rollup } of rollups) {
    const { field, filter, sort } = rollup!;
    for (const name of [field, ...sort.map((key) => key.field)]) {
      const member = name === undefined ? undefined : memberNamed(child, name);
      if (member) addStored(child, member, inputs);
    }
    if (filter) storedReads(child, filter, inputs);
  }
  return inputs;
}

function groupsOf(model: Model): RollupGroup[] {
  const groups = new Map<
    string,
    { child: ModelObject; via: ModelField; parent: ModelObject; rollups: ModelField[] }
  >();
  for (const parent of model.objects.values()) {
    for (const field of parent.fields.values()) {
      const child = field.rollup && model.objects.get(field.rollup.object);
      const via = child?.fields.get(field.rollup!.via);
      if (!child || !via || field.columns.length === 0) continue;
      const key = `${parent.id} ${via.id}`;
      const group = groups.get(key) ?? { child, via, parent, rollups: [] };
      group.rollups.push(field);
      groups.set(key, group);
    }
  }
  return [...groups].map(([key, group]): RollupGroup => {
    const inputs = inputsOf(group.child, group.via, group.rollups);
    const isAlways = CHANGED_BY_ANY_WRITE.some((name) => inputs.has(name));
    const dependsOn = (changed: Iterable<string>): boolean =>
      isAlways || [...changed].some((name) => inputs.has(name));
    return { ...group, key, inputs, dependsOn };
  });
}

interface Known {
  readonly all: readonly RollupGroup[];
  readonly byChild: ReadonlyMap<ModelObject, readonly RollupGroup[]>;
}

const known = new WeakMap<Model, Known>();

function knownOf(model: Model): Known {
  let found = known.get(model);
  if (!found) {
    const all = groupsOf(model);
    found = { all, byChild: Map.groupBy(all, ({ child }) => child) };
    known.set(model, found);
  }
  return found;
}

const NONE: readonly RollupGroup[] = [];

/** All roll-ups of a workspace, in groups. */
export const rollupGroups = (model: Model): readonly RollupGroup[] => knownOf(model).all;

/** The roll-ups that the records of an object feed. */
export const rollupsOver = (model: Model, child: ModelObject): readonly RollupGroup[] =>
  knownOf(model).byChild.get(child) ?? NONE;

/** The groups that the roll-ups of a group feed. No write of a record is behind that: its time and version stay. */
export const groupsAbove = (model: Model, { parent, rollups }: RollupGroup): readonly RollupGroup[] =>
  rollupsOver(model, parent).filter(({ inputs }) => rollups.some(({ name }) => inputs.has(name)));
