import type { Document, DocumentKind } from './document.ts';
import { documentKinds, findKind, LATER_KINDS } from './kinds/index.ts';

/** File of a document inside the folder of its package: `pipelines/opportunity.sales.json`. */
export function pathOf({ kind, key }: Pick<Document, 'kind' | 'key'>): string {
  const { folder, file } = findKind(kind)!;
  return file ?? `${folder}/${key}.json`;
}

/** What a path inside a folder says of its file. */
export type FilePlace =
  | { readonly is: 'document'; readonly kind: DocumentKind; readonly key?: string }
  | { readonly is: 'later'; readonly kind: string }
  | { readonly is: 'other' }
  | { readonly is: 'unknown'; readonly folder: string };

/** Folders of a package whose files are no documents: rows, how imports read files, tests, the schemas for editors. */
const OTHER_FOLDERS: ReadonlySet<string> = new Set(['seed', 'mappings', 'tests', '.schemas', 'node_modules']);

const byFolder = new Map(
  documentKinds().flatMap((kind) => (kind.folder ? [[kind.folder, kind] as const] : [])),
);
const byFile = new Map(documentKinds().flatMap((kind) => (kind.file ? [[kind.file, kind] as const] : [])));
const laterFolders = new Map([...LATER_KINDS].map(([kind, folder]) => [folder, kind]));

/** Names of the folders that hold documents. */
export const documentFolders = (): readonly string[] => [...byFolder.keys()];

/** What the file at `path` (with `/`, relative to the folder of the package) is. */
export function placeOfFile(path: string): FilePlace {
  const [folder = '', ...rest] = path.split('/');
  const single = byFile.get(path);
  if (single) return { is: 'document', kind: single.name };
  if (!path.endsWith('.json') || OTHER_FOLDERS.has(folder) || folder.startsWith('.')) return { is: 'other' };
  if (rest.length === 0) return { is: 'unknown', folder: path };
  if (folder === 'i18n') return { is: 'later', kind: 'i18n' };
  const later = laterFolders.get(folder);
  if (later !== undefined) return { is: 'later', kind: later };
  const kind = byFolder.get(folder);
  if (!kind || rest.length > 1) return { is: 'unknown', folder: [folder, ...rest.slice(0, -1)].join('/') };
  return { is: 'document', kind: kind.name, key: rest[0]!.replace(/\.json$/, '') };
}

/** The last part of `$schema`: `../.schemas/object.schema.json` is of kind `object`. */
export const kindInSchema = (schema: string): string =>
  schema
    .split('/')
    .at(-1)!
    .replace(/\.schema\.json$/, '');

/** `$schema` of a file: where `.schemas/` lies, seen from it. */
export const schemaFrom = (path: string, kind: DocumentKind): string =>
  `${'../'.repeat(path.split('/').length - 1)}.schemas/${kind}.schema.json`;
