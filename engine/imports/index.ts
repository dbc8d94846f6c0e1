export { runImport } from './import.ts';
export { readOptions } from './options.ts';
export { describeImport, describeImports } from './report.ts';
export { routesOf } from './routes.ts';
export { ImportRunner } from './runner.ts';
export { undoImport } from './undo.ts';
