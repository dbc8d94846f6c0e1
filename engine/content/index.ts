export type { View } from './view.ts';
export { viewsOf } from './views.ts';
