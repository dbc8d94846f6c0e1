import type { Entry } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { type AskedExport, saysSecret } from '../records/index.ts';

/** What the audit keeps of an export; a filter that says the value of an encrypted field is not repeated in it. */
export function exportEntry(
  ctx: RequestContext,
  object: string,
  { format, values, request: { fields, filter, sort, q } }: AskedExport,
  rows: number,
): Entry {
  const isSaid = filter !== undefined && !saysSecret(ctx, object, filter);
  return {
    op: 'export',
    object: ctx.model.objects.get(object)!.id,
    changes: {
      what: 'records',
      format,
      values,
      rows,
      ...(fields && { fields }),
      ...(filter !== undefined && { filter: isSaid ? filter : '…' }),
      ...(sort.length > 0 && { sort: sort.map(({ path, descending }) => (descending ? `-${path}` : path)) }),
      ...(q !== undefined && { q }),
    },
  };
}
