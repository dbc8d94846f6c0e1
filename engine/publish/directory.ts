import { fieldType } from '../field-types/index.ts';
import { type Body, type Documents, documentsOf } from '../model/index.ts';

/** A field as names of documents lead to it. */
export interface Entry {
  readonly id: string;
  /** API name of the object that it points at */
  readonly target: string | undefined;
}

/** An object as names of documents lead to it. */
export interface Directory {
  readonly id: string;
  readonly fields: ReadonlyMap<string, Entry>;
}

/** System fields that point at users. */
const USERS = ['owner', 'created_by', 'updated_by'];

function entryOf({ 'x-field': field }: Body): Entry {
  const type = fieldType(field.type);
  const facts = { name: '', labels: {}, settings: field, schema: {}, options: [] };
  return { id: field.id, target: type?.targets?.(facts)[0] };
}

/** Where the names of objects and fields lead, by what a set of documents says. */
export function directoryOf(documents: Documents): ReadonlyMap<string, Directory> {
  return new Map(
    documentsOf(documents, 'object').map(({ id, key, body }) => {
      const system = USERS.map((name): [string, Entry] => [name, { id: `${id}/${name}`, target: 'user' }]);
      const own = Object.entries<Body>(body.properties ?? {})
        .filter(([, property]) => property['x-field'].system === undefined)
        .map(([name, property]): [string, Entry] => [name, entryOf(property)]);
      return [key, { id, fields: new Map([...system, ...own]) }];
    }),
  );
}
