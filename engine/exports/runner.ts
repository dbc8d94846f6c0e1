import type { RequestContext } from '../context.ts';
import type { Workspace } from '../db/connect.ts';
import type { FileStore } from '../files/index.ts';
import { JobRunner, type RunnerParts } from '../job-runner.ts';
import type { People } from '../people/index.ts';
import { takeExport } from './ledger.ts';
import { runExport } from './run.ts';
import { askForDue } from './schedules.ts';

/** What exports need of the engine. */
export interface ExportParts extends RunnerParts {
  readonly people: People;
  readonly files: FileStore;
  readonly contextFor: (workspace: Workspace, source: string) => Promise<RequestContext>;
}

/** Seconds without a word after which a job's process is taken to be gone. */
const SILENT = 60;

/** Writes exports, and asks for those that are scheduled. */
export function exportRunner(parts: ExportParts): JobRunner {
  const { people, files, contextFor } = parts;
  return new JobRunner(parts, {
    due: async (workspace) => askForDue(await contextFor(workspace, 'export'), people),
    next: async (workspace, isStopping) => {
      const ctx = await contextFor(workspace, 'export');
      const one = await takeExport(ctx, SILENT);
      if (one) await runExport(ctx, people, files, one, isStopping);
      return one !== undefined;
    },
  });
}
