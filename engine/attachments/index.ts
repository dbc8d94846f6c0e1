export { routesOf } from './routes.ts';
export { sweepFiles } from './sweep.ts';
