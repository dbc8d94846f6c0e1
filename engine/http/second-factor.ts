import { Problem, problemItem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { createThrottle, linkIdentity, openPending, readMembers, type Session } from '../people/index.ts';
import { answer } from '../route.ts';
import { type EntryOptions, enter, entered, ownCookie } from './entering.ts';
import type { OpenCall, OpenRoute } from './open-route.ts';
import { TooManyAttempts } from './problem.ts';
import { sessionOf } from './sessions.ts';

/** The cookie of a device that is not asked again. */
export const DEVICE = 'device';

/** A million codes, three of which are good at any time: a handful of guesses, then ever longer waits. */
const PER_PERSON = { free: 5, window: 3_600_000, longest: 15 * 60_000 };
const PATH = '/api/auth/second-factor';

const wrongCode = (): Problem => new Problem('people.invalid', {}, [problemItem('/code', 'auth.code')]);

/** The second step of a sign-in, and the second factor of whoever is signed in: set up, renewed, taken away. */
export function secondFactorRoutes(options: EntryOptions): readonly OpenRoute[] {
  const { people, secretKey, cookieName } = options;
  const { secondFactors } = people;
  const byPerson = createThrottle(PER_PERSON);

  /** Runs `take` as an attempt of a person; a good one is not counted. */
  const attempt = async <T>(personId: string, take: () => Promise<T>): Promise<T> => {
    const seconds = byPerson.wait(personId);
    if (seconds > 0) throw new TooManyAttempts(seconds);
    byPerson.attempt(personId);
    const taken = await take();
    byPerson.forget(personId);
    return taken;
  };

  const signInByCode = async ({ body, client, headers }: OpenCall): Promise<Response> => {
    const given = readMembers(body, { pending: 'text', code: 'text', rememberDevice: 'flag?' });
    const pending = openPending(secretKey, given.pending, Date.now());
    if (!pending) throw new Problem('auth.sign_in_again');
    const { personId, rememberMe, identity } = pending;
    const person = await (await people.auth()).personOf(personId);
    if (!person || !(await people.mayEnter(person))) throw new Problem('auth.refused');
    await attempt(personId, async () => {
      if (await secondFactors.take(personId, given.code)) return;
      people.signInTrail.failed(person.email, {
        address: client.address,
        userAgent: headers.get('User-Agent'),
      });
      throw wrongCode();
    });
    if (identity && !(await linkIdentity(people, person, identity))) throw new Problem('auth.refused');
    const session = await enter(options, { client, headers }, person, rememberMe);
    if (!given.rememberDevice) return entered(options, headers, session);
    const token = await secondFactors.remember(personId);
    const seconds = LIMITS.deviceDays * 86_400;
    return entered(options, headers, session, [
      ownCookie(cookieName, DEVICE, token, { path: '/api/auth', seconds }),
    ]);
  };

  /** What changes how one signs in takes the password once more: an open page is not enough. */
  const assertPassword = async ({ person }: Session, password: string): Promise<void> => {
    await attempt(person.id, async () => {
      if (await (await people.auth()).hasPassword(person.id, password)) return;
      throw new Problem('people.invalid', {}, [problemItem('/password', 'auth.password_wrong')]);
    });
  };

  const state = async ({ callerOf }: OpenCall): Promise<Response> => {
    const { session } = sessionOf(await callerOf());
    return answer(await secondFactors.stateOf(session.person.id));
  };

  const begin = async ({ callerOf, body }: OpenCall): Promise<Response> => {
    const { session } = sessionOf(await callerOf());
    const { password } = readMembers(body, { password: 'text' });
    await assertPassword(session, password);
    const begun = await secondFactors.begin(session.person);
    if (!begun) throw new Problem('auth.second_factor_on');
    return answer(begun);
  };

  const confirm = async ({ callerOf, body }: OpenCall): Promise<Response> => {
    const { session } = sessionOf(await callerOf());
    const { code } = readMembers(body, { code: 'text' });
    const { person, token } = session;
    const codes = await attempt(person.id, async () => {
      const made = await secondFactors.confirm(person.id, code);
      if (!made) throw wrongCode();
      return made;
    });
    await (await people.auth()).endSessions(person.id, token);
    await people.personChanged(person.id);
    await people.signInTrail.secondFactorChanged(person, true);
    return answer({ codes });
  };

  const renew = async ({ callerOf, body }: OpenCall): Promise<Response> => {
    const { session } = sessionOf(await callerOf());
    const { password } = readMembers(body, { password: 'text' });
    await assertPassword(session, password);
    if (!(await secondFactors.isOn(session.person.id))) throw new Problem('auth.second_factor_off');
    return answer({ codes: await secondFactors.renewCodes(session.person.id) });
  };

  const remove = async ({ callerOf, body }: OpenCall): Promise<Response> => {
    const { session } = sessionOf(await callerOf());
    const { password, code } = readMembers(body, { password: 'text', code: 'text' });
    const { person, token } = session;
    if (!(await secondFactors.isOn(person.id))) throw new Problem('auth.second_factor_off');
    await assertPassword(session, password);
    await attempt(person.id, async () => {
      if (!(await secondFactors.take(person.id, code))) throw wrongCode();
    });
    await secondFactors.remove(person.id);
    await (await people.auth()).endSessions(person.id, token);
    await people.personChanged(person.id);
    await people.signInTrail.secondFactorChanged(person, false);
    return answer({});
  };

  return [
    { method: 'POST', path: '/api/auth/sign-in/code', open: signInByCode },
    { method: 'GET', path: PATH, open: state },
    { method: 'POST', path: `${PATH}/begin`, open: begin },
    { method: 'POST', path: `${PATH}/confirm`, open: confirm },
    { method: 'POST', path: `${PATH}/codes`, open: renew },
    { method: 'POST', path: `${PATH}/remove`, open: remove },
  ];
}
