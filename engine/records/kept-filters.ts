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

/** Whether a filter over an object compares an encrypted field with a written text: kept, it would be readable. */
export function saysSecret({ model }: RequestContext, object: string, filter: string): boolean {
  if (encryptedFields(model).length === 0) return false;
  const access = accessOf(model, ENGINE);
  const over = access.object(object);
  if (!over) return false;
  const scope = filterScope(access, over);
  return checkExpression(filter, { ...scope, asksEncrypted: true }).ok && !checkExpression(filter, scope).ok;
}

/**
 * That a view keeps a filter which compares an encrypted field with a written text: whoever reads the database would read
 * that. Such a filter is for the moment.
 */
export function keptFilterProblems(
  ctx: RequestContext,
  { name }: ModelObject,
  changes: ReadonlyMap<ModelField, WireValue>,
  path: string,
): ProblemItem[] {
  if (name !== 'view') return [];
  const [, document] = [...changes].find(([field]) => field.name === 'document') ?? [];
  if (document === undefined || document === null) return [];
  const { object, filter } = readDocument(document);
  if (typeof filter !== 'string' || !saysSecret(ctx, String(object), filter)) return [];
  return [problemItem(`${path}/document`, 'record.kept_filter')];
}
