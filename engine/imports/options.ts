import {
  EXPECTED,
  type Labels,
  nearest,
  Problem,
  type ProblemItem,
  problemItem,
  unknownIn,
} from '../errors.ts';
import { isStorable, quoted } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';

/** What a column of a file is. */
export interface ColumnOptions {
  /** API name; without it the heading says which field it is */
  readonly field?: string;
  /** of a relation: the field by which its record is found, or `_key` for the key of a row of this import */
  readonly by?: string;
  /** what stands in a cell -> what is read instead; null and '' leave it empty */
  readonly values?: ReadonlyMap<string, unknown>;
  /** what an empty cell does to a record that the row changes */
  readonly empty?: 'keep' | 'clear';
  /** of a relation: whether a record that is not there is made, with the name alone */
  readonly missing?: 'refuse' | 'create';
  readonly isSkipped: boolean;
}

/**
 * upsert: change what is there, make what is not; update: refuse what is not there; skip: leave what is there alone;
 * create: refuse what is there.
 */
export type ImportMode = (typeof MODES)[number];
const MODES = ['upsert', 'update', 'skip', 'create'] as const;

export interface FileOptions {
  readonly object: string;
  readonly file: string;
  /** of a workbook; the first one that is shown where none is named */
  readonly sheet?: string;
  /** by heading; one column may fill several fields */
  readonly columns: ReadonlyMap<string, readonly ColumnOptions[]>;
  /** values of new records, by field, where no column gives one */
  readonly constants: ReadonlyMap<string, unknown>;
  /** unique field: a row whose value a record has already changes that record */
  readonly key?: string;
  /** what becomes of rows whose key a record has, and of those whose key none has */
  readonly mode?: ImportMode;
}

export interface ImportOptions {
  readonly name: string;
  readonly files: readonly FileOptions[];
  /** none: workflows and notices do not hear of the new records; audit always does */
  readonly events: 'none' | 'records';
  /** nothing is written: only told what it would come to */
  readonly isDry: boolean;
}

type Body = Readonly<Record<string, unknown>>;

const isBody = (given: unknown): given is Body =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** Reads members of JSON, gathering what is wrong in them. */
interface Reader {
  readonly problems: ProblemItem[];
  refuse(path: string, given: unknown, expected: string | Labels): undefined;
  /** an object with no other members than these; an empty one where it is none */
  body(path: string, given: unknown, members?: readonly string[]): Body;
  text(path: string, given: unknown): string | undefined;
}

const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function makeReader(): Reader {
  const problems: ProblemItem[] = [];
  const refuse = (path: string, given: unknown, expected: string | Labels): undefined => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    problems.push(problemItem(path, 'request.value', { name, given: quoted(given), expected }));
  };
  return {
    problems,
    refuse,
    body: (path, given, members) => {
      if (given === undefined || given === null) return {};
      if (!isBody(given)) return refuse(path, given, EXPECTED.object) ?? {};
      for (const name of members ? unknownIn(given, members) : []) {
        const params = { name: quoted(name), known: members!.join(', ') };
        const suggestion = nearest(name.slice(0, 40), members!);
        problems.push(problemItem(`${path}/${pointer(name)}`, 'request.parameter', params, suggestion));
      }
      return given;
    },
    text: (path, given) => {
      if (given === undefined || given === null) return undefined;
      const isText = typeof given === 'string' && given !== '' && isStorable(given);
      return isText ? given : refuse(path, given, EXPECTED.text);
    },
  };
}

/** One of several words. */
function readWord<Word extends string>(
  reader: Reader,
  path: string,
  given: unknown,
  words: readonly Word[],
): Word | undefined {
  if (given === undefined || given === null) return undefined;
  return words.find((word) => word === given) ?? reader.refuse(path, given, words.join(' | '));
}

const COLUMN = ['field', 'by', 'values', 'empty', 'missing', 'skip'];

/** `{"field": "stage", "values": {"Won": "won"}}`, for short `"stage"`; null and false leave the column out. */
function readColumn(reader: Reader, path: string, given: unknown): ColumnOptions {
  if (given === null || given === false) return { isSkipped: true };
  if (typeof given === 'string') return { field: given, isSkipped: false };
  const body = reader.body(path, given, COLUMN);
  const field = reader.text(`${path}/field`, body.field);
  const by = reader.text(`${path}/by`, body.by);
  const values = body.values === undefined ? undefined : reader.body(`${path}/values`, body.values);
  const empty = readWord(reader, `${path}/empty`, body.empty, ['keep', 'clear'] as const);
  const missing = readWord(reader, `${path}/missing`, body.missing, ['refuse', 'create'] as const);
  if (body.skip !== undefined && typeof body.skip !== 'boolean') {
    reader.refuse(`${path}/skip`, body.skip, 'true | false');
  }
  return {
    ...(field !== undefined && { field }),
    ...(by !== undefined && { by }),
    ...(values && { values: new Map(Object.entries(values)) }),
    ...(empty !== undefined && { empty }),
    ...(missing !== undefined && { missing }),
    isSkipped: body.skip === true,
  };
}

/** One column, or a list of what it fills. */
const readColumns = (reader: Reader, path: string, given: unknown): readonly ColumnOptions[] =>
  Array.isArray(given)
    ? given.map((one, index) => readColumn(reader, `${path}/${index}`, one))
    : [readColumn(reader, path, given)];

const FILE = ['object', 'file', 'sheet', 'columns', 'constants', 'key', 'mode'];

function readFile(reader: Reader, path: string, given: unknown): FileOptions {
  const body = reader.body(path, given, FILE);
  const object = reader.text(`${path}/object`, body.object);
  const file = reader.text(`${path}/file`, body.file);
  if (body.object === undefined) reader.refuse(`${path}/object`, null, EXPECTED.objectName);
  if (body.file === undefined) reader.refuse(`${path}/file`, null, EXPECTED.fileName);
  const columns = Object.entries(reader.body(`${path}/columns`, body.columns)).map(
    ([heading, column]) =>
      [heading, readColumns(reader, `${path}/columns/${pointer(heading)}`, column)] as const,
  );
  const key = reader.text(`${path}/key`, body.key);
  const sheet = reader.text(`${path}/sheet`, body.sheet);
  const mode = readWord(reader, `${path}/mode`, body.mode, MODES);
  return {
    object: object ?? '',
    file: file ?? '',
    columns: new Map(columns),
    constants: new Map(Object.entries(reader.body(`${path}/constants`, body.constants))),
    ...(sheet !== undefined && { sheet }),
    ...(key !== undefined && { key }),
    ...(mode !== undefined && { mode }),
  };
}

const OPTIONS = ['$schema', 'name', 'files', 'events', 'dryRun'];

/** The options of an import, or everything that is wrong in them. */
export function readOptions(given: unknown): ImportOptions {
  const reader = makeReader();
  if (!isBody(given)) {
    throw new Problem('import.options', {}, [problemItem('', 'record.shape', { given: quoted(given) })]);
  }
  const body = reader.body('', given, OPTIONS);
  const list = Array.isArray(body.files) ? body.files : [];
  if (list.length === 0 || list.length > LIMITS.importFiles) {
    reader.refuse('/files', body.files, `1 – ${LIMITS.importFiles} files`);
  }
  const files = list.map((file, index) => readFile(reader, `/files/${index}`, file));
  const events = body.events ?? 'none';
  if (events !== 'none' && events !== 'records') reader.refuse('/events', events, 'none | records');
  const isDry = body.dryRun ?? false;
  if (typeof isDry !== 'boolean') reader.refuse('/dryRun', isDry, 'true | false');
  const name = reader.text('/name', body.name) ?? files.map(({ file }) => file).join(', ');
  if (reader.problems.length > 0) throw new Problem('import.options', {}, reader.problems);
  return {
    name: name.slice(0, LIMITS.labelLength),
    files,
    events: events === 'records' ? 'records' : 'none',
    isDry: isDry === true,
  };
}

const columnBody = ({ isSkipped, values, ...column }: ColumnOptions) => ({
  ...column,
  ...(values && { values: Object.fromEntries(values) }),
  ...(isSkipped && { skip: true }),
});

/** Options as they can be read again. */
export const optionsText = ({ files, isDry, ...options }: ImportOptions): string =>
  JSON.stringify({
    ...options,
    ...(isDry && { dryRun: true }),
    files: files.map((file) => ({
      ...file,
      constants: Object.fromEntries(file.constants),
      columns: Object.fromEntries([...file.columns].map(([heading, all]) => [heading, all.map(columnBody)])),
    })),
  });
