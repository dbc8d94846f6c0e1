export { routesOf } from './routes.ts';
export { ExportRunner } from './runner.ts';
export { sweepExports } from './sweep.ts';
