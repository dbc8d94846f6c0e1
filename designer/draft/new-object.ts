import type { Labels } from '../../runtime-ui/api/types.ts';
import {
  type Body,
  cleanLabels,
  type Documents,
  LOCAL,
  objectDocument,
  ofKind,
  withBody,
  withDocument,
  withoutDocument,
} from './documents.ts';
import { newId } from './ids.ts';

export interface ObjectDraft {
  readonly name: string;
  readonly labels: Labels;
  readonly plural: Labels;
  readonly icon: string;
  /** roles that read and write its records, by address */
  readonly roles: readonly string[];
}

const NAME_LABELS: Labels = { en: 'Name', 'zh-CN': '名称' };
const DETAILS: Labels = { en: 'Details', 'zh-CN': '基本信息' };
const everything = [
  'create',
  'read',
  'update',
  'delete',
  'restore',
  'purge',
  'transfer',
  'bulk',
  'share',
  'import',
  'export',
];

/** The label of many: what was said, else in English with an s. Chinese has no plural. */
function pluralOf({ labels, plural }: ObjectDraft): Labels {
  const en = labels.en?.trim();
  return { ...cleanLabels(labels), ...(en && { en: `${en}s` }), ...cleanLabels(plural) };
}

const allOf = (labels: Labels): Labels => ({
  ...(labels.en && { en: `All ${labels.en.toLowerCase()}` }),
  ...(labels['zh-CN'] && { 'zh-CN': `全部${labels['zh-CN']}` }),
});

/** A new object that works at once: a name field, a form, a list, and the rights of the chosen roles. */
export function createObject(documents: Documents, draft: ObjectDraft): Documents {
  const { name, icon } = draft;
  const plural = pluralOf(draft);
  const under = (kind: string, id: string, own: string, body: Body) => ({
    kind,
    key: `${name}.${own}`,
    package: LOCAL,
    body: { id: newId(id), name: own, object: name, ...body },
  });
  let next = withDocument(documents, {
    kind: 'object',
    key: name,
    package: LOCAL,
    body: {
      'x-object': {
        id: newId('obj'),
        name,
        labels: cleanLabels(draft.labels),
        plural,
        titleField: 'name',
        icon,
        ownership: 'user',
      },
      properties: {
        name: {
          'x-field': { id: newId('fld'), type: 'text', labels: NAME_LABELS, search: 'A' },
          maxLength: 200,
        },
      },
      required: ['name'],
    },
  });
  next = withDocument(
    next,
    under('layout', 'lay', 'default', {
      labels: DETAILS,
      sections: [{ id: newId('sec'), labels: DETAILS, columns: 2, fields: ['name'] }],
    }),
  );
  next = withDocument(
    next,
    under('view', 'vie', 'all', {
      labels: allOf(plural),
      mode: 'table',
      columns: ['name', 'owner', 'updated_at'],
      sort: ['-updated_at'],
    }),
  );
  for (const role of ofKind(documents, 'role')) {
    if (!draft.roles.includes(`role/${role.key}`)) continue;
    const grants = [...(role.body.grants ?? []), { object: name, do: everything }];
    next = withBody(next, role, { ...role.body, grants });
  }
  return next;
}

/** Changes what an object document says of the object as a whole (labels, icon, archived…). */
export function changeObject(documents: Documents, name: string, changes: Body): Documents {
  const document = objectDocument(documents, name)!;
  const head = Object.fromEntries(
    Object.entries({ ...document.body['x-object'], ...changes }).filter(([, value]) => value !== undefined),
  );
  return withBody(documents, document, { ...document.body, 'x-object': head });
}

/** Takes an object that was never published back, with what was made for it: its forms, lists and grants. */
export function removeObject(documents: Documents, object: string): Documents {
  let next = withoutDocument(documents, `object/${object}`);
  for (const [address, document] of documents) {
    if (document.body.object === object) next = withoutDocument(next, address);
    else if (document.kind === 'role') {
      const grants = (document.body.grants ?? []).filter((grant: Body) => grant.object !== object);
      if (grants.length !== (document.body.grants ?? []).length)
        next = withBody(next, document, { ...document.body, grants });
    }
  }
  return next;
}
