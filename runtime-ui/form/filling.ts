import { createContext } from 'react';
import type { Values } from '../api/records.ts';

/** The record that is being filled in, for widgets whose choices depend on it. */
export interface FillingRecord {
  readonly object: string;
  /** of a record that is changed */
  readonly id?: string;
  /** what a save would send by now */
  values(): Values;
  /** everything that the form holds */
  held(): Values;
  /** opens the form of a new record over this one; tells the id of what was made, or that nothing was */
  create?(object: string, title: string, values: Values): Promise<string | undefined>;
}

/** Stays the same object while one types, so that nothing renders anew. */
export const FillingContext = createContext<FillingRecord | undefined>(undefined);
