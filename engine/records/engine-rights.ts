import type { Actor } from '../context.ts';

/** Who reads what verdicts depend on: it may see everything, and nobody is shown what it sees. */
export const ENGINE: Pick<Actor, 'kind' | 'roles'> = { kind: 'engine', roles: [] };
