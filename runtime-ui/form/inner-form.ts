import { type ComponentType, createContext } from 'react';
import type { RecordFormProps } from './record-form.tsx';

/** The form of a record, for widgets that open one over their own: it knows them, so they cannot import it. */
export const InnerFormContext = createContext<ComponentType<RecordFormProps> | undefined>(undefined);
