import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { dayOf } from '../expression/index.ts';
import { describeImport, describeImports, readOptions, runImport, undoImport } from '../imports/index.ts';

/** The demo rows of a package, ready to be imported on one day. */
export interface Seed {
  /** `demo:<package>@<version>` */
  readonly name: string;
  /** as `POST /api/imports` takes them */
  readonly options: { readonly name: string; readonly files: readonly object[] };
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

interface SeedFile {
  readonly object: string;
  readonly file: string;
  /** by heading: the field of its target by which a cell names a record, or `_key` */
  readonly lookups?: Readonly<Record<string, string>>;
}

const OFFSET = /^@([+-]\d{1,5})d(?: (\d{2}:\d{2}))?$/;
const DAY = 86_400_000;

/** `@-12d` and `@+3d 09:30` as the day, and time of the workspace's clocks, that they are on the day of install. */
function dated(cell: string, today: string): string {
  const [, days, time] = OFFSET.exec(cell) ?? [];
  if (days === undefined) return cell;
  const day = new Date(Date.parse(today) + Number(days) * DAY).toISOString().slice(0, 10);
  return time === undefined ? day : `${day} ${time}`;
}

function datedFile(text: string, today: string): string {
  const rows: string[][] = parse(text, { bom: true, relax_column_count: true });
  return stringify(rows.map((row) => row.map((cell) => dated(cell, today))));
}

async function readJson<Content>(file: string): Promise<Content> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as Content;
  } catch (error) {
    throw new Problem('package.json', { file, reason: (error as Error).message });
  }
}

/** The day on which it is `now` in a time zone: `YYYY-MM-DD`. */
export const dayIn = (timeZone: string, now: Date): string => dayOf(now.toISOString(), timeZone)!;

/** Reads the demo rows in the folder of a package; undefined where it has none. `today` is the day of install. */
export async function readSeed(folder: string, today: string): Promise<Seed | undefined> {
  const list = join(folder, 'seed', 'seed.json');
  if (!existsSync(list)) return undefined;
  const manifest = await readJson<{ name: string; version: string }>(join(folder, 'package.guanxi.json'));
  const { files } = await readJson<{ files: readonly SeedFile[] }>(list);
  const name = `demo:${manifest.name}@${manifest.version}`;
  const options = files.map(({ object, file, lookups = {} }) => ({
    object,
    file,
    columns: Object.fromEntries(Object.entries(lookups).map(([heading, by]) => [heading, { by }])),
  }));
  const texts = await Promise.all(
    files.map(async ({ file }) => ({
      name: file,
      text: datedFile(await readFile(join(folder, 'seed', file), 'utf8'), today),
    })),
  );
  return { name, options: { name, files: options }, files: texts };
}

/** Imports the demo rows of a package's folder; undefined where it has none. */
export async function seedPackage(
  ctx: RequestContext,
  folder: string,
): Promise<Record<string, unknown> | undefined> {
  const seed = await readSeed(folder, dayIn(ctx.model.settings.timeZone, ctx.now));
  if (!seed) return undefined;
  const sources = seed.files.map(({ name, text }) => ({
    name,
    open: async function* () {
      yield Buffer.from(text);
    },
  }));
  const id = await runImport(ctx, readOptions(seed.options), sources);
  return describeImport(ctx, id);
}

/** Takes demo rows away again: those of one package, or all. Returns what became of each import. */
export async function removeSeed(ctx: RequestContext, packageName?: string): Promise<unknown[]> {
  const known = await describeImports(ctx, `demo:${packageName === undefined ? '' : `${packageName}@`}*`);
  const removed: unknown[] = [];
  for (const { id, state, dry_run } of known) {
    if (state === 'undone' || dry_run) continue;
    await undoImport(ctx, id);
    removed.push(await describeImport(ctx, id));
  }
  return removed;
}
