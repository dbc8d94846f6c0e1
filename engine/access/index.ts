export { ACTIONS, type Action } from '../model/index.ts';
export {
  type Access,
  accessOf,
  type Doing,
  type ObjectAccess,
  type RowScopes,
  reachAsked,
} from './access.ts';
export { actorValue } from './actor-values.ts';
export { OF_PEOPLE } from './base-grants.ts';
export { doneFor } from './delegated.ts';
export { isKnownField } from './known-field.ts';
export { leadingColumns, reachedColumns } from './leading-columns.ts';
export { isNewIn, isToldBefore, rowPredicate } from './row-predicate.ts';
export { type ActorAttribute, walkedSql } from './scopes/index.ts';
export { behalfOf, canAssignIn, conditionOf, ofParent } from './terms.ts';
export type { Way, WayAsked, WaySource } from './ways.ts';
export { wholeActor } from './whole-actor.ts';
