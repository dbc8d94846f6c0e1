import { createContext } from 'react';

/** Asks who sees a field of the record on the page; absent for those who do not answer for rights. */
export const AskAccess = createContext<((field: string) => void) | undefined>(undefined);

/** Admin rights of which one lets ask about others. */
const ASKING = ['security', 'people'];

export const mayAskAccess = (admin: readonly string[]): boolean =>
  ASKING.some((right) => admin.includes(right));
