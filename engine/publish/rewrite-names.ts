import {
  addressOf,
  type Body,
  type Document,
  type Documents,
  renameEverywhere,
  renameObject,
  toDocuments,
} from '../model/index.ts';
import type { Difference } from './differences.ts';

/** A rename as its author left it: the thing itself has the new name, others may still say the old one. */
interface Rename {
  readonly address: string;
  readonly from: string;
  readonly to: string;
}

const renamesOf = (differences: readonly Difference[], kind: 'object' | 'field'): Rename[] =>
  differences
    .filter(({ on, subject }) => on === 'rename' && subject.kind === kind)
    .map(({ subject, before }) => ({
      address: addressOf(subject.document),
      from: before!.name,
      to: subject.name,
    }));

function replaced(documents: Documents, address: string, document: Document): Documents {
  return toDocuments([...documents].map(([at, one]) => (at === address ? document : one)));
}

/** Gives the object its old name back, so that the rename can be done everywhere at once. */
function followObject(documents: Documents, { address, from, to }: Rename): Documents {
  // somebody else has the old name now: who says it means them
  if (documents.has(`object/${from}`)) return documents;
  const document = documents.get(address)!;
  const body = { ...document.body, 'x-object': { ...document.body['x-object'], name: from } };
  return renameObject(replaced(documents, address, { ...document, key: from, body }), from, to);
}

function followField(documents: Documents, { address, from, to }: Rename): Documents {
  const document = documents.get(address)!;
  const properties: Body = document.body.properties;
  if (Object.hasOwn(properties, from)) return documents;
  const entries = Object.entries(properties).map(([name, property]) => [name === to ? from : name, property]);
  const body = { ...document.body, properties: Object.fromEntries(entries) };
  return renameEverywhere(replaced(documents, address, { ...document, body }), document.key, from, to);
}

/** Follows renames of objects and fields in every document that still says the old name. */
export function rewriteNames(documents: Documents, differences: readonly Difference[]): Documents {
  const objects = renamesOf(differences, 'object').reduce(followObject, documents);
  return renamesOf(differences, 'field').reduce(followField, objects);
}
