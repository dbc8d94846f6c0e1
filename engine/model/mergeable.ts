import type { ModelObject } from './model.ts';

/** Whether records of an object can be merged: not what the engine keeps, nor links, nor lines of another record. */
export const isMergeable = ({ system, isLink, follows }: ModelObject): boolean =>
  !system && !isLink && follows?.lines === undefined;
