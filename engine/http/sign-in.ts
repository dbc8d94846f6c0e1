import { Problem } from '../errors.ts';
import { changePassword, createThrottle, readMembers, sealPending } from '../people/index.ts';
import { answer } from '../route.ts';
import { networkOf } from './client.ts';
import { type EntryOptions, enter, entered, ownCookieIn, withCookies } from './entering.ts';
import { isFromBrowser } from './evidence.ts';
import type { OpenCall, OpenRoute } from './open-route.ts';
import { TooManyAttempts } from './problem.ts';
import { DEVICE } from './second-factor.ts';
import { sessionOf } from './sessions.ts';

const HOUR = 3_600_000;

/** Doubling from the sixth attempt on; an address stands for an office, so it may fail more often. */
const PER_EMAIL = { free: 5, window: HOUR, longest: 15 * 60_000 };
const PER_ADDRESS = { free: 30, window: HOUR, longest: 5 * 60_000 };

/** Sign-in, sign-out and one's own password. A browser gets a cookie that no script reads, a program a token. */
export function signInRoutes(options: EntryOptions): readonly OpenRoute[] {
  const { people, secretKey, cookieName } = options;
  const byEmail = createThrottle(PER_EMAIL);
  const byAddress = createThrottle(PER_ADDRESS);

  const signIn = async ({ headers, client, body }: OpenCall): Promise<Response> => {
    const given = readMembers(body, { email: 'text', password: 'text', rememberMe: 'flag?' });
    const [email, address] = [given.email.trim().toLowerCase().slice(0, 320), networkOf(client.address)];
    const seconds = Math.max(byEmail.wait(email), byAddress.wait(address));
    if (seconds > 0) throw new TooManyAttempts(seconds);
    byEmail.attempt(email);
    byAddress.attempt(address);
    const auth = await people.auth();
    const from = { address: client.address, userAgent: headers.get('User-Agent') };
    const person = await auth.checkPassword({ email, password: given.password });
    // whoever has left is told no more than strangers are
    if (!person || !(await people.mayEnter(person))) {
      people.signInTrail.failed(email, from);
      throw new Problem('auth.refused');
    }
    byEmail.forget(email);
    byAddress.forgive(address);
    const rememberMe = given.rememberMe !== false;
    const device = ownCookieIn(headers, cookieName, DEVICE);
    const { secondFactors } = people;
    const isAsked =
      (await secondFactors.isOn(person.id)) && !(await secondFactors.isRemembered(person.id, device));
    if (!isAsked)
      return entered(options, headers, await enter(options, { client, headers }, person, rememberMe));
    if (!isFromBrowser(headers)) throw new Problem('auth.second_factor_key');
    const pending = sealPending(secretKey, { personId: person.id, rememberMe }, Date.now());
    return answer({ next: 'code', pending });
  };

  const signOut = async ({ callerOf }: OpenCall): Promise<Response> => {
    const caller = await callerOf();
    if (caller?.kind !== 'session') return answer({});
    const auth = await people.auth();
    const cookies = await auth.signOut(caller.signed);
    await people.personChanged(caller.session.person.id);
    await people.signInTrail.signedOut(caller.session.person);
    return withCookies(answer({}), caller.isBrowser ? cookies : []);
  };

  const newPassword = async ({ callerOf, body }: OpenCall): Promise<Response> => {
    const { session } = sessionOf(await callerOf());
    const given = readMembers(body, { currentPassword: 'text', newPassword: 'text' });
    const email = session.person.email;
    const seconds = byEmail.wait(email);
    if (seconds > 0) throw new TooManyAttempts(seconds);
    byEmail.attempt(email);
    await changePassword(people, session, { current: given.currentPassword, next: given.newPassword });
    byEmail.forget(email);
    return answer({});
  };

  /** Tells nothing of anybody: only whether the install is as it was made. */
  const first = async (): Promise<Response> => answer({ isFirst: !(await people.signInTrail.isUsed()) });

  return [
    { method: 'GET', path: '/api/auth/first', open: first },
    { method: 'POST', path: '/api/auth/sign-in/email', open: signIn },
    { method: 'POST', path: '/api/auth/sign-out', open: signOut },
    { method: 'POST', path: '/api/auth/change-password', open: newPassword },
  ];
}
