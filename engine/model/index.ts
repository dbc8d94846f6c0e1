export { ACTIONS, type Action, BOUND_WITH, CAME_WITH, GOES_BY, PORTAL_ACTIONS } from './actions.ts';
export { scopeInModel } from './check/expressions.ts';
export { checkDocuments } from './check-documents.ts';
export { type ChildRelation, childRelations } from './child-relations.ts';
export { completeIds } from './complete-ids.ts';
export {
  CHANNELS,
  type Channel,
  CONSENTS_GIVEN,
  CONSENTS_REFUSED,
  consentWord,
  DO_NOT_CONTACT,
} from './consent-fields.ts';
export { CurrentModels, loadModel } from './current.ts';
export {
  addressOf,
  type Body,
  type Document,
  type DocumentKind,
  type Documents,
  documentsOf,
  ENGINE_PACKAGE,
  isBody,
  isSame,
  LOCAL_PACKAGE,
  toDocuments,
} from './document.ts';
export {
  closeDraft,
  type Draft,
  type DraftDocument,
  type DraftOf,
  documentOfDraft,
  dropDraftDocuments,
  findDraft,
  openDraft,
  saveDraftDocuments,
  withDraft,
} from './drafts.ts';
export { type EncryptedField, encryptedFields, isEncrypted } from './encrypted-fields.ts';
export { mergeExtension } from './extensions/merge-extension.ts';
export { folderOf, splitByPackage } from './extensions/split.ts';
export { takeFolder } from './extensions/take-folder.ts';
export { pathOf, placeOfFile } from './folder.ts';
export { PLAIN_CALENDAR } from './kinds/calendar.ts';
export { documentKinds, findKind, kindOf, type Part } from './kinds/index.ts';
export { BASES } from './kinds/settings.ts';
export { type Conflict, mergeThreeWays } from './merge.ts';
export { isMergeable } from './mergeable.ts';
export { barePart, partsOf } from './parts.ts';
export { type DocumentFile, type FolderReading, packageOf, readDocument, readDocuments } from './read.ts';
export { renameEverywhere, renameObject } from './rename.ts';
export { placeIn } from './report.ts';
export { resolveModel, resolvePublished } from './resolve.ts';
export { changedDocuments, type Dependency, type PhysicalRow, savePublication } from './save-publication.ts';
export {
  bareMember,
  hasParts,
  linkTargetOf,
  linkTargetsOf,
  type Member,
  memberNamed,
  memberPart,
  membersOfField,
  newRecordScope,
  partNames,
  pointingAt,
  type Readable,
  type ReadableChildren,
  STAGE_ATTRIBUTES,
  scopeOver,
  sortMember,
  targetOf,
} from './scope.ts';
export { collationOf, directionSql, mayBeNull } from './sort-keys.ts';
export {
  type Alias,
  checksumOf,
  checksumOfSet,
  loadPublished,
  type Published,
  publishedVersion,
  textOf,
} from './store.ts';
export {
  DEPARTMENT_TEXT,
  isRetired,
  retiredIn,
  systemDocuments,
  withSystemDocuments,
  withSystemDocumentsAndRetired,
} from './system-documents.ts';
export { documentsAt, listVersions, pastBodies } from './versions.ts';
export { allUses, whereUsed } from './where-used.ts';
export { timeOf } from './workspace-time.ts';
export { writeDocument } from './write.ts';
