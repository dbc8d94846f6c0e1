import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { type ProblemItem, problemItem } from '../errors.ts';
import { checkExpression } from '../expression/index.ts';
import type { WireValue } from '../field-types/index.ts';
import { encryptedFields } from '../model/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { ENGINE } from './engine-rights.ts';
import { filterScope } from './scope.ts';

function readDocument(document: WireValue): { readonly object?: unknown; readonly filter?: unknown } {
  try {
    return Object(JSON.parse(String(document)));
  } catch {
    return {};
  }
}

/**
 * That a view keeps a filter which compares an encrypted field with a written text: whoever reads the database would read
 * that. Such a filter is for the moment.
 */
export function keptFilterProblems(
  { model }: RequestContext,
  { name }: ModelObject,
  changes: ReadonlyMap<ModelField, WireValue>,
  path: string,
): ProblemItem[] {
  if (name !== 'view' || encryptedFields(model).length === 0) return [];
  const [, document] = [...changes].find(([field]) => field.name === 'document') ?? [];
  if (document === undefined || document === null) return [];
  const { object, filter } = readDocument(document);
  const access = accessOf(model, ENGINE);
  const over = access.object(String(object));
  if (!over || typeof filter !== 'string') return [];
  const scope = filterScope(access, over);
  const isAsked = checkExpression(filter, { ...scope, asksEncrypted: true }).ok;
  const isKept = isAsked && !checkExpression(filter, scope).ok;
  return isKept ? [problemItem(`${path}/document`, 'record.kept_filter')] : [];
}
