import { defineScope } from './define-scope.ts';

/** No row: the action is granted by name only. */
export const none = defineScope({ name: 'none', sql: () => 'false', ofNew: () => false });
