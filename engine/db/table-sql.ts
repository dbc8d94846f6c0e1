import { qualified } from './names.ts';

/** Statements that bring a workspace's schema from one state to the next. */
export type WorkspaceMigration = (schema: string) => readonly string[];

export type Columns = readonly string[];

export const TEXT = 'text COLLATE "C"';
export const MOMENT = 'timestamptz(3)';

export const createTable = (schema: string, table: string, columns: Columns, tail = ''): string =>
  `CREATE TABLE ${qualified(schema, table)} (${columns.join(', ')})${tail}`;

export const key = (table: string, ...columns: readonly string[]): string =>
  `CONSTRAINT ${table}_pkey PRIMARY KEY (${columns.join(', ')})`;
