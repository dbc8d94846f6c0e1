import { Problem } from '../errors.ts';
import type { Caller, People } from '../people/index.ts';
import { answer } from '../route.ts';
import type { OpenCall, OpenRoute } from './open-route.ts';

/** The session that a request comes with: what is a person's own no key may do. */
export function sessionOf(caller: Caller | undefined) {
  if (caller?.kind !== 'session') throw new Problem('auth.required');
  return caller;
}

/** Devices and sessions of the person who asks: where they are signed in, and how to end that. */
export function sessionRoutes(people: People): readonly OpenRoute[] {
  const list = async ({ callerOf }: OpenCall): Promise<Response> => {
    const { session } = sessionOf(await callerOf());
    const open = await (await people.auth()).sessionsOf(session.person.id);
    const sessions = open.map(({ token, ...told }) => ({ ...told, isCurrent: token === session.token }));
    return answer({ sessions });
  };

  const endOne = async ({ callerOf, params }: OpenCall): Promise<Response> => {
    const { session } = sessionOf(await callerOf());
    const isEnded = await (await people.auth()).endSession(session.person.id, params.id!);
    if (!isEnded) throw new Problem('auth.no_session');
    await people.personChanged(session.person.id);
    return new Response(null, { status: 204 });
  };

  const endOthers = async ({ callerOf }: OpenCall): Promise<Response> => {
    const { session } = sessionOf(await callerOf());
    await (await people.auth()).endSessions(session.person.id, session.token);
    await people.personChanged(session.person.id);
    return new Response(null, { status: 204 });
  };

  return [
    { method: 'GET', path: '/api/auth/sessions', open: list },
    { method: 'DELETE', path: '/api/auth/sessions', open: endOthers },
    { method: 'DELETE', path: '/api/auth/sessions/:id', open: endOne },
  ];
}
