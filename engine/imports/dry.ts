import type { ModelField } from '../model/model.ts';
import type { DoneRow } from './rows-done.ts';
import { folded } from './words.ts';

/**
 * What an import that shall write nothing remembers of the rows that it would have taken: each of its transactions is
 * rolled back, so nothing of them is found in the database.
 */
export interface DryRun {
  /** ids of records that it would have made */
  readonly made: Set<string>;
  /** of the row before that has the value in a unique field */
  idOf(field: ModelField, value: unknown): string | undefined;
  take(field: ModelField, value: unknown, id: string): void;
}

export function makeDryRun(): DryRun {
  const taken = new Map<string, Map<string, string>>();
  const spelled = (value: unknown): string => folded(String(value));
  return {
    made: new Set(),
    idOf: ({ id }, value) => taken.get(id)?.get(spelled(value)),
    take: (field, value, id) => {
      const values = taken.get(field.id) ?? new Map<string, string>();
      taken.set(field.id, values.set(spelled(value), id));
    },
  };
}

/** Ends a transaction of a dry run, with what it would have come to. */
export class RolledBack<Outcome> extends Error {
  readonly outcome: Outcome;
  readonly rows: readonly DoneRow[];

  constructor(outcome: Outcome, rows: readonly DoneRow[]) {
    super('a dry run');
    this.outcome = outcome;
    this.rows = rows;
  }
}
