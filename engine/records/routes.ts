import { accessOf } from '../access/index.ts';
import { Problem, type ProblemItem, textIn } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { answer, answerText, type Route, type RouteCall } from '../route.ts';
import { spelledTexts } from '../search/index.ts';
import { aggregateRecords } from './aggregate.ts';
import { noParameters, once, readAfter, recordAnswer, replayRecord, writtenAnswer } from './answers.ts';
import { type BatchResult, batchAnswer, runBatch, runEach } from './batch.ts';
import { checkRecord } from './check.ts';
import { claimRoutes } from './claim-routes.ts';
import { putCollaborator, readCollaborators, removeCollaborator } from './collaborators.ts';
import { createRecord } from './create.ts';
import { ENGINE } from './engine-rights.ts';
import { readHistory } from './history.ts';
import type { RepeatKey } from './idempotency.ts';
import { mergeRoutes } from './merging/routes.ts';
import { readPointing } from './pointing.ts';
import type { Written } from './prepare.ts';
import { purgeRecord } from './purge.ts';
import { listRecords, recordIdOf } from './read.ts';
import { deleteRecord, restoreRecord } from './remove.ts';
import {
  addressParameters,
  aggregateFromAddress,
  aggregateFromBody,
  fieldsFromAddress,
  historyFromAddress,
  listFromAddress,
  listFromBody,
  searchFromAddress,
  textsFromBody,
} from './request.ts';
import { searchRecords } from './search-all.ts';
import { transferRecords, undoTransfer } from './transfer.ts';
import { readTransfer } from './transfer-request.ts';
import { updateRecord } from './update.ts';

/** The version that `If-Match` names; `*` is any. */
function ifVersion({ headers }: RouteCall): number | undefined {
  const given = headers.get('If-Match')?.trim();
  if (given === undefined || given === '' || given === '*') return undefined;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(given)?.[1];
  if (version === undefined) throw new Problem('record.stale');
  return Number(version);
}

async function create(call: RouteCall): Promise<Response> {
  noParameters(call);
  const run = async (key: RepeatKey | undefined) =>
    writtenAnswer(call, await createRecord(call.ctx, call.params.object!, call.body, key), 201);
  return once(call, run, replayRecord(call));
}

async function update(call: RouteCall): Promise<Response> {
  noParameters(call);
  const change = { id: recordIdOf(call.params.id!), values: call.body, path: '', ifVersion: ifVersion(call) };
  return writtenAnswer(call, await updateRecord(call.ctx, call.params.object!, change));
}

async function remove(call: RouteCall): Promise<Response> {
  const purge = addressParameters(call.query, ['purge']).get('purge');
  if (purge !== undefined && purge !== 'true')
    throw new Problem('request.value', { name: 'purge', given: String(purge), expected: 'true' });
  const run = purge === undefined ? deleteRecord : purgeRecord;
  await run(call.ctx, call.params.object!, recordIdOf(call.params.id!), ifVersion(call));
  return new Response(null, { status: 204, headers: readAfter(call) });
}

/** The body of a problem inside an answer. */
const problemBody = (locale: string) => (problem: Problem) => ({
  code: problem.code,
  title: textIn(problem.text, locale),
  errors: problem.items.map((item: ProblemItem) => ({ ...item, message: textIn(item.message, locale) })),
});

async function batch(call: RouteCall): Promise<Response> {
  const { ctx, params, body } = call;
  const mode = addressParameters(call.query, ['mode']).get('mode');
  if (mode !== undefined && mode !== 'each') {
    throw new Problem('request.value', { name: 'mode', given: String(mode), expected: 'each' });
  }
  const answerOf = (results: readonly BatchResult[]) => batchAnswer(results, problemBody(ctx.locale));
  if (mode === 'each')
    return answerText(answerOf(await runEach(ctx, params.object!, body)), 200, readAfter(call));
  return once(
    call,
    async (key) =>
      answerText(answerOf(await runBatch(ctx, params.object!, body, key, answerOf)), 200, readAfter(call)),
    async (kept) => answerText(kept.answer, kept.status, readAfter(call)),
  );
}

async function check(call: RouteCall): Promise<Response> {
  noParameters(call);
  const { problems, ...rest } = await checkRecord(call.ctx, call.params.object!, call.body);
  const said = problems.map((item) => ({ ...item, message: textIn(item.message, call.ctx.locale) }));
  return answer({ problems: said, ...rest });
}

type Act = (call: RouteCall, id: string, key: RepeatKey | undefined) => Promise<Written>;

/** What can be done with a record besides reading and changing it. */
const ACTIONS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['restore', (call, id, key) => restoreRecord(call.ctx, call.params.object!, id, key)],
]);

/** Another owner, of one record or of many, with what goes along. */
const transfer = (call: RouteCall, id?: string): Promise<Response> => {
  noParameters(call);
  const request = readTransfer(call.body, id);
  return once(
    call,
    async (key) =>
      answer(await transferRecords(call.ctx, call.params.object!, request, key), 200, readAfter(call)),
    async (kept) => answerText(kept.answer, kept.status, readAfter(call)),
  );
};

async function undo(call: RouteCall): Promise<Response> {
  noParameters(call);
  const { ctx, params } = call;
  const engine = accessOf(ctx.model, ENGINE);
  return answer(await undoTransfer(ctx, engine, params.object!, params.id!), 200, readAfter(call));
}

async function act(call: RouteCall): Promise<Response> {
  if (call.params.name === 'transfer') return transfer(call, recordIdOf(call.params.id!));
  noParameters(call);
  const action = ACTIONS.get(call.params.name!);
  if (!action) throw new Problem('record.action', { name: call.params.name!.slice(0, 80) });
  const id = recordIdOf(call.params.id!);
  return once(call, async (key) => writtenAnswer(call, await action(call, id, key)), replayRecord(call));
}

const LIST = '/api/records/:object';
const ONE = `${LIST}/:id`;
const TEAM = `${ONE}/collaborators`;

/** Everything about records. Addresses with a word come before those with an id. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/search',
    isForPortal: true,
    reads: 'search',
    answers:
      'records in the read scope by readable fields, with their titles and the piece of the field that was found',
    handler: async ({ ctx, query }) => answer(await searchRecords(ctx, searchFromAddress(query))),
  },
  {
    method: 'POST',
    path: '/api/search/spellings',
    isForPortal: true,
    isQuestion: true,
    reads: 'nothing',
    answers: 'spellings in pinyin of the texts that were sent, and of nothing else',
    handler: async (call) => {
      noParameters(call);
      return answer({ spellings: spelledTexts(textsFromBody(call.body)) });
    },
  },
  {
    method: 'GET',
    path: LIST,
    isForPortal: true,
    reads: 'list',
    answers: 'records in the read scope; their readable fields, and those of records that relations point at',
    handler: async ({ ctx, params, query }) =>
      answerText(await listRecords(ctx, params.object!, listFromAddress(query))),
  },
  {
    method: 'POST',
    path: `${LIST}/query`,
    isForPortal: true,
    isQuestion: true,
    reads: 'query',
    answers: 'as the list by address; of a relation whose filter names hidden values, which records it takes',
    handler: async (call) => {
      noParameters(call);
      const { ctx, params, body } = call;
      const request = listFromBody(body);
      const pointing = request.for && (await readPointing(ctx, params.object!, request.for));
      return answerText(await listRecords(ctx, params.object!, request, pointing));
    },
  },
  {
    method: 'GET',
    path: `${LIST}/aggregate`,
    isForPortal: true,
    reads: 'aggregate',
    answers: 'groups and measures of readable fields over records in the read scope',
    handler: async ({ ctx, params, query }) =>
      answerText(await aggregateRecords(ctx, params.object!, aggregateFromAddress(query))),
  },
  {
    method: 'POST',
    path: `${LIST}/aggregate`,
    isForPortal: true,
    isQuestion: true,
    reads: 'aggregate',
    answers: 'as the aggregate by address',
    handler: async (call) => {
      noParameters(call);
      return answerText(await aggregateRecords(call.ctx, call.params.object!, aggregateFromBody(call.body)));
    },
  },
  {
    method: 'POST',
    path: `${LIST}/check`,
    isForPortal: true,
    isQuestion: true,
    reads: 'check',
    answers: 'verdicts and messages; values only of fields that the caller may read',
    handler: check,
  },
  {
    method: 'POST',
    path: `${LIST}/batch`,
    reads: 'written',
    answers: 'ids and versions of the records written',
    bodySize: LIMITS.batchBodySize,
    handler: batch,
  },
  {
    method: 'POST',
    path: `${LIST}/transfer`,
    reads: 'written',
    answers: 'how many records have another owner now',
    handler: (call) => transfer(call),
  },
  {
    method: 'POST',
    path: `${LIST}/transfers/:id/undo`,
    reads: 'written',
    answers: 'how many records of a transfer of the caller are again whose they were',
    handler: undo,
  },
  {
    method: 'POST',
    path: LIST,
    isForPortal: true,
    reads: 'written',
    answers: 'the new record, as reading it would',
    handler: create,
  },
  {
    method: 'GET',
    path: ONE,
    isForPortal: true,
    reads: 'record',
    answers: 'one record in the read scope, its readable fields',
    handler: async (call) => recordAnswer(call, recordIdOf(call.params.id!), fieldsFromAddress(call.query)),
  },
  {
    method: 'GET',
    path: `${ONE}/history`,
    reads: 'history',
    answers:
      'changes of a record in the read scope: its readable fields, of masked ones that they changed; line items and links that the caller sees',
    handler: async ({ ctx, params, query }) =>
      answer(await readHistory(ctx, params.object!, recordIdOf(params.id!), historyFromAddress(query))),
  },
  {
    method: 'PATCH',
    path: ONE,
    isForPortal: true,
    reads: 'written',
    answers: 'the record changed, as reading it would',
    handler: update,
  },
  { method: 'DELETE', path: ONE, isForPortal: true, reads: 'nothing', handler: remove },
  {
    method: 'GET',
    path: TEAM,
    reads: 'team',
    answers: 'who is in the team of a record that the caller sees, with names that the caller may read',
    handler: async (call) => {
      noParameters(call);
      return answer(await readCollaborators(call.ctx, call.params.object!, recordIdOf(call.params.id!)));
    },
  },
  {
    method: 'PUT',
    path: TEAM,
    reads: 'written',
    answers: 'the team of the record, as reading it would',
    handler: async (call) => {
      noParameters(call);
      const { ctx, params, body } = call;
      const id = recordIdOf(params.id!);
      await putCollaborator(ctx, params.object!, id, body);
      return answer(await readCollaborators(ctx, params.object!, id));
    },
  },
  {
    method: 'DELETE',
    path: `${TEAM}/:member`,
    reads: 'nothing',
    handler: async (call) => {
      noParameters(call);
      const { ctx, params } = call;
      await removeCollaborator(ctx, params.object!, recordIdOf(params.id!), params.member!.toLowerCase());
      return new Response(null, { status: 204 });
    },
  },
  ...claimRoutes,
  ...mergeRoutes,
  {
    method: 'POST',
    path: `${ONE}/actions/:name`,
    reads: 'written',
    answers: 'the record acted on, as reading it would',
    handler: act,
  },
];
