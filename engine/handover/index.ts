export { routesOf } from './routes.ts';
export { HandoverRunner } from './runner.ts';
