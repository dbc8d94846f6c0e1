import { isKnownField } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { lookupFilters } from '../rules/index.ts';
import { readDraft } from './draft.ts';
import type { Pointing } from './fitting.ts';
import { objectAccessOf } from './plan.ts';
import type { PointingRequest } from './request.ts';

/** Reads for which relation of which record somebody looks for records of `target`. */
export async function readPointing(
  ctx: RequestContext,
  target: string,
  request: PointingRequest,
): Promise<Pointing> {
  const { access, object } = objectAccessOf(ctx, request.object);
  const field = object.object.fields.get(object.object.aliases.get(request.field) ?? request.field);
  if (!field || !isKnownField(object, field.name) || field.target !== target) {
    const params = { name: quoted(request.field), object: object.object.name, target };
    throw new Problem('query.for', params, [problemItem('/for/field', 'query.for', params)]);
  }
  const filter = lookupFilters(object.object).find((one) => one.field === field);
  if (!filter) return { filter, values: new Map() };
  const on = ctx.db.forWorkspace(ctx.workspace);
  const { reading } = await readDraft(ctx, on, access, object, request);
  return { filter, values: reading.after };
}
