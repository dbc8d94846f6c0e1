import type { RegistryWidgetsType } from '@rjsf/utils';
import Expression from './widgets/expression.tsx';
import Ordered from './widgets/ordered.tsx';

/** Inputs that only words of documents need; the others are the runtime's. */
export const schemaWidgets: RegistryWidgetsType = { expression: Expression, ordered: Ordered };
