export { aggregateRecords } from './aggregate.ts';
export { isApplicable } from './applicable.ts';
export { runBatch } from './batch.ts';
export { checkRecord } from './check.ts';
export { type ComparedRecord, comparedRecords, leaveMatched } from './compared.ts';
export { followConsents } from './consents.ts';
export { createRecord, insertRecords } from './create.ts';
export {
  assertExported,
  type ExportedList,
  type ExportedRecord,
  type ExportRequest,
  exportList,
} from './export-list.ts';
export { pathEnd, shownTitle } from './export-path.ts';
export { lockCounting } from './gapless.ts';
export { type HeldValues, heldThrough } from './held.ts';
export { keepAnswer, keptAnswer, type RepeatKey, repeatKeyOf } from './idempotency.ts';
export { saysSecret } from './kept-filters.ts';
export { matchRecords } from './match.ts';
export { sweepMerges } from './merging/ledger.ts';
export { readNarrow } from './narrow.ts';
export { type NumberSupply, reserveNumbers } from './numbering.ts';
export { assertCan, objectAccessOf } from './plan.ts';
export { isRepeatedKey, toldOf, uniqueProblem } from './postgres-errors.ts';
export { type NewRecord, type PreparedRecord, prepareRecords } from './prepare.ts';
export { listRecords, readRecord } from './read.ts';
export { readableRecords } from './readable-records.ts';
export { deleteRecord, restoreRecord } from './remove.ts';
export { type KeptReason, removeUnchanged } from './remove-unchanged.ts';
export { type AskedExport, exportFromBody, type ListRequest } from './request.ts';
export { rollupMoved } from './rollups.ts';
export { routes } from './routes.ts';
export { type RowQuestion, rowChanges } from './row-changes.ts';
export { type SampleValue, sampleValues } from './sample.ts';
export { givenFor, openKept, REPORT_CELL } from './secrets.ts';
export { entriesOfShown, isSensitive, leaveReads } from './sensitive.ts';
export { type Standing, standingOf } from './standing.ts';
export { type StayReason, type TakenBack, takeBackUpdates } from './take-back-updates.ts';
export { updateInside, updateRecord } from './update.ts';
export { type EachUpdated, updateEach } from './update-each.ts';
export { usersWho, type Viewing } from './viewers.ts';
export { titlesOfRecords } from './visible-titles.ts';
export { wantedForLines } from './wanted-numbers.ts';
