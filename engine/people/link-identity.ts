import type { Person } from './auth.ts';
import type { Identity } from './oidc-provider.ts';
import type { People } from './people.ts';

/** Makes who somebody is at a provider a way in of theirs, written down; false where it is somebody else's. */
export async function linkIdentity(people: People, person: Person, identity: Identity): Promise<boolean> {
  if (!(await people.oidcLinks.link(identity, person.id))) return false;
  await people.signInTrail.identityLinked(person, identity.issuer);
  return true;
}
