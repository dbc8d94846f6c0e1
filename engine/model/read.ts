import { nearest, type ProblemItem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import { checkDocument, firstOfEach } from './check-document.ts';
import { completeIds } from './complete-ids.ts';
import {
  addressOf,
  type Body,
  type Document,
  type DocumentKind,
  type Documents,
  isBody,
  LOCAL_PACKAGE,
} from './document.ts';
import { documentFolders, kindInSchema, pathOf, placeOfFile } from './folder.ts';
import { readJson } from './json.ts';
import { documentKinds, findKind, kindOf, LATER_KINDS } from './kinds/index.ts';
import { type Report, reportOn } from './report.ts';
import { soundPart } from './sound-part.ts';

/** A file of a package's folder; the path is relative to it, with `/`. */
export interface DocumentFile {
  readonly path: string;
  readonly text: string;
}

/** Where a document stands; what it says of itself is checked against it. */
export interface DocumentPlace {
  readonly kind: DocumentKind;
  /** absent for a kind of which a folder has one file */
  readonly key?: string;
  readonly package: string;
}

export type DocumentReading =
  | { readonly document: Document; readonly problems?: undefined }
  | {
      readonly problems: readonly ProblemItem[];
      /** the part of it that has none, if that is worth asking */
      readonly part?: Document;
      /** what nothing is known of: addresses, by its place and by what it says itself, or `<address>#<field>` */
      readonly lost: readonly string[];
    };

export interface FolderReading {
  /** by address; of those with problems the part that has none */
  readonly documents: Documents;
  /** every problem of every file; absent when there is none */
  readonly problems?: readonly ProblemItem[];
  /** what could not be read: addresses of documents, and `<address>#<field>`; who names these is not to blame */
  readonly broken: ReadonlySet<string>;
  /** the package that the folder is */
  readonly package: string;
}

const BOM = '\uFEFF';

/** The content of a file, or undefined when it is no object of JSON. */
function readBody({ text }: DocumentFile, report: Report): Body | undefined {
  const size = Buffer.byteLength(text);
  if (size > LIMITS.documentBodySize) {
    report([], 'document.too_large', { limit: LIMITS.documentBodySize, given: size });
    return undefined;
  }
  if (text.startsWith(BOM)) {
    report([], 'document.bom');
    return undefined;
  }
  const { value, faults } = readJson(text);
  for (const { path, code, params } of faults) report(path, code, params);
  if (value === undefined || isBody(value)) return value;
  report([], 'document.type', { given: quoted(value), expected: 'object' });
  return undefined;
}

/** Whether `$schema`, which is there for editors, names the kind that the file's place says. */
function checkKind({ $schema }: Body, kind: DocumentKind, report: Report): boolean {
  if ($schema === undefined) return true;
  const given = quoted($schema);
  const named = kindInSchema(typeof $schema === 'string' ? $schema : '');
  if (named === kind) return true;
  if (LATER_KINDS.has(named)) report(['$schema'], 'engine.later', { what: named });
  else if (findKind(named)) report(['$schema'], 'document.kind', { given: named, expected: kind }, kind);
  else {
    const kinds = documentKinds().map(({ name }) => name);
    report(['$schema'], 'document.schema', { given }, nearest(named.slice(0, 48), kinds) ?? kind);
  }
  return false;
}

/** Reads one document: its JSON, its shape, its names. Ids that its author left out are filled in. */
export function readDocument(place: DocumentPlace, file: DocumentFile): DocumentReading {
  const { problems, report } = reportOn(file.path);
  const refused = (...keys: (string | undefined)[]): DocumentReading => ({
    problems: firstOfEach(problems),
    lost: keys.filter((key) => key !== undefined).map((key) => addressOf({ kind: place.kind, key })),
  });
  const read = readBody(file, report);
  if (!read || !checkKind(read, place.kind, report)) return refused(place.key);
  const { $schema: _, ...body } = read;
  const kind = findKind(place.kind)!;
  const key = kind.keyOf(body) ?? place.key ?? '';
  const document = { kind: place.kind, key, package: place.package, body };
  if (place.key !== undefined && key !== place.key) {
    report([], 'document.file', { expected: pathOf(document) }, pathOf(document));
    problems.push(...checkDocument(document, file.path));
    return refused(place.key, key);
  }
  if (kind.localOnly && place.package !== LOCAL_PACKAGE) {
    report([], 'document.local_only', { kind: place.kind });
  }
  problems.push(...checkDocument(document, file.path));
  if (problems.length === 0) return { document: completeIds(document) };
  const { document: part, lost } = soundPart(document, problems);
  return { problems: firstOfEach(problems), lost, ...(part && { part: completeIds(part) }) };
}

/** A folder is of one package: which part is of which, the engine writes itself. */
function reportMarks(document: Document, report: Report): void {
  if (document.body['x-extensions'] !== undefined) {
    report(['x-extensions'], 'document.mark', { word: 'x-extensions' });
  }
  for (const { path, value } of kindOf(document).parts(document.body)) {
    if (value.package !== undefined) report([...path, 'package'], 'document.mark', { word: 'package' });
  }
}

/** Name of the package that a folder is: its manifest says it. */
export function packageOf(files: readonly DocumentFile[]): string {
  const manifest = files.find(({ path }) => path === findKind('package')!.file);
  const value = manifest && readJson(manifest.text).value;
  return isBody(value) && typeof value.name === 'string' ? value.name : LOCAL_PACKAGE;
}

/**
 * Reads the folder of a package. Files that are no documents (seed rows, tests, a README) are left to
 * others. Problems are of each file by itself; what documents say of each other, `checkDocuments` checks.
 */
export function readDocuments(
  files: readonly DocumentFile[],
  { package: home = packageOf(files) }: { readonly package?: string } = {},
): FolderReading {
  const documents = new Map<string, Document>();
  const broken = new Set<string>();
  const problems: ProblemItem[] = [];
  const readOne = (file: DocumentFile, place: DocumentPlace): void => {
    const reading = readDocument(place, file);
    if (reading.problems) {
      problems.push(...reading.problems);
      for (const lost of reading.lost) broken.add(lost);
      if (reading.part) documents.set(addressOf(reading.part), reading.part);
      return;
    }
    const marks = reportOn(file.path);
    reportMarks(reading.document, marks.report);
    problems.push(...marks.problems);
    documents.set(addressOf(reading.document), reading.document);
  };
  for (const file of files) {
    const place = placeOfFile(file.path);
    if (place.is === 'document') {
      readOne(file, {
        kind: place.kind,
        package: home,
        ...(place.key !== undefined && { key: place.key }),
      });
    } else if (place.is === 'later') {
      problems.push(problemItem(file.path, 'engine.later', { what: place.kind }));
    } else if (place.is === 'unknown') {
      const near = nearest(place.folder.slice(0, 48), documentFolders());
      problems.push(problemItem(file.path, 'document.folder', { folder: place.folder }, near));
    }
  }
  if (documents.size > LIMITS.documentsPerDraft) {
    const params = { what: 'documents', limit: LIMITS.documentsPerDraft, given: documents.size };
    problems.push(problemItem('', 'document.too_many', params));
  }
  return { documents, broken, package: home, ...(problems.length > 0 && { problems }) };
}
