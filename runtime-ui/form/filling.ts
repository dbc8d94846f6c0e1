import { createContext } from 'react';
import type { Values } from '../api/records.ts';

/** The record that is being filled in, for widgets whose choices depend on it. */
export interface FillingRecord {
  readonly object: string;
  /** of a record that is changed */
  readonly id?: string;
  /** what a save would send by now */
  values(): Values;
}

/** Stays the same object while one types, so that nothing renders anew. */
export const FillingContext = createContext<FillingRecord | undefined>(undefined);
