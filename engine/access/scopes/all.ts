import { defineScope } from './define-scope.ts';

/** Every row of the object. */
export const all = defineScope({ name: 'all', sql: () => 'true', ofNew: () => true });
