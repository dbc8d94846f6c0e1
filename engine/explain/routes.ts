import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { nearest, Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { type People, pageOfUsers } from '../people/index.ts';
import { readRecord } from '../records/index.ts';
import { answer, type Route, type RouteCall } from '../route.ts';
import { type Asked, type ExplainedAction, type Explanation, explain } from './explain.ts';
import { contextAs, viewersOf } from './viewers.ts';
import { boundText, verdictText, waySteps } from './words.ts';

const ACTIONS: readonly ExplainedAction[] = ['read', 'update', 'delete'];

function wanted(name: string, given: string, expected: string): Problem {
  return new Problem('request.value', { name, given: quoted(given), expected });
}

const answersForRights = ({ model, actor }: RequestContext): boolean => {
  const access = accessOf(model, actor);
  return access.hasAdminRight('security') || access.hasAdminRight('people');
};

/** Whoever answers for rights asks about others; everybody may ask about themselves. */
async function contextOfUser({ ctx, query }: RouteCall, people: People): Promise<RequestContext> {
  const user = query.get('user');
  if (user === null || user === ctx.actor.userId) return ctx;
  if (!answersForRights(ctx)) throw new Problem('people.not_allowed');
  const found = isUuid(user) ? await contextAs(ctx, people, user) : undefined;
  if (!found) throw new Problem('people.not_found');
  return found;
}

/** What is asked about a record that the caller sees, of parameters that are all known. */
async function askedOf({ ctx, params, query }: RouteCall, known: readonly string[]): Promise<Asked> {
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Problem('request.parameter', { name: unknown, known: known.join(', ') });
  const action = (query.get('action') ?? 'read') as ExplainedAction;
  if (!ACTIONS.includes(action)) throw wanted('action', action, ACTIONS.join(' | '));
  if (!(await readRecord(ctx, params.object!, params.id!, ['id']))) throw new Problem('record.not_found');
  const { shown } = accessOf(ctx.model, ctx.actor).object(params.object!)!;
  const given = query.get('field');
  const field = given === null ? undefined : shown.find(({ name }) => name === given)?.name;
  if (given !== null && field === undefined) {
    const near = nearest(
      given.slice(0, 80),
      shown.map(({ name }) => name),
    );
    throw new Problem('query.field', { name: given }, [
      problemItem('/field', 'query.field', { name: given }, near),
    ]);
  }
  return { object: params.object!, record: params.id!, action, ...(field !== undefined && { field }) };
}

const names = ({ actor: { delegators = [] } }: RequestContext) => delegators.map(({ name }) => name);

const told = (ctx: RequestContext, explanation: Explanation): object => ({
  object: explanation.object,
  record: explanation.record,
  action: explanation.action,
  ...(explanation.field !== undefined && { field: explanation.field }),
  verdict: explanation.verdict,
  ...(explanation.reason && { reason: explanation.reason }),
  text: verdictText(explanation),
  ways: explanation.ways.map((way) => ({
    source: way.source,
    ...(way.right && { right: way.right }),
    isMet: way.isMet,
    steps: waySteps(ctx.model, way, names(ctx)),
  })),
  restrictions: explanation.bounds.map(({ rule, isMet }) => ({
    rule,
    isMet,
    text: boundText(ctx.model, rule),
  })),
  ...(explanation.parent && { parent: told(ctx, explanation.parent) }),
});

/** A page of those who may, each with the way that grants it. */
async function pageOfViewers(call: RouteCall, people: People) {
  const { ctx, query } = call;
  const asked = await askedOf(call, ['action', 'field', 'q', 'after']);
  if (!answersForRights(ctx)) throw new Problem('people.not_allowed');
  const after = query.get('after');
  if (after !== null && !isUuid(after)) throw wanted('after', after, 'the id of a user');
  const { users, unknown } = await viewersOf(ctx, people, asked);
  const q = query.get('q')?.trim() || null;
  const page = await pageOfUsers(ctx, 't.id = ANY($1::uuid[])', users, {
    q,
    after,
    size: LIMITS.viewersPage,
  });
  const viewers = await Promise.all(
    page.users.map(async ({ id, name, email }) => {
      const of = (await contextAs(ctx, people, id))!;
      const isOutside = of.actor.portal !== undefined;
      return { user: { id, name, email, isOutside }, ...told(of, await explain(of, asked)) };
    }),
  );
  return answer({ count: users.length, unknown, viewers, next: page.next });
}

/** Why somebody may see a record, or do something with it; or what keeps them from it; and everybody who may. */
export const routesOf = (people: People): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/records/:object/:id/access',
    reads: 'rights',
    answers:
      'rights of the caller over a record that they see; of others for those who manage people or security',
    handler: async (call) => {
      const asked = await askedOf(call, ['user', 'action', 'field']);
      const of = await contextOfUser(call, people);
      return answer({ user: of.actor.userId, ...told(of, await explain(of, asked)) });
    },
  },
  {
    method: 'GET',
    path: '/api/records/:object/:id/access/viewers',
    reads: 'rights',
    answers:
      'everybody who may see or change a record, by name, a page at a time and why, for those who manage people or security',
    handler: (call) => pageOfViewers(call, people),
  },
];
