import type { Reach, ReachName } from '../context.ts';
import type { CheckedExpression } from '../expression/index.ts';
import { pointingAt } from '../model/index.ts';
import type { ModelObject } from '../model/model.ts';
import type { ParentAccess } from './access.ts';
import { type ActorAttribute, type OwnAttribute, rowScope } from './scopes/index.ts';
import { behalfOf, conditionOf, ofParent, type RowScopes, scopesOf } from './terms.ts';

/** How the statement around a predicate names the row and takes the actor's values. */
export interface PredicateFrame {
  /** SQL of a physical column: `t."c_amount_x1"` */
  column(name: string): string;
  actor(attribute: ActorAttribute): string;
  /** SQL of the table of an object and of a column in it, where rows follow those of a parent */
  table?(object: ModelObject): string;
  columnOf?(alias: string, name: string): string;
  /** SQL of a table of the engine, and of the day it is in the workspace */
  systemTable?(name: string): string;
  today?(): string;
  /** a condition that asks other tables, where it is asked once for a row however often it is named */
  once?(sql: string): string;
  /** SQL of a condition over a row of an object, judged with the engine's rights; without an alias the row itself */
  where?(
    condition: CheckedExpression,
    object: ModelObject,
    alias?: string,
    actor?: PredicateFrame['actor'],
  ): string;
}

/** What is judged: rows of an object, the conditions that scopes name, and the parents that the rows follow. */
export interface Judged {
  readonly object: ModelObject;
  readonly conditions?: ReadonlyMap<string, CheckedExpression>;
  readonly parent?: ParentAccess;
  /** how the users are told whom the actor reaches */
  readonly forms?: ReachForms;
  /** of a user of the portal: API name of the object whose record they are bound to */
  readonly portal?: string;
  /** the same of those who have delegated to the actor */
  readonly behalf?: readonly (Judged | undefined)[];
}

export type ReachForms = ReadonlyMap<ReachName, Reach['form']>;

interface Place {
  readonly frame: PredicateFrame;
  /** of a parent: what its row is called */
  readonly alias?: string;
  readonly depth: number;
}

/** Rows of which the parent lies in one of these ways. What cannot be judged is denied. */
function followingSql(
  { object, parent }: Judged,
  ways: readonly (readonly string[])[],
  { frame, depth }: Place,
): string {
  const link = object.fields.get(object.follows?.via ?? '')?.columns[0];
  if (!parent || !link || !frame.table || !frame.columnOf) return 'false';
  const alias = `up${depth}`;
  const { once: _, ...others } = frame;
  const inside = { ...others, column: (name: string) => frame.columnOf!(alias, name) };
  const visible = eitherSql(parent.access, ways, { frame: inside, alias, depth: depth + 1 });
  return `EXISTS (SELECT 1 FROM ${frame.table(parent.access.object)} ${alias} WHERE ${frame.columnOf(alias, 'id')} = ${frame.column(link.name)} AND ${visible})`;
}

/** The frame in which a scope holds for somebody else: its values, and those that conditions ask for, are theirs. */
function frameOf(frame: PredicateFrame, place: number): PredicateFrame {
  const actor: PredicateFrame['actor'] = (attribute) =>
    frame.actor(`for${place}.${attribute as OwnAttribute}`);
  const { where } = frame;
  return {
    ...frame,
    actor,
    ...(where && { where: (condition, object, alias) => where(condition, object, alias, actor) }),
  };
}

function scopeSql(judged: Judged, scope: string, place: Place): string {
  const sql = wholeSql(judged, scope, place);
  return place.frame.once && sql.includes('SELECT') ? place.frame.once(sql) : sql;
}

function wholeSql(judged: Judged, scope: string, place: Place): string {
  const { object, conditions, forms } = judged;
  const { frame, alias } = place;
  const behalf = behalfOf(scope);
  if (behalf) {
    const theirs = judged.behalf?.[behalf.place];
    return theirs
      ? scopeSql(theirs, behalf.scope, { ...place, frame: frameOf(frame, behalf.place) })
      : 'false';
  }
  const above = ofParent(scope);
  if (above !== undefined) return followingSql(judged, [scopesOf(above)], place);
  const condition = conditionOf(scope);
  if (condition !== undefined) {
    const expression = conditions?.get(condition);
    return expression && frame.where ? frame.where(expression, object, alias) : 'false';
  }
  return rowScope(scope).sql({
    objectId: object.id,
    systemTable: frame.systemTable,
    today: frame.today,
    column: (name) => {
      const first = object.fields.get(name)?.columns[0];
      return first && frame.column(first.name);
    },
    pointing: (target) => {
      const field = pointingAt(object, target);
      return field && frame.column(field.columns[0]!.name);
    },
    actor: frame.actor,
    portal: portalColumn(judged, frame),
    reachForm: (name) => forms?.get(name),
  });
}

/** SQL of the column by which rows belong to the record of a portal user: the id of that itself, else the first field that points there. */
function portalColumn({ object, portal }: Judged, frame: PredicateFrame): string | undefined {
  if (portal === undefined) return undefined;
  const field = object.name === portal ? object.fields.get('id') : pointingAt(object, portal);
  return field && frame.column(field.columns[0]!.name);
}

const allSql = (judged: Judged, scopes: readonly string[], place: Place): string =>
  scopes.map((scope) => scopeSql(judged, scope, place)).join(' AND ');

/** The scope that most of these ways ask for, where more than one does. */
function mostAsked(ways: readonly (readonly string[])[]): string | undefined {
  const asked = new Map<string, number>();
  for (const scope of ways.flat()) asked.set(scope, (asked.get(scope) ?? 0) + 1);
  const [scope, times] = [...asked].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 1]);
  return times > 1 ? scope : undefined;
}

/** The sum of ways; what several of them ask for is asked once: `a and (b or c)` for `a and b or a and c`. */
function eitherSql(judged: Judged, ways: readonly (readonly string[])[], place: Place): string {
  // a way of which nothing else is asked reaches all that the others do
  if (ways.some((way) => way.length === 0)) return 'true';
  const above = ways.flatMap((way) => (way.length === 1 ? (ofParent(way[0]!) ?? []) : []));
  // a parent is looked up once for all ways to it; of several looks the planner would read all parents first
  if (above.length > 1 && !place.frame.once) {
    const sql = followingSql(judged, above.map(scopesOf), place);
    const others = ways.filter((way) => way.length > 1 || ofParent(way[0]!) === undefined);
    return others.length === 0 ? sql : `(${sql} OR ${eitherSql(judged, others, place)})`;
  }
  const most = mostAsked(ways);
  if (most === undefined) {
    const sql = ways.map((way) => allSql(judged, way, place));
    return sql.length === 1 ? sql[0]! : `(${sql.join(' OR ')})`;
  }
  const [asking, others] = [true, false].map((asks) => ways.filter((way) => way.includes(most) === asks));
  const rest = asking!.map((way) => way.filter((scope) => scope !== most));
  const inner = eitherSql(judged, rest, place);
  const common = `${scopeSql(judged, most, place)}${inner === 'true' ? '' : ` AND ${inner}`}`;
  return others!.length === 0 ? common : `(${common} OR ${eitherSql(judged, others!, place)})`;
}

const sumSql = (judged: Judged, terms: RowScopes, place: Place): string =>
  eitherSql(judged, terms.map(scopesOf), place);

/**
 * Whether a record about to be made may lie in `scopes`: its own scopes say so by its owner. Of one that follows a
 * parent, the parent to which it is added is asked: it is one of its relations. Conditions are asked of the row.
 */
export const isNewIn = (scopes: RowScopes, isOwn: boolean): boolean =>
  scopes.some((term) => scopesOf(term).every((scope) => ofNew(scope)?.(isOwn) ?? true));

/** Whether `isNewIn` says all there is to say; else a new record is judged once it stands in its row. */
export const isToldBefore = (scopes: RowScopes): boolean =>
  scopes.includes('all') ||
  scopes.every((term) =>
    scopesOf(term).every((scope) => ofParent(scope) !== undefined || ofNew(scope) !== undefined),
  );

const ofNew = (scope: string) =>
  ofParent(scope) === undefined && conditionOf(scope) === undefined && !behalfOf(scope)
    ? rowScope(scope).ofNew
    : undefined;

/** SQL that holds for the rows in `scopes`; undefined when that is every row. */
export function rowPredicate(judged: Judged, scopes: RowScopes, frame: PredicateFrame): string | undefined {
  if (scopes.includes('all')) return undefined;
  return scopes.length === 0 ? 'false' : sumSql(judged, scopes, { frame, depth: 1 });
}
