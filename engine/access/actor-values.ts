import type { Actor, ReachName } from '../context.ts';
import type { ActorAttribute, OwnAttribute } from './scopes/index.ts';

interface ActorValue {
  /** its Postgres type */
  readonly type: string;
  readonly of: (actor: Actor) => unknown;
}

const reached = (name: ReachName): ActorValue => ({
  type: 'uuid[]',
  of: ({ reach }) => reach?.[name]?.ids ?? [],
});

/** What predicates and expressions know of who acts. Always bound, never written into a statement. */
const ACTOR_VALUES: Readonly<Record<OwnAttribute, ActorValue>> = {
  id: { type: 'uuid', of: ({ userId }) => userId },
  name: { type: 'text', of: ({ name }) => name },
  email: { type: 'text', of: ({ email }) => email },
  department: { type: 'uuid', of: ({ department = null }) => department },
  departments: { type: 'uuid[]', of: ({ departments = [] }) => departments },
  manager: { type: 'uuid', of: ({ manager = null }) => manager },
  portal_record: { type: 'uuid', of: ({ portal }) => portal?.id ?? null },
  roles: { type: 'text[]', of: ({ roles }) => roles },
  'reach.department': reached('department'),
  'reach.department_and_below': reached('department_and_below'),
  'reach.reporting_line': reached('reporting_line'),
  'reach.team': reached('team'),
  'reach.territory': reached('territory'),
  territories: { type: 'uuid[]', of: ({ territories = [] }) => territories },
  // as whom somebody may be in the team of a record
  parties: { type: 'uuid[]', of: ({ userId, teams = [] }) => (userId === null ? [] : [userId, ...teams]) },
  teams: { type: 'uuid[]', of: ({ teams = [] }) => teams },
};

/** A value of who acts, or of one who has delegated to them; of one who has not any more there is none. */
export function actorValue(attribute: ActorAttribute): ActorValue {
  const [, place, own] = /^for(\d+)\.(.*)$/.exec(attribute) ?? [];
  if (place === undefined) return ACTOR_VALUES[attribute as OwnAttribute];
  const { type, of } = ACTOR_VALUES[own as OwnAttribute];
  return {
    type,
    of: ({ delegators = [] }) => {
      const delegator = delegators[Number(place)];
      return delegator ? of(delegator) : null;
    },
  };
}
