import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { DocumentFile } from '../../engine/model/index.ts';

/** The files of a package's folder, as `guanxi apply` reads them. */
export const filesOf = (folder: string): DocumentFile[] =>
  globSync('**/*.json', { cwd: folder })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));

export interface SeedFile {
  readonly object: string;
  readonly file: string;
  /** relation -> the field of its target by which cells name it, or `_key` */
  readonly lookups?: Readonly<Record<string, string>>;
}

export const seedFiles = (folder: string): readonly SeedFile[] =>
  JSON.parse(readFileSync(join(folder, 'seed/seed.json'), 'utf8')).files;

export type SeedRow = Readonly<Record<string, string>>;

export const seedRows = (folder: string, { file }: SeedFile): readonly SeedRow[] =>
  parse(readFileSync(join(folder, 'seed', file), 'utf8'), { columns: true });

/** Every member of `value` that has one of the names, with where it stands. */
export function* membersNamed(
  value: unknown,
  names: ReadonlySet<string>,
  path = '',
): Generator<readonly [path: string, value: unknown]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (names.has(name)) yield [`${path}/${name}`, member];
    yield* membersNamed(member, names, `${path}/${name}`);
  }
}
