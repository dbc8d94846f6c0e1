import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Problem, type ProblemParams } from '../../errors.ts';
import type { WorkbookAnswer, WorkbookOrder } from './read-workbook.ts';

/** Megabytes that reading one workbook may take beside the texts that its cells share. */
const MEMORY = 192;
/** Megabytes of what has just come about: a small share is swept more often, and keeps less. */
const YOUNG = 16;
/** Milliseconds after which a workbook is not read any longer. */
const PATIENCE = 180_000;

// JavaScript in the published package
const PROGRAM = new URL(`./read-workbook${import.meta.url.slice(-3)}`, import.meta.url);

const broken = (file: string, reason: string): Problem =>
  new Problem('import.workbook_broken', { file, reason });

/** The sheets that were wanted of a workbook, as it calls them, and all that it has. */
export interface OpenedWorkbook {
  readonly sheets: readonly string[];
  readonly all: readonly string[];
}

/** Writes sheets of a workbook as tables, in a thread of its own; or says why it is not read. */
export async function openWorkbook(file: string, order: WorkbookOrder): Promise<OpenedWorkbook> {
  const worker = new Worker(PROGRAM, {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY, maxYoungGenerationSizeMb: YOUNG },
  });
  try {
    const [answer] = (await once(worker, 'message', { signal: AbortSignal.timeout(PATIENCE) })) as [
      WorkbookAnswer,
    ];
    if ('sheets' in answer) return answer;
    const { code, params } = answer.fault;
    throw new Problem(code, { file, ...params } as ProblemParams);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { name, code } = error as { name?: string; code?: string };
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') throw broken(file, `> ${MEMORY} MB`);
    if (name === 'AbortError') throw broken(file, `> ${PATIENCE / 1_000} s`);
    throw error;
  } finally {
    await worker.terminate();
  }
}
