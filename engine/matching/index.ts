export { keysOf } from './keys.ts';
export { type Comparison, compare, type Folded, foldedOf, type Verdict } from './rule.ts';
export { matchColumn, matchedFields, matchRulesOf, matchText } from './stored.ts';
