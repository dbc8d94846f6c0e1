import type { ModelObject } from '../model/model.ts';
import type { ParentAccess, RowScopes } from './access.ts';
import { parentScope } from './follow-parent.ts';
import { type ActorAttribute, rowScope } from './scopes/index.ts';

/** How the statement around a predicate names the row and takes the actor's values. */
export interface PredicateFrame {
  /** SQL of a physical column: `t."c_amount_x1"` */
  column(name: string): string;
  actor(attribute: ActorAttribute): string;
  /** SQL of the table of an object and of a column in it, where rows follow those of a parent */
  table?(object: ModelObject): string;
  columnOf?(alias: string, name: string): string;
}

/** What is judged: rows of an object, and of the parents that they follow. */
export interface Judged {
  readonly object: ModelObject;
  readonly parent?: ParentAccess;
}

/** Rows of which the parent lies in these scopes. */
function followingSql(
  { object, parent }: Judged,
  scopes: RowScopes,
  frame: PredicateFrame,
  depth: number,
): string {
  const link = object.fields.get(object.follows?.via ?? '')?.columns[0];
  if (!parent || !link || !frame.table || !frame.columnOf) return 'false';
  const alias = `up${depth}`;
  const inside = { ...frame, column: (name: string) => frame.columnOf!(alias, name) };
  const visible = rowPredicate(parent.access, scopes, inside, depth + 1) ?? 'true';
  return `EXISTS (SELECT 1 FROM ${frame.table(parent.access.object)} ${alias} WHERE ${frame.columnOf(alias, 'id')} = ${frame.column(link.name)} AND ${visible})`;
}

/**
 * Whether a record about to be made lies in `scopes`. Of one that follows a parent, the parent to which it is added
 * is asked: it is one of its relations.
 */
export const isNewIn = (scopes: RowScopes, isOwn: boolean): boolean =>
  scopes.some((name) => parentScope(name) !== undefined || rowScope(name).ofNew(isOwn));

/** SQL that holds for the rows in `scopes`; undefined when that is every row. */
export function rowPredicate(
  judged: Judged,
  scopes: RowScopes,
  frame: PredicateFrame,
  depth = 1,
): string | undefined {
  if (scopes.includes('all')) return undefined;
  const row = {
    column: (name: string) => {
      const first = judged.object.fields.get(name)?.columns[0];
      return first && frame.column(first.name);
    },
    actor: frame.actor,
  };
  const ofParent = scopes.flatMap((name) => parentScope(name) ?? []);
  const ways = scopes
    .filter((name) => parentScope(name) === undefined)
    .map((name) => rowScope(name).sql(row));
  if (ofParent.length > 0) ways.push(followingSql(judged, ofParent, frame, depth));
  return ways.length === 0 ? 'false' : ways.length === 1 ? ways[0]! : `(${ways.join(' OR ')})`;
}
