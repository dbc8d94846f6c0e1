import type { Labels } from '../../runtime-ui/api/types.ts';
import {
  addressOf,
  type Body,
  cleanLabels,
  type Documents,
  LOCAL,
  type MetaDocument,
  withDocument,
} from './documents.ts';
import { newId } from './ids.ts';

export interface RoleDraft {
  readonly name: string;
  readonly labels: Labels;
}

/** A new role, with the rights of another or none. */
export function createRole(
  documents: Documents,
  { name, labels }: RoleDraft,
  like?: MetaDocument,
): Documents {
  const { admin, grants }: Body = like ? (documents.get(addressOf(like)) ?? like).body : {};
  return withDocument(documents, {
    kind: 'role',
    key: name,
    package: LOCAL,
    body: {
      id: newId('rol'),
      name,
      labels: cleanLabels(labels),
      ...(admin && { admin }),
      ...(grants && { grants }),
    },
  });
}

/** What a role is called, and what it is for; a description without a word in any language is none. Order is kept. */
export function withRoleWords(
  { description: was, ...body }: Body,
  { labels, description }: { readonly labels: Labels; readonly description: Labels },
): Body {
  const [called, told] = [cleanLabels(labels), cleanLabels(description)];
  const isTold = Object.keys(told).length > 0;
  const words = (name: string, value: unknown) =>
    name === 'labels' ? [[name, called], ...(isTold ? [['description', told]] : [])] : [[name, value]];
  return Object.fromEntries(Object.entries(body).flatMap(([name, value]) => words(name, value)));
}
