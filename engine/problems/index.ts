import { auditProblems } from './audit.ts';
import { authProblems } from './auth.ts';
import { cliProblems } from './cli.ts';
import { configProblems } from './config.ts';
import { dbProblems } from './db.ts';
import { documentProblems } from './document.ts';
import { duplicateProblems } from './duplicates.ts';
import { encryptionProblems } from './encryption.ts';
import { exportProblems } from './export.ts';
import { expressionProblems } from './expression.ts';
import { fileProblems } from './file.ts';
import { importProblems } from './import.ts';
import { packageProblems } from './package.ts';
import { peopleProblems } from './people.ts';
import { privacyProblems } from './privacy.ts';
import type { ProblemRow } from './problem-row.ts';
import { publishProblems } from './publish.ts';
import { queryProblems } from './query.ts';
import { recordProblems } from './record.ts';
import { requestProblems } from './request.ts';
import { valueProblems } from './value.ts';
import { workspaceProblems } from './workspace.ts';

export { EXPECTED } from './expected.ts';

/**
 * Every problem the engine can answer with: one row per code, `[status, en, zh-CN]`, texts with
 * `{placeholders}`. A code is `<room>.<what>`; the rows of a room are a file of this folder. The same table serves the
 * API (RFC 9457), the command line and the terminal; the UIs show the answer's text and hold no table.
 */

export const PROBLEMS = {
  ...requestProblems,
  ...authProblems,
  ...auditProblems,
  ...peopleProblems,
  ...configProblems,
  ...dbProblems,
  ...valueProblems,
  ...documentProblems,
  ...queryProblems,
  ...expressionProblems,
  ...recordProblems,
  ...importProblems,
  ...exportProblems,
  ...duplicateProblems,
  ...encryptionProblems,
  ...fileProblems,
  ...privacyProblems,
  ...publishProblems,
  ...cliProblems,
  ...packageProblems,
  ...workspaceProblems,
} satisfies Record<string, ProblemRow>;
