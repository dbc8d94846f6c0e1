import type { ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, problemItem, textIn } from '../errors.ts';
import { isUuid, uuidv7 } from '../ids.ts';
import type { JobRunner } from '../job-runner.ts';
import { LIMITS } from '../limits.ts';
import { matchRulesOf } from '../matching/index.ts';
import { assertCan, objectAccessOf } from '../records/index.ts';
import { answer, type Route, type RouteCall } from '../route.ts';
import { endScan, insertScan, type Scan, scansOf } from './ledger.ts';
import { dismiss, isGroup, readLimit, readQueue } from './queue.ts';

/** A scan as the API answers it. */
function described(ctx: RequestContext, one: Scan) {
  const total = one.plan === null ? null : JSON.parse(one.plan).length;
  return {
    id: one.id,
    state: one.state,
    step: one.step,
    steps: total,
    pairs: one.pairs,
    crowded: one.crowded,
    ...(one.failure !== null && { failure: failureOf(one.failure, ctx.locale) }),
    created_at: one.at.toISOString(),
    ...(one.begun && { begun_at: one.begun.toISOString() }),
    ...(one.done && { done_at: one.done.toISOString() }),
  };
}

/** The problem that ended one, in the language of its reader. */
function failureOf(kept: string, locale: string) {
  const { code, text } = JSON.parse(kept);
  return { code, message: textIn(text, locale) };
}

const objectOf = ({ ctx, params }: RouteCall): ObjectAccess => objectAccessOf(ctx, params.object!).object;

/** The object, for whoever may scan it: the figures of a scan count records of everybody. */
function scannedBy(call: RouteCall): ObjectAccess {
  const object = objectOf(call);
  assertCan(object, 'merge');
  const isAll = object.rows('read').includes('all') && object.rows('merge').includes('all');
  if (!isAll) throw new Problem('duplicates.not_all');
  return object;
}

async function scanOf(call: RouteCall): Promise<Scan> {
  const { id } = scannedBy(call).object;
  const given = call.params.id!.toLowerCase();
  const [one] = isUuid(given) ? await scansOf(call.ctx, id, given) : [];
  if (!one) throw new Problem('duplicates.not_found');
  return one;
}

async function begin(call: RouteCall, runner: JobRunner): Promise<Response> {
  const { ctx, request } = call;
  const { object } = scannedBy(call);
  if (matchRulesOf(ctx.model, object).length === 0)
    throw new Problem('duplicates.no_rule', { object: object.name });
  const id = uuidv7();
  if (!(await insertScan(ctx, id, object.id))) throw new Problem('duplicates.running');
  runner.wake(ctx.workspace);
  const [one] = await scansOf(ctx, object.id, id);
  return answer(described(ctx, one!), 202, { Location: `${new URL(request.url).pathname}/${id}` });
}

async function queue(call: RouteCall): Promise<Response> {
  const { ctx, query } = call;
  const object = objectOf(call);
  const after = query.get('after') ?? undefined;
  const isKnown = after === undefined || (isUuid(after) && (await isGroup(ctx, object.object.id, after)));
  if (!isKnown) throw new Problem('query.cursor', {}, [problemItem('/after', 'query.cursor')]);
  const { groups, next, isCut } = await readQueue(ctx, object, after, readLimit(query.get('limit')));
  const rules = matchRulesOf(ctx.model, object.object);
  return answer({
    rules: rules.map(({ name, labels, from }) => ({ name, labels, from })),
    groups: groups.map(({ records, pairs }) => ({ records, pairs })),
    next,
    ...(isCut && { isCut }),
  });
}

/** Ids as a body gives them, each once. */
function idsOf(body: unknown): readonly string[] {
  const given = (body as { ids?: unknown } | null | undefined)?.ids;
  const ids = Array.isArray(given) ? given : [];
  const isWhole = ids.every((id) => typeof id === 'string' && isUuid(id));
  const each = isWhole ? [...new Set(ids.map((id: string) => id.toLowerCase()))] : [];
  if (each.length < 2 || each.length > LIMITS.dismissed)
    throw new Problem('duplicates.ids', { limit: LIMITS.dismissed });
  return each;
}

const LIST = '/api/duplicates/:object';

/** Records of an object that are taken for the same. */
export const routesOf = (runner: JobRunner): readonly Route[] => [
  {
    method: 'GET',
    path: LIST,
    reads: 'duplicates',
    answers:
      'groups of records that the caller sees and that are alike by what they may read, the likest first',
    handler: queue,
  },
  {
    method: 'POST',
    path: `${LIST}/dismiss`,
    reads: 'nothing',
    answers: 'nothing: these records are not the same, until what is compared of them changes',
    handler: async (call) => {
      await dismiss(call.ctx, objectOf(call), idsOf(call.body));
      return new Response(null, { status: 204 });
    },
  },
  {
    method: 'POST',
    path: `${LIST}/scans`,
    reads: 'own',
    answers: 'the job that compares all records of the object',
    handler: (call) => begin(call, runner),
  },
  {
    method: 'GET',
    path: `${LIST}/scans`,
    reads: 'duplicates',
    answers: 'the latest scans, and how far they are, for those who may read and merge all records',
    handler: async (call) => {
      const scans = await scansOf(call.ctx, scannedBy(call).object.id);
      return answer({ scans: scans.map((one) => described(call.ctx, one)) });
    },
  },
  {
    method: 'GET',
    path: `${LIST}/scans/:id`,
    reads: 'duplicates',
    answers: 'a scan, and how far it is',
    handler: async (call) => answer(described(call.ctx, await scanOf(call))),
  },
  {
    method: 'POST',
    path: `${LIST}/scans/:id/cancel`,
    reads: 'own',
    answers: 'the scan, which goes no further',
    handler: async (call) => {
      const { id, object } = await scanOf(call);
      await endScan(call.ctx, id, 'cancelled');
      const [one] = await scansOf(call.ctx, object, id);
      return answer(described(call.ctx, one!));
    },
  },
];
