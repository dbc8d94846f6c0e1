import type { MergePreview, TakenValues } from '../api/merge.ts';

/** By field the record whose value somebody has chosen. */
export type Choices = Readonly<Record<string, string>>;

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** The record whose value a field gets: the chosen one, else the one that stays, else the first that has one. */
export function chosenIn(
  { records }: Pick<MergePreview, 'records'>,
  stays: string,
  choices: Choices,
  field: string,
): string {
  const chosen = choices[field];
  if (chosen !== undefined) return chosen;
  const own = records.find(({ id }) => id === stays);
  if (!isEmpty(own?.[field])) return stays;
  return records.find((record) => !isEmpty(record[field]))?.id ?? stays;
}

/** What is taken over from others. */
export const takenIn = (
  preview: Pick<MergePreview, 'records' | 'fields'>,
  stays: string,
  choices: Choices,
): TakenValues =>
  Object.fromEntries(
    preview.fields
      .filter(({ isDifferent }) => isDifferent)
      .map(({ name }) => [name, chosenIn(preview, stays, choices, name)] as const)
      .flatMap(([name, from]) => (from === stays ? [] : [[name, { from }]])),
  );
