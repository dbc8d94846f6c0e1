/** `examples/maven/run [--without-map] <folder of the CSVs>`: the whole example, as commands of `guanxi`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const HERE = import.meta.dirname;
const CLI = join(HERE, '../../engine/cli.ts');

/** Runs one command of `guanxi`; ends with its exit code where it fails. */
function guanxi(...words: string[]): void {
  console.log(`\n$ guanxi ${words.join(' ')}`);
  const { status, error } = spawnSync(process.execPath, [CLI, ...words], { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

interface Mapping {
  readonly files: readonly { readonly columns: Record<string, { values?: object } | object[]> }[];
}

/** The options of the import without the spelling of a product that they put right. */
function withoutMap(text: string): string {
  const options: Mapping = JSON.parse(text);
  for (const { columns } of options.files) {
    const { product } = columns;
    if (product && 'values' in product) delete product.values;
  }
  return JSON.stringify(options);
}

const { values, positionals } = parseArgs({
  options: { 'without-map': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [folder] = positionals;
if (folder === undefined || positionals.length > 1) {
  console.error('examples/maven/run [--without-map] <folder of the CSVs>');
  process.exit(1);
}

const mapping = readFileSync(join(HERE, 'mappings/import.json'), 'utf8');
const temporary = mkdtempSync(join(tmpdir(), 'guanxi-maven-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
const options = join(temporary, 'import.json');
writeFileSync(options, values['without-map'] ? withoutMap(mapping) : mapping);

guanxi('seed', '--remove');
guanxi('apply', HERE);
guanxi('import', '--options', options, resolve(folder));
