export { judge } from './judge.ts';
export { isWritable } from './read-body.ts';
export type * from './situation.ts';
