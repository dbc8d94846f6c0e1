export {
  type Address,
  type AddressKind,
  addressesSql,
  addressKind,
  addressOf,
  isAddress,
} from './addresses.ts';
export { type Asked, type LedgerEntry, ledgerOf, mayContact } from './gate.ts';
export { type About, type Changed, type NewConsent, recordConsents } from './ledger.ts';
export {
  consentObjects,
  hasConsents,
  type MirrorStatements,
  mirrorConsents,
  mirrorOf,
  runMirror,
  todayOf,
} from './mirror.ts';
export { isMarked, judgeContact, lastSaid, STATES, type Verdict } from './standing.ts';
export { sweepConsents } from './sweep.ts';
