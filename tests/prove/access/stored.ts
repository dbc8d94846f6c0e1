/** What stands in the rows of a world, whoever looks: what conditions of documents are judged by. */
import { type Condition, type Path, type Sight, truthOf, type Value } from './conditions.ts';
import type { Contents, FieldSpec, StoredRow } from './specification.ts';

export interface Stored {
  readonly byId: ReadonlyMap<string, StoredRow>;
  /** of a relation to records of several objects: that record and its object, in the bin as well */
  pointedAt(row: StoredRow, field: string): StoredRow | undefined;
  /** whether a condition of a document holds for a user */
  meets(user: string, row: StoredRow, condition: Condition | undefined): boolean;
}

/** A part of what is stored, or what stands for it. */
const plain = (value: unknown, { bare }: FieldSpec, part = bare): Value => {
  if (value === null || value === undefined) return null;
  if (part === undefined) return value as Value;
  return ((value as Record<string, Value | undefined>)[part] ?? null) as Value;
};

/** What a dot after a value leads to, where that is not another record. */
export const inside = (field: FieldSpec, held: unknown, [part]: Path): Value => {
  if (part === undefined || !field.stages) return plain(held, field, part);
  return field.stages.get(String(held))?.kind ?? null;
};

/** A formula over what somebody reads of its sources. */
export const worked = ({ formula }: FieldSpec, read: (path: Path) => Value): Value => {
  const [first, second] = formula!.paths.map(read) as [Value, Value];
  if (formula!.op === 'path') return first;
  if (formula!.op === 'else') return first ?? second;
  if (formula!.op === 'double') return first === null ? null : Number(first) * 2;
  return first === null || second === null ? null : Number(first) + Number(second);
};

export function storedIn({ specification: { objects }, rows }: Contents): Stored {
  const byId = new Map([...rows.values()].flat().map((row) => [row.id, row]));
  const pointedAt = (row: StoredRow, name: string): StoredRow | undefined =>
    byId.get((row.values[name] as { id?: string } | null | undefined)?.id ?? '');
  const stored = (row: StoredRow, path: Path): Value => {
    const [first, ...others] = path;
    const field = objects.get(row.object)!.fields.get(first!)!;
    if (field.targets) {
      const to = pointedAt(row, first!);
      if (!to || to.isDeleted) return null;
      return others[0] === 'object' ? to.object : to.id;
    }
    if (field.kind === 'relation') {
      const to = byId.get(String(row.values[first!]));
      if (others.length === 0) return to && !to.isDeleted ? to.id : null;
      return to && !to.isDeleted ? stored(to, others) : null;
    }
    if (field.formula) return worked(field, (one) => stored(row, one));
    return inside(field, row.values[first!], others);
  };
  const sightOf = (user: string, row: StoredRow): Sight => ({
    user,
    value: (path) => stored(row, path),
    children: (name) => {
      const { object, via } = objects.get(row.object)!.children.get(name)!;
      return rows
        .get(object)!
        .filter((child) => !child.isDeleted && child.values[via] === row.id)
        .map((child) => sightOf(user, child));
    },
  });
  return {
    byId,
    pointedAt,
    meets: (user, row, condition) =>
      condition === undefined || truthOf(condition, sightOf(user, row)) === true,
  };
}
