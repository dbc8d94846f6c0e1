export { checkDocument } from './check-document.ts';
export { type CheckOptions, checkDocuments } from './check-documents.ts';
export { completeIds } from './complete-ids.ts';
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
export { kindInSchema, pathOf, placeOfFile } from './folder.ts';
export { derivedId } from './ids.ts';
export { documentKinds, findKind, type Kind, kindOf, type Part } from './kinds/index.ts';
export {
  type DocumentFile,
  type DocumentPlace,
  type DocumentReading,
  type FolderReading,
  packageOf,
  readDocument,
  readDocuments,
} from './read.ts';
export {
  type ExpressionPlace,
  type Reference,
  type ReferenceKind,
  type References,
  referencesOf,
} from './references.ts';
export { type Resolution, type ResolveOptions, resolveModel } from './resolve.ts';
export {
  fieldsScope,
  type Member,
  membersOfField,
  newRecordScope,
  type Readable,
  recordScope,
  STAGE_ATTRIBUTES,
  scopeOver,
  targetOf,
  userScope,
  wholeObjects,
} from './scope.ts';
export { systemDocuments } from './system-documents.ts';
export { writeDocument } from './write.ts';
