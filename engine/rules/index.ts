export type { DependentField } from './dependents.ts';
export { dependentsOf } from './dependents-of.ts';
export { fitKey, type LookupFilter, lookupFilters, POINTING, presetsOf } from './fits.ts';
export { conclude, firstValues, isSame, judge, readChange, requiredProblem } from './judge.ts';
export { isWritable } from './read-body.ts';
export { defaultReads, type RuleReads, ruleReads } from './reads.ts';
export type * from './situation.ts';
export { type Rule, type RuleStates, ruleStates } from './states.ts';
export { around } from './view.ts';
