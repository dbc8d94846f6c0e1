import { accessOf, wholeActor } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { nearest, Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';
import type { People } from '../people/index.ts';
import { readRecord } from '../records/index.ts';
import { answer, type Route, type RouteCall } from '../route.ts';
import { type ExplainedAction, type Explanation, explain } from './explain.ts';
import { boundText, verdictText, waySteps } from './words.ts';

const ACTIONS: readonly ExplainedAction[] = ['read', 'update', 'delete'];
const PARAMETERS = ['user', 'action', 'field'];

function wanted(name: string, given: string, expected: string): Problem {
  return new Problem('request.value', { name, given: quoted(given), expected });
}

/** Whoever answers for rights asks about others; everybody may ask about themselves. */
async function contextOfUser({ ctx, query }: RouteCall, people: People): Promise<RequestContext> {
  const user = query.get('user');
  if (user === null || user === ctx.actor.userId) return ctx;
  const access = accessOf(ctx.model, ctx.actor);
  if (!access.hasAdminRight('security') && !access.hasAdminRight('people'))
    throw new Problem('people.not_allowed');
  const actor = isUuid(user) ? await people.userActor(ctx.workspace, ctx.model, user) : undefined;
  if (!actor) throw new Problem('people.not_found');
  return { ...ctx, actor: await wholeActor(people, ctx.workspace, ctx.model, actor, ctx.now) };
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

/** Why somebody may see a record, or do something with it; or what keeps them from it. */
export const routesOf = (people: People): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/records/:object/:id/access',
    reads: 'rights',
    answers:
      'rights of the caller over a record that they see; of others for those who manage people or security',
    handler: async (call) => {
      const { ctx, params, query } = call;
      const unknown = [...query.keys()].find((name) => !PARAMETERS.includes(name));
      if (unknown !== undefined)
        throw new Problem('request.parameter', { name: unknown, known: PARAMETERS.join(', ') });
      const action = (query.get('action') ?? 'read') as ExplainedAction;
      if (!ACTIONS.includes(action)) throw wanted('action', action, ACTIONS.join(' | '));
      if (!(await readRecord(ctx, params.object!, params.id!, ['id']))) throw new Problem('record.not_found');
      const object = accessOf(ctx.model, ctx.actor).object(params.object!)!;
      const given = query.get('field');
      const field = given === null ? undefined : object.shown.find(({ name }) => name === given)?.name;
      if (given !== null && field === undefined) {
        const near = nearest(
          given.slice(0, 80),
          object.shown.map(({ name }) => name),
        );
        throw new Problem('query.field', { name: given }, [
          problemItem('/field', 'query.field', { name: given }, near),
        ]);
      }
      const asked = {
        object: params.object!,
        record: params.id!,
        action,
        ...(field !== undefined && { field }),
      };
      const of = await contextOfUser(call, people);
      return answer({ user: of.actor.userId, ...told(of, await explain(of, asked)) });
    },
  },
];
