export { routesOf } from './routes.ts';
export { scanRunner } from './runner.ts';
