export { aggregateRecords } from './aggregate.ts';
export { isApplicable } from './applicable.ts';
export { type BatchResult, runBatch, runEach } from './batch.ts';
export { checkRecord } from './check.ts';
export {
  createRecord,
  insertRecords,
  type Judged,
  type NewRecord,
  type PreparedRecord,
  prepareRecords,
  type Written,
} from './create.ts';
export { keepAnswer, keptAnswer, type RepeatKey, repeatKeyOf } from './idempotency.ts';
export { matchRecords } from './match.ts';
export { assertCan, objectAccessOf } from './plan.ts';
export { isRepeatedKey, problemOf } from './postgres-errors.ts';
export { listRecords, readRecord } from './read.ts';
export { deleteInside, deleteRecord, restoreRecord } from './remove.ts';
export {
  type KeptReason,
  type LeftRecord,
  type RemovedUnchanged,
  removeUnchanged,
} from './remove-unchanged.ts';
export type { AggregateRequest, ListRequest, SortWord } from './request.ts';
export { routes } from './routes.ts';
export { type RecordChange, updateInside, updateRecord } from './update.ts';
