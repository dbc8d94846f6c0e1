import type { RequestContext } from '../context.ts';
import type { Binder } from './binder.ts';

/** What expressions know of the acting user, each with its Postgres type. */
const ATTRIBUTES: Readonly<Record<string, readonly [(ctx: RequestContext) => unknown, type: string]>> = {
  name: [({ actor }) => actor.name, 'text'],
  email: [({ actor }) => actor.email, 'text'],
  department: [({ actor }) => actor.department ?? null, 'text'],
  manager: [({ actor }) => actor.manager ?? null, 'uuid'],
  roles: [({ actor }) => actor.roles, 'text[]'],
  teams: [({ actor }) => actor.teams ?? [], 'uuid[]'],
};

/** A value of the acting user, bound like every other; of a remembered statement taken anew each time. */
export function userSql(
  ctx: RequestContext,
  binder: Binder,
  attribute: string,
  isRemembered = false,
): string {
  if (attribute === 'id') return binder.actor('id');
  const [value, type] = ATTRIBUTES[attribute]!;
  return isRemembered ? binder.source(({ ctx: at }) => value(at), type) : binder.parameter(value(ctx), type);
}
