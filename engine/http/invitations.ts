import type { Database } from '../db/connect.ts';
import {
  createThrottle,
  type People,
  readMembers,
  redeemInvitation,
  seeInvitation,
} from '../people/index.ts';
import { answer } from '../route.ts';
import { networkOf } from './client.ts';
import type { OpenCall, OpenRoute } from './open-route.ts';
import { TooManyAttempts } from './problem.ts';

/** Links cannot be guessed; who has one could still try the password of the person whom it is for. */
const PER_ADDRESS = { free: 60, window: 3_600_000, longest: 5 * 60_000 };
const PER_LINK = { free: 5, window: 3_600_000, longest: 15 * 60_000 };

/** What the holder of an invitation's link sees and does: in a body, so that the token stands in no log. */
export function invitationRoutes(db: Database, people: People): readonly OpenRoute[] {
  const byAddress = createThrottle(PER_ADDRESS);
  const byLink = createThrottle(PER_LINK);

  const see = async ({ body, client }: OpenCall): Promise<Response> => {
    const { token } = readMembers(body, { token: 'text' });
    const address = networkOf(client.address);
    const seconds = byAddress.wait(address);
    if (seconds > 0) throw new TooManyAttempts(seconds);
    byAddress.attempt(address);
    const seen = await seeInvitation(db, people, token);
    byAddress.forgive(address);
    return answer(seen);
  };

  const redeem = async ({ body, client }: OpenCall): Promise<Response> => {
    const given = readMembers(body, { token: 'text', name: 'text?', password: 'text' });
    const address = networkOf(client.address);
    const seconds = Math.max(byAddress.wait(address), byLink.wait(given.token));
    if (seconds > 0) throw new TooManyAttempts(seconds);
    byAddress.attempt(address);
    byLink.attempt(given.token);
    const { person, workspace } = await redeemInvitation(db, people, given);
    byAddress.forgive(address);
    return answer({ email: person.email, workspace });
  };

  return [
    { method: 'POST', path: '/api/auth/invitations/see', open: see },
    { method: 'POST', path: '/api/auth/invitations/redeem', open: redeem },
  ];
}
