export { type AuditWriter, auditWriterOf, type Entry, entriesSql, writeEntries } from './entry.ts';
export { type ErasedEntry, eraseEntries } from './erase.ts';
export { AUDIT_KINDS, type AuditOp, isAuditOp } from './kinds.ts';
export { keptSince, removeOldEntries } from './retention.ts';
export { sealWorkspace } from './seal.ts';
export { Sealer, type SealerOptions } from './sealer.ts';
export { type AuditFault, type AuditProof, type KnownSeal, verifyAudit } from './verify.ts';
export { noteWritten } from './written.ts';
