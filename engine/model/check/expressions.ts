import { type Labels, type ProblemItem, problemItem } from '../../errors.ts';
import {
  type CheckedExpression,
  checkExpression,
  type ExpressionProblem,
  findReferences,
  type Kind,
  type Scope,
} from '../../expression/index.ts';
import type { TypesAround } from '../../field-types/index.ts';
import type { Document } from '../document.ts';
import { pathOf } from '../folder.ts';
import type { Model } from '../model.ts';
import { typeOf } from '../property.ts';
import { type ExpressionPlace, referencesOf } from '../references.ts';
import { placeIn } from '../report.ts';
import {
  changeScope,
  childScope,
  fieldsScope,
  newRecordScope,
  scopeOver,
  targetScope,
  wholeObjects,
} from '../scope.ts';
import { lostField } from '../sound-part.ts';
import { type Bound, boundKey, isAsleep, type Together } from './together.ts';

/** What the names of an expression stand for; undefined where that cannot be told or is not run yet. */
function scopeOf(
  { objects, readable }: Pick<Together, 'objects' | 'readable'>,
  { scope, object = '', home = '' }: Pick<ExpressionPlace, 'scope' | 'object' | 'home'>,
): Scope | undefined {
  if (scope === 'new') {
    const found = objects.get(object);
    const all = readable(object);
    return found && all && newRecordScope(all);
  }
  if (scope === 'fields') {
    const found = objects.get(object);
    return found && fieldsScope(found);
  }
  if (scope === 'child') {
    const found = objects.get(object);
    return found && childScope(found);
  }
  if (scope === 'change') {
    const found = objects.get(object);
    const all = readable(object);
    return found && all && changeScope(all, found);
  }
  const whole = scope === 'record' || scope === 'target' ? readable(object) : undefined;
  const from = scope === 'target' ? readable(home) : undefined;
  if (!whole || (scope === 'target' && !from)) return undefined;
  return from ? targetScope(whole, from) : scopeOver(whole);
}

/** What the names of an expression stand for that somebody is writing; undefined where that says nothing. */
export const scopeInModel = (
  { objects }: Pick<Model, 'objects'>,
  place: Pick<ExpressionPlace, 'scope' | 'object' | 'home'>,
): Scope | undefined => scopeOf({ objects, readable: wholeObjects(objects) }, place);

/** The kind of value that is wanted: of a mirror whatever it finds; a list has none that an expression gives. */
function kindWanted({ returns, property }: ExpressionPlace): Kind | undefined {
  if (returns !== 'field') return returns as Kind;
  const type = typeOf(property);
  return type?.valueType ? type.valueType(property!['x-field'], NOTHING_AROUND)?.type.kind : type?.kind;
}

const NOTHING_AROUND: TypesAround = { at: () => undefined, of: () => undefined, objects: () => [] };

const atCharacter = (position: number): Labels => ({
  en: ` (character ${position + 1})`,
  'zh-CN': `（第 ${position + 1} 个字符）`,
});

function problemOf(place: string, { position, code, message, suggestion }: ExpressionProblem): ProblemItem {
  const where = atCharacter(position);
  const said = Object.fromEntries(
    Object.entries(message).map(([language, text]) => [language, `${text}${where[language] ?? where.en}`]),
  );
  return { ...problemItem(place, code, {}, suggestion), message: said };
}

/** Whether a name of the expression leads to something of which nothing is known: that is told where it stands. */
function leadsAstray({ readable, broken }: Together, { source, object, home }: ExpressionPlace): boolean {
  return findReferences(source).some(({ path, ofRecord }) => {
    let at = path[0]!.startsWith('$') ? undefined : ofRecord ? home : object;
    for (const step of path) {
      if (at === undefined) return false;
      const here = readable(at);
      if (!here || broken.has(lostField(at, step))) return true;
      at = here.member(step)?.target ?? here.children?.get(step)?.object;
    }
    return false;
  });
}

/** What has an id is asked for a word of its own; of a document as a whole the word is the way to it. */
const keyOf = (document: Document, { owner, path }: ExpressionPlace): string =>
  owner === undefined || owner === document.id
    ? boundKey(document.id, path.join('.'))
    : boundKey(owner, String(path.at(-1)));

/** Checks every expression against what its names stand for; those that are right are handed back, bound. */
export function checkExpressions(together: Together): { problems: ProblemItem[]; bound: Bound } {
  const problems: ProblemItem[] = [];
  const bound = new Map<string, CheckedExpression>();
  for (const document of together.documents.values()) {
    for (const place of referencesOf(document).expressions) {
      if (isAsleep(together, document, place.path)) continue;
      const scope = scopeOf(together, place);
      if (!scope) continue;
      const returns = kindWanted(place);
      const checked = checkExpression(place.source, scope, returns === undefined ? {} : { returns });
      if (checked.ok) bound.set(keyOf(document, place), checked.expression);
      else if (!leadsAstray(together, place)) {
        const where = placeIn(pathOf(document), place.path);
        problems.push(...checked.problems.map((problem) => problemOf(where, problem)));
      }
    }
  }
  return { problems, bound };
}
