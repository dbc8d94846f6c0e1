import type { Actor, ReachName } from '../context.ts';
import type { ActorAttribute } from './scopes/index.ts';

interface ActorValue {
  /** its Postgres type */
  readonly type: string;
  readonly of: (actor: Actor) => unknown;
}

const reached = (name: ReachName): ActorValue => ({
  type: 'uuid[]',
  of: ({ reach }) => reach?.[name]?.users ?? [],
});

/** What predicates and expressions know of who acts. Always bound, never written into a statement. */
export const ACTOR_VALUES: Readonly<Record<ActorAttribute, ActorValue>> = {
  id: { type: 'uuid', of: ({ userId }) => userId },
  name: { type: 'text', of: ({ name }) => name },
  email: { type: 'text', of: ({ email }) => email },
  department: { type: 'text', of: ({ department = null }) => department },
  manager: { type: 'uuid', of: ({ manager = null }) => manager },
  roles: { type: 'text[]', of: ({ roles }) => roles },
  'reach.department': reached('department'),
  'reach.reporting_line': reached('reporting_line'),
  'reach.team': reached('team'),
  teams: { type: 'uuid[]', of: ({ teams = [] }) => teams },
};
