import type { NamedObject, NamedThing } from '../field-types/index.ts';
import { type Documents, documentsOf } from './document.ts';
import { propertiesOf } from './kinds/object.ts';
import { SYSTEM_LABELS } from './kinds/object-model.ts';
import { SYSTEM_FIELDS } from './names.ts';
import type { Alias } from './store.ts';

/** What documents call objects and their fields, for types whose values name them. Gathered at first use. */
export function namesIn(documents: Documents, aliases: readonly Alias[]): () => readonly NamedObject[] {
  let known: readonly NamedObject[] | undefined;
  const formerById = Map.groupBy(aliases, ({ id }) => id);
  const former = (id: string, taken: ReadonlySet<string>): string[] =>
    (formerById.get(id) ?? []).map(({ oldName }) => oldName).filter((name) => !taken.has(name));
  const gather = (): NamedObject[] => {
    const objects = documentsOf(documents, 'object');
    const names = new Set(objects.map(({ key }) => key));
    return objects.map(({ id, key, body }) => {
      const properties = propertiesOf(body);
      const taken = new Set(properties.map(([name]) => name));
      const own = properties
        .filter(([, property]) => property['x-field'].system === undefined)
        .map(
          ([name, { 'x-field': field }]): NamedThing => ({
            name,
            labels: field.labels,
            former: former(field.id, taken),
            isArchived: field.archived === true,
          }),
        );
      const system = SYSTEM_FIELDS.filter(
        (name) => name !== 'owner' || body['x-object'].ownership !== 'none',
      ).map((name): NamedThing => ({ name, labels: SYSTEM_LABELS[name], former: [], isArchived: false }));
      const { labels, archived } = body['x-object'];
      return {
        name: key,
        labels,
        former: former(id, names),
        isArchived: archived === true,
        fields: [...own, ...system],
      };
    });
  };
  return () => {
    known ??= gather();
    return known;
  };
}
