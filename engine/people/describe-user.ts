import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { hasSayOver } from './managed-person.ts';
import type { People } from './people.ts';
import { assertMayManagePeople, isAtLeast } from './roles.ts';

/** How a user comes in and what they may do, as who manages people sees it. */
export interface UserDescription {
  /** person, service or portal */
  readonly kind: string;
  /** the e-mail that they sign in with; null: they cannot sign in */
  readonly signsInAs: string | null;
  readonly secondFactorSince: Date | null;
  /** how many sessions of theirs are open */
  readonly sessions: number;
  readonly roles: readonly string[];
  /** what the caller may do about it */
  readonly can: {
    /** give a password, end sessions, take a second factor away */
    readonly signIn: boolean;
    readonly invite: boolean;
    readonly keys: boolean;
  };
}

/** A user of the workspace, for who manages people. */
export async function describeUser(
  ctx: RequestContext,
  people: People,
  userId: string,
): Promise<UserDescription> {
  assertMayManagePeople(ctx);
  const user = await people.users.byId(ctx.workspace, ctx.model, userId);
  if (!user) throw new Problem('people.not_found');
  const auth = await people.auth();
  const person = user.person === null ? undefined : await auth.personOf(user.person);
  const isBelow = isAtLeast(ctx, user.roles);
  return {
    kind: user.kind,
    signsInAs: person?.email ?? null,
    secondFactorSince: person ? (await people.secondFactors.stateOf(person.id)).since : null,
    sessions: person ? (await auth.sessionsOf(person.id)).length : 0,
    roles: user.roles,
    can: {
      signIn: person !== undefined && (await hasSayOver(ctx, people, user)),
      invite: !person && user.kind === 'person' && user.active && user.email !== null && isBelow,
      keys: user.kind !== 'portal' && user.active && isBelow,
    },
  };
}
