import type { RequestContext } from '../context.ts';
import type { Workspace } from '../db/connect.ts';
import { JobRunner, type RunnerParts } from '../job-runner.ts';
import { takeScan } from './ledger.ts';
import { runScan } from './scan.ts';

/** What scans need of the engine. */
export interface ScanParts extends RunnerParts {
  readonly contextFor: (workspace: Workspace, source: string) => Promise<RequestContext>;
}

/** Seconds without a word after which a job's process is taken to be gone: sorting a step's numbers is the longest it is silent. */
const SILENT = 300;

/** Scans whole objects for duplicates. */
export const scanRunner = (parts: ScanParts): JobRunner =>
  new JobRunner(parts, {
    next: async (workspace, isStopping) => {
      const ctx = await parts.contextFor(workspace, 'duplicates');
      const scan = await takeScan(ctx, SILENT);
      if (scan) await runScan(ctx, scan, isStopping);
      return scan !== undefined;
    },
  });
