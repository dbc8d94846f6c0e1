/** The one table of limits that callers can run into. Every surface reads it, OpenAPI tells it. */
export const LIMITS = Object.freeze({
  /** live fields of an object; a row must fit Postgres' 8 kB page after TOAST (440 wide texts do) */
  fieldsPerObject: 400,
  /** columns of a table, archived ones included: Postgres gives 1,600 in its whole life */
  columnsPerTable: 1_400,
  optionsPerField: 1_000,
  /** free words of one field of a record, and their characters */
  tagsPerRecord: 50,
  tagLength: 40,
  /** records that are edited as part of one */
  lineItems: 500,
  /** records above each other in a tree */
  treeDepth: 50,
  /** records that are handed over in one transaction */
  handoverBatch: 200,
  /** numbers under which a match rule keeps one record; candidates that it weighs, and duplicates that it tells */
  matchKeys: 48,
  matchScanned: 2_000,
  matchCandidates: 200,
  duplicatesTold: 5,
  /** of a scan: records under one number that are all compared with one another, and pairs that it keeps */
  scanShared: 50,
  scanPairs: 500_000,
  /** groups of duplicates on a page, and records that are said not to be the same at once */
  duplicateGroups: 50,
  dismissed: 50,
  /** records that one is linked with by one field */
  linksPerRecord: 1_000,
  nameLength: 48,
  labelLength: 200,
  /** characters, nodes and nesting of one expression */
  expressionLength: 4_096,
  expressionNodes: 400,
  expressionDepth: 50,
  /** questions about many records or members, inside each other */
  macroDepth: 2,
  /** members of a list that an expression puts together, and characters of each text that it makes of one */
  listMembers: 1_000,
  listTextLength: 1_000,
  /** what an expression may cost in process, in steps of 50 ns */
  expressionSteps: 700_000,
  /** questions about working days in one expression: each brings the days of the calendar into the statement */
  calendarCalls: 20,
  /** size of all patterns of one expression, and the longest text that is looked through: their product is what it costs */
  patternSize: 200,
  patternText: 1_000,
  /** nodes of a formula with the formulas that it reads written out in it */
  formulaNodes: 2_000,
  /** hops after the first name: `account.owner.department` has two */
  pathHops: 3,
  filterInAddress: 8_192,
  pageSize: 1_000,
  pageSizeDefault: 50,
  /** entries of the audit in one file */
  auditExport: 500_000,
  /** ids of records that one entry of the audit names: of longer answers it has how many there were */
  readRecords: 1_000,
  /** minutes for which a form that is checked again and again asks one question, and how many such are remembered */
  formReadMinutes: 60,
  formReads: 10_000,
  /** entries of the audit that one seal covers */
  sealBatch: 1_000,
  /** records of one object that may have to do with a person, and what a person may be looked for by */
  privacyRecords: 20_000,
  privacyTerms: 20,
  /** addresses of which it is written down at once that they object */
  objections: 100,
  /** entries of a record's history at once */
  historyPage: 200,
  offset: 10_000,
  countCap: 10_000,
  /** characters and words of a search that count */
  searchLength: 200,
  searchWords: 8,
  /** records that a search over all objects answers with, and those of each object that it chooses from */
  searchObjects: 100,
  searchHits: 100,
  searchHitsDefault: 20,
  searchCandidates: 50,
  /** Chinese characters of a text that are found by pinyin, and how many of them in one go */
  pinyinLength: 40,
  pinyinAhead: 8,
  /** texts of a screen that are spelled for it at once, and how long one may be */
  spelledTexts: 500,
  spelledText: 200,
  batchSize: 1_000,
  /** line items and links that the records of one batch come with, all together */
  batchLines: 5_000,
  sortKeys: 5,
  /** indexes that the views and roles of one object ask for: each is written with every record */
  listIndexes: 6,
  groupKeys: 4,
  measures: 20,
  aggregateRows: 10_000,
  /** bytes */
  bodySize: 1_048_576,
  batchBodySize: 8_388_608,
  documentBodySize: 8_388_608,
  importSize: 268_435_456,
  importFiles: 50,
  /** bytes that a workbook may unpack to, and those of the texts that its cells share */
  workbookSize: 1_073_741_824,
  workbookTexts: 134_217_728,
  /** seconds that a request may wait for the end of what it asks for */
  waitSeconds: 60,
  /** records that change hands together, and days for which that can be taken back */
  transferSize: 2_000,
  transferUndoDays: 30,
  /** records that an export reads at once, and those that are answered at once where no job is asked for */
  exportPage: 200,
  exportAtOnce: 10_000,
  /** exports of one person that are not done, and that are scheduled, days for which their files are kept, and bytes of one */
  exportsWaiting: 20,
  exportSchedules: 20,
  exportKeptDays: 7,
  exportSize: 4_294_967_296,
  /** users that a list of who sees a record shows at once; who act for somebody, of whom it is worked out one by one */
  viewersPage: 50,
  viewersByDelegation: 500,
  /** records that one takes in at once, records that are moved with them, and days in which it can be undone */
  mergeOthers: 4,
  mergeMoved: 10_000,
  mergeUndoDays: 30,
  /** users and teams in the team of one record */
  collaborators: 100,
  /** rows that are judged and written together */
  importChunk: 500,
  /** refused rows of which an answer tells what they have in common, and rows that may wait for one further down */
  importGrouped: 100_000,
  importWaiting: 50_000,
  jsonDepth: 32,
  /** members of a JSON value at all depths, and nodes and nesting of the JSON Schema of a field */
  jsonMembers: 2_000,
  jsonSchemaNodes: 100,
  jsonSchemaDepth: 12,
  jsonSchemaSize: 20_000,
  /** bytes of one uploaded file, characters of its name, files of one field of a record */
  fileSize: 104_857_600,
  fileName: 200,
  filesPerField: 50,
  /** uploaded files of one person that no record holds yet, and hours for which they wait for one */
  filesWaiting: 200,
  fileWaitHours: 24,
  /** days for which a file that was taken from its record can be put back */
  fileKeptDays: 30,
  textLength: 4_000,
  /** of a text that is kept encrypted */
  encryptedLength: 500,
  longTextLength: 100_000,
  /** tags and characters of one rich text */
  richTextTags: 3_000,
  richTextLength: 60_000,
  /** instructions of a pattern times characters of the longest text it judges: about 45 ns each at worst */
  patternSteps: 800_000,
  documentsPerDraft: 5_000,
  plansPerProcess: 2_000,
  idempotencyHours: 24,
  /** failed attempts to sign in that the audit keeps one by one; more of them it counts */
  failedSignInsPerMinute: 60,
  passwordLeast: 10,
  passwordMost: 128,
  /** a session ends this long after it was last used */
  sessionDays: 14,
  /** how long a process trusts what it knows of a session or key without asking again */
  sessionTrustSeconds: 60,
  apiKeyDays: 365,
  /** how long a link of an invitation is good, unless somebody says otherwise, and at most */
  invitationDays: 7,
  invitationDaysMost: 60,
  /** a device that was remembered after a second factor is asked again after so many days */
  deviceDays: 30,
  /** minutes between the password and the code of a sign-in */
  codeMinutes: 10,
  /** viewing as somebody else, from one entry in the audit to the next */
  viewAsMinutes: 60,
  /** users for whom somebody may act at once; those who delegated for the longest count */
  delegatorsAtOnce: 8,
  recoveryCodes: 10,
  /** of a change of rights: sets of roles that are compared, questions about their rows, milliseconds for all of these */
  comparedRoles: 200,
  effectQuestions: 200,
  effectPatience: 10_000,
  /** seconds and bytes that an answer of another server may take */
  outboundSeconds: 10,
  outboundSize: 65_536,
});
