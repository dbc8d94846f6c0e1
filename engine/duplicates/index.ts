export { routesOf } from './routes.ts';
export { DuplicateRunner } from './runner.ts';
