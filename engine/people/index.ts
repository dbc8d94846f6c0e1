export { createApiKey } from './api-keys.ts';
export {
  type Auth,
  type KeptSession,
  loadAuth,
  openAuth,
  type Person,
  type Session,
  sessionCookie,
} from './auth.ts';
export { createFirstAdmin, createPerson, type NewPerson } from './create-person.ts';
export { delegatesOf } from './delegates.ts';
export { endSessionsOfLeavers } from './end-sessions.ts';
export { forgetSignIns } from './forget-sign-in.ts';
export { linkIdentity } from './link-identity.ts';
export { createOidcProvider, type Identity, newSecrets, type SignInSecrets } from './oidc-provider.ts';
export { OPERATOR_ID, type OperatorKey, openOperatorKey } from './operator.ts';
export { type ListedUser, pageOfUsers, type UsersPage } from './page-of-users.ts';
export { changePassword } from './passwords.ts';
export { openPending, sealPending } from './pending-sign-in.ts';
export {
  type Caller,
  createPeople,
  type Evidence,
  engineActor,
  type People,
  type UserRecords,
} from './people.ts';
export { portalUsersAmong } from './portal.ts';
export { reachedBySql } from './reached-by.ts';
export { readMembers } from './read-members.ts';
export { redeemInvitation, seeInvitation } from './redeem-invitation.ts';
export { removeSecondFactorOf } from './remove-second-factor.ts';
export { countFactors, resealFactors } from './reseal-factors.ts';
export {
  adminRightsOf,
  assertManagerStays,
  assertMayManagePeople,
  isAtLeast,
  usersByRoles,
} from './roles.ts';
export { routesOf } from './routes.ts';
export { openNote, sealNote } from './sealed-note.ts';
export { createThrottle, type Throttle } from './throttle.ts';
export { concernsUsers, isPortalHome, type User, userTable, userValues } from './users.ts';
export { VIEW_AS, viewedActor } from './view-as.ts';
