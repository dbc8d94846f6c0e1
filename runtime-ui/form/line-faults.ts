import { createContext } from 'react';
import type { LineFaults } from './lines.ts';

/** What the server said of the line items of the form. */
export const LineFaultsContext = createContext<LineFaults>({});
