import type { Labels } from '../../runtime-ui/api/types.ts';
import { type Body, LOCAL, type MetaDocument } from './documents.ts';
import { newId } from './ids.ts';
import { fieldsOf } from './object.ts';

const DETAILS: Labels = { en: 'Details', 'zh-CN': '基本信息' };

/** “Standard 2” */
const numbered = (labels: Labels, n: number): Labels =>
  Object.fromEntries(Object.entries(labels).map(([language, text]) => [language, `${text} ${n}`]));

/** Sections and tabs as they are, with ids of their own. */
const copied = (parts: readonly Body[], prefix: string): readonly Body[] =>
  parts.map((part) => ({ ...part, id: newId(prefix) }));

/** One more layout of an object: like another one, or every field in one section. */
export function newLayout(
  object: MetaDocument,
  layouts: readonly MetaDocument[],
  like: MetaDocument | undefined,
): MetaDocument {
  const taken = new Set(layouts.map(({ body }) => body.name));
  let n = layouts.length + 1;
  while (taken.has(`layout_${n}`)) n++;
  const name = layouts.length === 0 ? 'standard' : `layout_${n}`;
  const {
    id: _,
    name: __,
    labels,
    roles: ___,
    tabs,
    sections,
    ...rest
  }: Body = like?.body ?? {
    labels: DETAILS,
    sections: [
      {
        labels: DETAILS,
        columns: 2,
        fields: fieldsOf(object).flatMap((field) => (field.isArchived ? [] : [field.name])),
      },
    ],
  };
  const body = {
    id: newId('lay'),
    name,
    object: object.key,
    labels: like ? numbered(labels, n) : labels,
    ...(rest.highlights && { highlights: rest.highlights }),
    ...(tabs && { tabs: copied(tabs, 'tab') }),
    sections: copied(sections, 'sec'),
    ...(rest.related && { related: rest.related }),
  };
  return { kind: 'layout', key: `${object.key}.${name}`, package: LOCAL, body };
}
