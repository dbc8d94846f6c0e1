export { aggregateRecords } from './aggregate.ts';
export { isApplicable } from './applicable.ts';
export { runBatch } from './batch.ts';
export { checkRecord } from './check.ts';
export {
  createRecord,
  insertRecords,
  type NewRecord,
  type PreparedRecord,
  prepareRecords,
} from './create.ts';
export { keepAnswer, keptAnswer, type RepeatKey, repeatKeyOf } from './idempotency.ts';
export { matchRecords } from './match.ts';
export { assertCan, objectAccessOf } from './plan.ts';
export { isRepeatedKey } from './postgres-errors.ts';
export { listRecords, readRecord } from './read.ts';
export { deleteRecord, restoreRecord } from './remove.ts';
export { type KeptReason, removeUnchanged } from './remove-unchanged.ts';
export type { ListRequest } from './request.ts';
export { routes } from './routes.ts';
export { type SampleValue, sampleValues } from './sample.ts';
export { updateRecord } from './update.ts';
