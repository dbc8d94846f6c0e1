import type { Access, ObjectAccess } from '../access/index.ts';
import type { Scope } from '../expression/index.ts';
import { type Readable, scopeOver } from '../model/index.ts';
import { memberOf, membersOf } from './members.ts';
import { isMasked } from './value-sql.ts';

/** An object as the actor reads it. Unknown and unreadable names are equally absent. */
const readable = (access: Access, object: ObjectAccess): Readable => ({
  member: (name) => memberOf(object, name),
  names: () => membersOf(object).keys(),
  follow: (name) => {
    const target = access.object(name);
    return target?.can('read') ? readable(access, target) : undefined;
  },
  isMasked: ({ field }) => isMasked(object, field.name),
  get children() {
    return new Map(
      [...object.children].map(([name, child]) => [
        name,
        { ...child, of: () => readable(access, child.access) },
      ]),
    );
  },
});

/** The scope of filters over an object. */
export const filterScope = (access: Access, object: ObjectAccess): Scope =>
  scopeOver(readable(access, object));
