import { createContext } from 'react';
import type { Values } from '../api/records.ts';

/** Opens the form of a new record over what is there; tells the id of what was made, or that nothing was. */
export type MakeRecord = (object: string, title: string, values: Values) => Promise<string | undefined>;

/** Absent where no record can be made beside another one. */
export const MakeRecordContext = createContext<MakeRecord | undefined>(undefined);
