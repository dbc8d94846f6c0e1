export { type Access, type Action, accessOf, type ObjectAccess, type RowScopes } from './access.ts';
export { isNewIn, rowPredicate } from './row-predicate.ts';
export type { ActorAttribute } from './scopes/index.ts';
