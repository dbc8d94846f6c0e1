/**
 * Rows that somebody reaches, as a sum of terms; a term is one scope or several that must all hold: `own`,
 * `department&where:rol_8f/0`. Terms are texts, so that equal rights are equal and sort the same everywhere.
 */
export type RowScopes = readonly string[];

export const ALL: RowScopes = ['all'];

/** A scope of the rows of a parent, as one of the rows that follow it: `parent(own&where:rol_8f/0)`. */
const PARENT = 'parent(';
/** A condition of a grant, by the name that it has there. */
const WHERE = 'where:';

export const whereScope = (condition: string): string => `${WHERE}${condition}`;
export const parentTerm = (term: string): string => `${PARENT}${term})`;

/** The name of the condition that a scope means; undefined of others. */
export const conditionOf = (scope: string): string | undefined =>
  scope.startsWith(WHERE) ? scope.slice(WHERE.length) : undefined;

/** The term of the parent that a scope means; undefined of others. */
export const ofParent = (scope: string): string | undefined =>
  scope.startsWith(PARENT) ? scope.slice(PARENT.length, -1) : undefined;

/** The scopes of a term, which must all hold. */
export function scopesOf(term: string): readonly string[] {
  const scopes: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [at, character] of [...term].entries()) {
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === '&' && depth === 0) {
      scopes.push(term.slice(from, at));
      from = at + 1;
    }
  }
  return [...scopes, term.slice(from)];
}

/** The term in which all of these hold; undefined where one of them reaches nothing. */
export function every(scopes: readonly string[]): string | undefined {
  const all = new Set(scopes.flatMap(scopesOf));
  if (all.has('none')) return undefined;
  all.delete('all');
  return all.size === 0 ? 'all' : [...all].sort().join('&');
}

const BEHALF = /^for(\d+)\((.*)\)$/s;

/** A scope as it holds for one of those who have delegated to the actor, by their place among them. */
export const onBehalf = (place: number, scope: string): string =>
  scope === 'all' || scope === 'none' ? scope : `for${place}(${scope})`;

/** Whose scope it is, and which; undefined of the actor's own. */
export function behalfOf(scope: string): { readonly place: number; readonly scope: string } | undefined {
  const [, place, inner] = BEHALF.exec(scope) ?? [];
  return inner === undefined ? undefined : { place: Number(place), scope: inner };
}

/** Whether somebody may make records that belong to others. */
export const canAssignIn = (scopes: RowScopes): boolean =>
  scopes.some((term) => !scopesOf(term).includes('own'));

/** Whether every row of a term surely lies in another: all that the other asks, it asks too. */
function isWithin(term: string, other: string): boolean {
  const mine = scopesOf(term);
  return scopesOf(other).every((scope) => {
    const above = ofParent(scope);
    return mine.some((one) => {
      const held = ofParent(one);
      return one === scope || (above !== undefined && held !== undefined && isWithin(held, above));
    });
  });
}

/** The sum of terms: one that reaches everything leaves nothing to add, nor does one what lies within it. */
export function sum(terms: Iterable<string | undefined>): RowScopes {
  const names = new Set<string>();
  for (const term of terms) if (term !== undefined && term !== 'none') names.add(term);
  if (names.has('all')) return ALL;
  const sorted = [...names].sort();
  return sorted.filter(
    (term) =>
      !sorted.some(
        (other) => other !== term && isWithin(term, other) && !(isWithin(other, term) && other > term),
      ),
  );
}
