import type { RequestContext } from '../context.ts';
import type { ModelObject } from '../model/model.ts';
import { systemTable } from './frame.ts';
import { runStatement } from './postgres.ts';

type Pipelines = readonly [string | null, string | null];

/** The pipelines that versions of records moved between, by record and version. */
export async function stageMovesOf(
  ctx: RequestContext,
  { pipelines }: ModelObject,
  entries: readonly { readonly record: string; readonly version: number }[],
): Promise<ReadonlyMap<string, Pipelines>> {
  if (pipelines.length === 0 || entries.length === 0) return new Map();
  const text = `SELECT h.record::text, h.version, h.from_pipeline, h.to_pipeline FROM ${systemTable(ctx.model, '_stage_history')} h JOIN unnest($1::uuid[], $2::int[]) AS e (record, version) ON h.record = e.record AND h.version = e.version`;
  const values = [entries.map(({ record }) => record), entries.map(({ version }) => version)];
  const { rows } = await runStatement(ctx.db.forReading(ctx.workspace), { text, values });
  return new Map(
    rows.map(([record, version, from, to]) => [`${record} ${version}`, [from ?? null, to ?? null]]),
  );
}
