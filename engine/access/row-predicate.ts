import type { ModelObject } from '../model/model.ts';
import type { RowScopes } from './access.ts';
import { type ActorAttribute, rowScope } from './scopes/index.ts';

/** How the statement around a predicate names the row and takes the actor's values. */
export interface PredicateFrame {
  /** SQL of a physical column: `t."c_amount_x1"` */
  column(name: string): string;
  actor(attribute: ActorAttribute): string;
}

/** SQL that holds for the rows in `scopes`; undefined when that is every row. */
export function rowPredicate(
  object: ModelObject,
  scopes: RowScopes,
  frame: PredicateFrame,
): string | undefined {
  if (scopes.includes('all')) return undefined;
  const row = {
    column: (name: string) => {
      const first = object.fields.get(name)?.columns[0];
      return first && frame.column(first.name);
    },
    actor: frame.actor,
  };
  const ways = scopes.map((name) => rowScope(name).sql(row));
  return ways.length === 0 ? 'false' : ways.length === 1 ? ways[0]! : `(${ways.join(' OR ')})`;
}
