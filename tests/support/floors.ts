import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Floors of the engine, lowest first: a file imports its own room and lower floors only. */
const FLOORS: readonly (readonly string[])[] = [
  ['problems'],
  ['errors.ts', 'limits.ts', 'ids.ts'],
  ['config.ts', 'json.ts', 'pinyin.ts', 'spreadsheet-text.ts', 'expression'],
  ['field-types', 'db', 'files', 'outbound.ts'],
  ['model', 'encryption'],
  ['context.ts', 'open-vault.ts', 'job-runner.ts'],
  ['route.ts'],
  ['audit'],
  ['people'],
  ['access', 'rules', 'rollups', 'consent', 'matching', 'search'],
  ['records', 'publish', 'content', 'descriptions'],
  [
    'imports',
    'exports',
    'duplicates',
    'attachments',
    'audit-log',
    'handover',
    'organization',
    'privacy',
    'explain',
    'effects',
    'describe.ts',
    'trial.ts',
  ],
  ['packages', 'workspaces'],
  ['http'],
  ['index.ts'],
  ['main.ts'],
  ['cli'],
  ['cli.ts'],
];

/** Files of another room that visitors import directly; of the rest of a room they see its `index.ts`. */
const OPEN: ReadonlySet<string> = new Set([
  'db/connect.ts',
  'db/names.ts',
  'expression/evaluate.ts',
  'model/model.ts',
  'model/record-schema.ts',
]);

/** Of the engine, a UI imports what is pure: the expression room, how durations, rich texts and JSON are read, what rules make of a record. */
const OPEN_TO_UIS = [
  'engine/expression/',
  'engine/field-types/durations.ts',
  'engine/field-types/composed.ts',
  'engine/field-types/file-groups.ts',
  'engine/field-types/html-words.ts',
  'engine/field-types/plain-values.ts',
  'engine/rules/dependents.ts',
  'engine/rules/states.ts',
  'engine/rules/surroundings.ts',
];

const roomOf = (file: string): string => file.split('/')[0]!;
const floorOf = (room: string): number => FLOORS.findIndex((rooms) => rooms.includes(room));

export interface SourceFile {
  /** relative to the repository */
  readonly path: string;
  readonly text: string;
}

const IMPORT =
  /^(import|export)\s+(type\s+)?[^'"]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)|^import\s+'(\.[^']+)'/gms;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

function importsOf({ path, text }: SourceFile): Import[] {
  return [...text.matchAll(IMPORT)].map(([, , type, named, lazy, bare]) => ({
    from: path,
    to: normalize(join(dirname(path), named ?? lazy ?? bare ?? '')),
    isType: type !== undefined,
  }));
}

/** What is wrong with an import inside the engine, if anything. */
function faultInside({ from, to }: Import): string | undefined {
  const [source, target] = [from, to].map((path) => path.replace(/^engine\//, '')) as [string, string];
  const [room, other] = [roomOf(source), roomOf(target)];
  if (room === other) return undefined;
  if (floorOf(other) >= floorOf(room)) return `${from} looks up or across: ${to}`;
  const isVisit = target.endsWith('/index.ts') || !target.includes('/') || OPEN.has(target);
  return isVisit ? undefined : `${from} looks behind the index of ${other}: ${to}`;
}

function faultBetween({ from, to }: Import): string | undefined {
  const [source, target] = [roomOf(from), roomOf(to)];
  if (source === 'engine' && target === 'engine') return faultInside({ from, to, isType: false });
  if (source === 'runtime-ui' && target === 'designer') return `${from} imports the designer: ${to}`;
  const isUi = source === 'runtime-ui' || source === 'designer';
  if (isUi && target === 'engine' && !OPEN_TO_UIS.some((path) => to.startsWith(path)))
    return `${from} imports the engine: ${to}`;
  if (source === 'engine' && target !== 'engine') {
    const isData = target === 'schemas' && (to.endsWith('.json') || to.endsWith('.d.ts'));
    return isData ? undefined : `${from} leaves the engine: ${to}`;
  }
  return undefined;
}

/** Circles of imports that run; types alone make none. */
function circles(imports: readonly Import[]): string[] {
  const next = Map.groupBy(
    imports.filter(({ isType }) => !isType),
    ({ from }) => from,
  );
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      found.push(`imports in a circle: ${[...trail.slice(at), file].join(' → ')}`);
      return;
    }
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...trail, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}

/** Every way in which the sources break the plan of the house; empty when it stands. */
export function floorFaults(files: readonly SourceFile[]): string[] {
  const homeless = files
    .filter(({ path }) => path.startsWith('engine/') && floorOf(roomOf(path.slice('engine/'.length))) < 0)
    .map(({ path }) => `${path} stands on no floor`);
  const imports = files.flatMap(importsOf);
  const faults = imports.map(faultBetween).filter((fault) => fault !== undefined);
  return [...homeless, ...faults, ...circles(imports)];
}

/** The sources of the repository that the plan is about. */
export function sourceFiles(): SourceFile[] {
  const paths = globSync(['engine/**/*.ts', 'runtime-ui/**/*.{ts,tsx}', 'designer/**/*.{ts,tsx}'], {
    exclude: ['**/dist/**'],
  });
  return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
