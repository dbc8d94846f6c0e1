export { groupsAbove, type RollupGroup, rollupGroups, rollupsOver } from './groups.ts';
export { maintainRollups, type Touched } from './maintain.ts';
export { emptyRollup, parentsSql, statementsOf } from './sql.ts';
export { type RollupReport, verifyRollups } from './verify.ts';
