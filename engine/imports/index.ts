export type { ImportSource } from './csv.ts';
export { runImport } from './import.ts';
export type { KnownImport } from './ledger.ts';
export { type ImportOptions, readOptions } from './options.ts';
export { describeImport, describeImports, errorFile } from './report.ts';
export { routes } from './routes.ts';
export { undoImport } from './undo.ts';
