import { useQueries } from '@tanstack/react-query';
import { type Column, columnAt, type Objects } from '../api/columns.ts';
import { objectQuery } from '../api/queries.ts';
import type { ObjectMeta } from '../api/types.ts';

/** Objects that paths lead over and of which nothing is known yet. */
function needed(objects: Objects, object: ObjectMeta, paths: readonly string[]): string[] {
  const names = paths.flatMap((path) => {
    const found = columnAt(objects, object, path);
    return found && 'needs' in found ? [found.needs] : [];
  });
  return [...new Set(names)];
}

/** The objects one relation further along the paths. */
function useFurther(objects: Objects, object: ObjectMeta, paths: readonly string[]) {
  const answers = useQueries({ queries: needed(objects, object, paths).map((name) => objectQuery(name)) });
  const further = answers.flatMap(({ data }) => (data ? [[data.name, data] as const] : []));
  return {
    objects: further.length > 0 ? new Map([...objects, ...further]) : objects,
    isWaiting: answers.some(({ isLoading }) => isLoading),
  };
}

/** Columns by their paths. What leads nowhere for the caller is left out; it is waited for what lies behind relations. */
export function useColumns(object: ObjectMeta, paths: readonly string[]) {
  const here: Objects = new Map([[object.name, object]]);
  // as many relations as a path may lead over
  const first = useFurther(here, object, paths);
  const second = useFurther(first.objects, object, paths);
  const third = useFurther(second.objects, object, paths);
  const columns = paths.flatMap((path): Column[] => {
    const found = columnAt(third.objects, object, path);
    return found && 'path' in found ? [found] : [];
  });
  return { columns, isReady: !first.isWaiting && !second.isWaiting && !third.isWaiting };
}
