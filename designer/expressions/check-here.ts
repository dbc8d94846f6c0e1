import { checkExpression } from '../../engine/expression/check.ts';
import type { Kind } from '../../engine/expression/kinds.ts';
import type { Scope } from '../../engine/expression/scope.ts';
import type { Labels } from '../../runtime-ui/api/types.ts';

/** What is wrong with an expression, and where. */
export interface ExpressionFault {
  /** offset into the source */
  readonly position: number;
  readonly message: string;
  /** the nearest right thing */
  readonly suggestion?: string;
}

export interface CheckedHere {
  /** kind of its value; null where something is wrong */
  readonly type: Kind | null;
  readonly faults: readonly ExpressionFault[];
}

/** What the engine would say of an expression, said at once. */
export function checkHere(
  source: string,
  scope: Scope,
  returns: Kind | undefined,
  say: (message: Labels) => string,
): CheckedHere {
  const checked = checkExpression(source, scope, returns === undefined ? {} : { returns });
  if (checked.ok) return { type: checked.expression.kind, faults: [] };
  const faults = checked.problems.map(({ position, message, suggestion }) => ({
    position,
    message: say(message),
    ...(suggestion !== undefined && { suggestion }),
  }));
  return { type: null, faults };
}

/** The source with what was meant in place of what stands at a fault. */
export function repaired(source: string, { position, suggestion }: ExpressionFault): string {
  const word = /^(?:[\p{L}_][\p{L}\p{N}_]*|[=!<>&|]+|\S)/u.exec(source.slice(position))?.[0] ?? '';
  return `${source.slice(0, position)}${suggestion}${source.slice(position + word.length)}`;
}
