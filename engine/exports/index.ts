export { routesOf } from './routes.ts';
export { exportRunner } from './runner.ts';
export { sweepExports } from './sweep.ts';
