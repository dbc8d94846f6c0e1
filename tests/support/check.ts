/**
 * `npm run check [-- --quick]`: types, lint, generated files, floors of the house. Without `--quick`
 * also the package: what npm would publish is packed, installed in an empty folder and run there.
 */
import { spawnSync } from 'node:child_process';
import { advisoryFaults, advisoryReport } from '../security/advisories.ts';
import { asvsFaults } from '../security/asvs.ts';
import { floorFaults, sourceFiles } from './floors.ts';
import { provePackage } from './package.ts';

const isQuick = process.argv.includes('--quick');
const started = performance.now();
let failed = 0;

function report(name: string, faults: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${faults ? '✗' : '✓'} ${name} (${seconds} s)`);
  if (!faults) return;
  console.error(faults);
  failed++;
}

function run(name: string, command: readonly string[]): void {
  const [file, ...args] = command as [string, ...string[]];
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
  const said = `${stdout ?? ''}${stderr ?? ''}`.trim();
  report(name, status === 0 ? '' : said || String(error ?? `exit ${status}`));
}

const bin = (name: string): string => `node_modules/.bin/${name}`;

run('types', [bin('tsc'), '--project', '.']);
run('lint and format', [bin('biome'), 'ci', '--colors=off', '--error-on-warnings', '.']);
run('generated files', [process.execPath, 'schemas/generate.ts', '--check']);
report('floors', floorFaults(sourceFiles()).join('\n'));
report('security tables', [...asvsFaults(), ...advisoryFaults()].join('\n'));
console.log(advisoryReport());
if (!isQuick) report('package', await provePackage());

if (failed > 0) process.exitCode = 1;
