export { routesOf } from './routes.ts';
export { saidEffects } from './said.ts';
