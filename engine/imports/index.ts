export { runImport } from './import.ts';
export { readOptions } from './options.ts';
export { describeImport, describeImports } from './report.ts';
export { routes } from './routes.ts';
export { undoImport } from './undo.ts';
