import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What the npm package holds besides the engine's sources. */
const DATA = ['schemas', 'templates', 'runtime-ui/dist', 'designer/dist', 'README.md', 'LICENSE'];

const SPECIFIER = /(from\s+'|import\(\s*'|import\s+')(\.[^']+)\.ts'/g;

/** Node refuses TypeScript below node_modules: the published sources are the same files with their types gone. */
const published = (text: string): string =>
  stripTypeScriptTypes(text).replace(SPECIFIER, (_, start: string, path: string) => `${start}${path}.js'`);

/** Lays out the npm package in `folder`. */
export function layOutPackage(folder: string): void {
  for (const path of globSync('engine/**/*', { withFileTypes: false })) {
    const isSource = path.endsWith('.ts') && !path.endsWith('.d.ts');
    if (!isSource && !/\.(cjs|json)$/.test(path)) continue;
    const to = join(folder, isSource ? path.replace(/\.ts$/, '.js') : path);
    mkdirSync(dirname(to), { recursive: true });
    const text = readFileSync(path, 'utf8');
    writeFileSync(to, isSource ? published(text) : text);
  }
  for (const path of DATA) {
    cpSync(path, join(folder, path), { recursive: true, filter: (file) => !/\.(ts|tsx)$/.test(file) });
  }
  const {
    scripts: _,
    devDependencies: __,
    private: ___,
    ...kept
  } = JSON.parse(readFileSync('package.json', 'utf8'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(kept, null, 2)}\n`);
}

/** Packs, installs into an empty folder and runs `guanxi doctor` there; what went wrong, or ''. */
export async function provePackage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-package-'));
  try {
    execFileSync(process.execPath, ['engine/guanxi.cjs', 'build-ui', '--if-changed'], { stdio: 'pipe' });
    const laidOut = join(folder, 'laid-out');
    layOutPackage(laidOut);
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: laidOut, stdio: 'pipe' });
    const [tarball] = globSync('*.tgz', { cwd: folder });
    const home = join(folder, 'home');
    mkdirSync(home);
    cpSync('.npmrc', join(home, '.npmrc'));
    writeFileSync(join(home, 'package.json'), '{"private": true}\n');
    execFileSync('npm', ['install', '--silent', '--prefer-offline', join(folder, tarball!)], {
      cwd: home,
      stdio: 'pipe',
    });
    const env = { ...process.env, GUANXI_DATA_DIR: join(home, '.data'), GUANXI_TEMPLATE: '' };
    const doctor = spawnSync('node_modules/.bin/guanxi', ['doctor', '--json'], {
      cwd: home,
      env,
      encoding: 'utf8',
    });
    if (doctor.status !== 0)
      return `guanxi doctor, installed from the package: ${doctor.stderr || doctor.stdout}`;
    JSON.parse(doctor.stdout);
    return '';
  } catch (error) {
    const said = (error as { stderr?: Buffer }).stderr?.toString().trim();
    return said || String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
