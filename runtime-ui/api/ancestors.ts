import { queryOptions } from '@tanstack/react-query';
import { textAt } from './model.ts';
import { getRecord } from './records.ts';

export interface Ancestor {
  readonly id: string;
  readonly title: string;
}

/** Levels that one request reads: as many relations as a path may lead over. */
const LEVELS = 3;
/** No tree is deeper; who may not see a record does not see what is above it either. */
const MOST = 60;

type Nested = Readonly<Record<string, unknown>> & { readonly id: string };

/** A record and those above it, as far as one request reads them. */
function* upwards(record: Nested, parent: string): Generator<Nested> {
  for (let at: Nested | null | undefined = record; at; at = at[parent] as Nested | null | undefined) yield at;
}

/** What stands above a record of a tree: from the top down to the one that it stands below. */
async function readAncestors(object: string, parent: string, title: string, id: string, signal: AbortSignal) {
  const found: Ancestor[] = [];
  const steps = Array.from({ length: LEVELS + 1 }, (_, level) => `${`${parent}.`.repeat(level)}${title}`);
  for (let next: string | undefined = id; next !== undefined && found.length < MOST; ) {
    const read: Nested = (await getRecord(object, next, steps.join(','), signal)).data;
    const level = [...upwards(read, parent)];
    for (const one of level) found.unshift({ id: one.id, title: textAt(one, title) });
    const last = level.length > LEVELS ? level.at(-1)! : undefined;
    next = last && (await parentOf(object, parent, last.id, signal));
  }
  return found;
}

async function parentOf(object: string, parent: string, id: string, signal: AbortSignal) {
  const value = (await getRecord(object, id, parent, signal)).data[parent];
  return typeof value === 'string' ? value : undefined;
}

export const ancestorsQuery = (object: string, parent: string, title: string, id: string) =>
  queryOptions({
    queryKey: ['records', object, 'ancestors', id],
    queryFn: ({ signal }) => readAncestors(object, parent, title, id, signal),
  });
