import { type Body, type Documents, mapBodies } from './documents.ts';
import { propertiesOf, renameKey, requiredOf, withProperties } from './object.ts';
import { renamePlace } from './places.ts';

export interface Rename {
  readonly object: string;
  readonly from: string;
  readonly to: string;
}

type Named = (name: string) => string;

/** `change` of a list where there is one and it changes. */
function withList<T>(body: Body, word: string, change: (member: T) => T): Body {
  const list: readonly T[] | undefined = body[word];
  if (!list) return body;
  const next = list.map(change);
  return list.every((member, place) => member === next[place]) ? body : { ...body, [word]: next };
}

/** The fields that a rule is about. */
function renameInRule(rule: Body, { from, to }: Pick<Rename, 'from' | 'to'>, named: Named): Body {
  const listed = ['require', 'readOnly', 'hide'].reduce((one, word) => withList(one, word, named), rule);
  const told = listed.field === from ? { ...listed, field: to } : listed;
  return told.options && from in told.options
    ? { ...told, options: renameKey(told.options, from, to) }
    : told;
}

function renameInObject(body: Body, { from, to }: Rename, named: Named): Body {
  const head: Body = body['x-object'];
  const renamed = withProperties(body, renameKey(propertiesOf(body), from, to), requiredOf(body).map(named));
  const next = withList<Body>(renamed, 'x-rules', (rule) => renameInRule(rule, { from, to }, named));
  return head.titleField === from ? { ...next, 'x-object': { ...head, titleField: to } } : next;
}

const renameInLayout = (body: Body, named: Named): Body =>
  withList(
    withList<Body>(body, 'sections', (section) => withList(section, 'fields', renamePlace(named))),
    'highlights',
    named,
  );

const renameInRole = (body: Body, { object, from, to }: Rename): Body =>
  withList<Body>(body, 'grants', (grant) =>
    grant.object === object && from in (grant.fields ?? {})
      ? { ...grant, fields: renameKey(grant.fields, from, to) }
      : grant,
  );

/**
 * The documents after a field got another API name, with the names that the designer itself reads: its
 * object with the fields of its rules, the sections and columns that show it, the rights over it. Everything else that names it,
 * expressions and paths over relations, the engine follows when it plans.
 */
export function renameField(documents: Documents, rename: Rename): Documents {
  const { object, from, to } = rename;
  if (from === to) return documents;
  const named: Named = (name) => (name === from ? to : name);
  return mapBodies(documents, ({ kind, key, body }) => {
    if (kind === 'object' && key === object) return renameInObject(body, rename, named);
    if (kind === 'role') return renameInRole(body, rename);
    if (body.object !== object) return body;
    if (kind === 'layout') return renameInLayout(body, named);
    return kind === 'view' ? withList(body, 'columns', renamePlace(named)) : body;
  });
}
