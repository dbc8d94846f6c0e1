import type { ExpressionFunction, Taken } from './functions/define-function.ts';
import { FUNCTIONS, type Row } from './functions/index.ts';
import { sharedType, type Type, WHOLE_DIGITS } from './kinds.ts';
import type { Call, Tree } from './tree.ts';

/** A row that takes the arguments, and the type that `same` stands for. */
export interface Fit {
  readonly row: Row;
  readonly same?: Type;
}

const takenAt = ({ takes, rest }: ExpressionFunction, index: number): Taken | undefined =>
  takes[index] ?? (rest ? takes.at(-1) : undefined);

function isTaken(taken: Taken | undefined, { kind }: Type): boolean {
  if (taken === undefined) return false;
  if (taken === 'any' || taken === 'same') return true;
  return taken === 'members' ? kind === 'list' : kind === taken || kind === 'null';
}

/** The type of what a list has. */
export const memberType = ({ member = 'null', digits }: Type): Type => ({
  kind: member,
  ...(digits && { digits }),
  nullable: true,
});

/** The types that are to be one: those of `same`, and the members of `members`. */
function alike(row: ExpressionFunction, types: readonly Type[]): Type[] {
  return types.flatMap((type, index) => {
    const taken = takenAt(row, index);
    if (taken === 'same') return [type];
    return taken === 'members' ? [memberType(type)] : [];
  });
}

function fitOf(row: Row, types: readonly Type[]): Fit | undefined {
  const [, meaning] = row;
  if (types.length < meaning.takes.length) return undefined;
  if (!types.every((type, index) => isTaken(takenAt(meaning, index), type))) return undefined;
  const [first, ...others] = alike(meaning, types);
  if (!first) return { row };
  const same = others.reduce<Type | undefined>((shared, type) => shared && sharedType(shared, type), first);
  return same && (same.kind === 'null' || meaning.among!.includes(same.kind)) ? { row, same } : undefined;
}

/** The first of the rows that takes arguments of these types. */
export function findFit(rows: readonly Row[], types: readonly Type[]): Fit | undefined {
  for (const row of rows) {
    const fit = fitOf(row, types);
    if (fit) return fit;
  }
  return undefined;
}

/** Whether nothing says of which kind the result is: it is null then, like all that it is made of. */
export function isOfNulls({ row: [, row] }: Fit, rows: readonly Row[], types: readonly Type[]): boolean {
  const alone = row.gives === 'same' ? alike(row, types) : rows.length > 1 ? types : [];
  return alone.length > 0 && alone.every(({ kind }) => kind === 'null');
}

/** Null of a kind; a list is never null: nothing in its place is one without members. */
export const nullOf = (type: Type): Tree =>
  type.kind === 'list'
    ? { op: 'list', type: { ...type, most: 0, nullable: false }, items: [] }
    : { op: 'literal', type: { ...type, nullable: true }, value: null };

/** An argument as its row wants it: a null has no kind until here, nor has an empty list one of members. */
function fitted({ row: [, row], same }: Fit, arg: Tree, index: number): Tree {
  const taken = takenAt(row, index)!;
  if (taken === 'any' || taken === 'members') return arg;
  const wanted = taken === 'same' ? same! : ({ kind: taken, nullable: true } as const);
  if (arg.type.kind === 'null' && wanted.kind !== 'null') return nullOf(wanted);
  if (arg.type.member === 'null' && wanted.member !== undefined)
    return { op: 'list', type: wanted, items: [] };
  return arg;
}

function isNullable(row: ExpressionFunction, types: readonly Type[]): boolean {
  const { nullable, gives } = row;
  if (nullable === 'never' || nullable === 'always') return nullable === 'always';
  const given = gives === 'same' ? alike(row, types) : types;
  return nullable === 'when all are'
    ? given.every((type) => type.nullable)
    : given.some((type) => type.nullable);
}

/** The call of a row that takes the arguments, with its type. */
export function callOf(fit: Fit, given: readonly Tree[]): Call {
  const [id, row] = fit.row;
  const args = given.map((arg, index) => fitted(fit, arg, index));
  const types = args.map(({ type }) => type);
  const nullable = isNullable(row, types);
  const result: Type = row.gives === 'same' ? fit.same! : { kind: row.gives, nullable };
  const digits = row.digits?.(types, args) ?? result.digits;
  const member = row.givesMembers && { member: row.givesMembers };
  const most = row.most?.(types, args);
  const type = {
    ...result,
    nullable,
    ...member,
    ...(digits && { digits }),
    ...(most !== undefined && { most }),
  };
  const call = { op: 'call', type, row: id, args } as const;
  if (!row.digits || digits![0] <= WHOLE_DIGITS) return call;
  return { ...call, type: { ...type, nullable: true, digits: [WHOLE_DIGITS, digits![1]] }, guarded: true };
}

const rowOf = (id: string): Row => [id, FUNCTIONS.get(id)!];
const HAS = rowOf('has(any)');
const NOT = rowOf('!(bool)');

/** Whether there is a value, or whether there is none. */
export function presenceOf(value: Tree, isAsked: boolean, has: Tree = callOf({ row: HAS }, [value])): Tree {
  return isAsked ? has : callOf({ row: NOT }, [has]);
}
