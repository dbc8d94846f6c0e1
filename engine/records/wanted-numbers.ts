import type { ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { newLinesIn } from './given-lines.ts';
import type { WantedNumbers } from './numbering.ts';

/** Auto-numbers that bodies of new records may need for their line items. */
export const wantedForLines = (
  { model }: RequestContext,
  object: ObjectAccess,
  bodies: readonly unknown[],
): WantedNumbers =>
  [...newLinesIn(object.object, bodies)].map(([field, count]) => ({
    object: model.objects.get(field.lines!.object)!,
    count,
  }));
