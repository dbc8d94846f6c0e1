import type { ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import type { ModelObject } from '../model/model.ts';
import { newLinesIn } from './given-lines.ts';
import type { WantedNumbers } from './numbering.ts';

/** Auto-numbers that bodies of records may need for their line items, and for the links of these. */
export const wantedForLines = (
  ctx: RequestContext,
  { object }: Pick<ObjectAccess, 'object'>,
  bodies: readonly unknown[],
): WantedNumbers =>
  [...newLinesIn(object, bodies)].flatMap(([field, lines]) => {
    const child: ModelObject = ctx.model.objects.get(field.lines!.object)!;
    return [{ object: child, count: lines.length }, ...wantedForLines(ctx, { object: child }, lines)];
  });
