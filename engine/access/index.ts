export {
  type Access,
  type Action,
  accessOf,
  type FieldRight,
  type ObjectAccess,
  type RowScopes,
} from './access.ts';
export { type PredicateFrame, rowPredicate } from './row-predicate.ts';
export type { ActorAttribute } from './scopes/index.ts';
