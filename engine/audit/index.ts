export { type AuditWriter, auditWriterOf, type Entry, entriesSql, writeEntries } from './entry.ts';
export { AUDIT_KINDS, type AuditOp, isAuditOp } from './kinds.ts';
