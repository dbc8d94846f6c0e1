import { answer, answerText, type Route, type RouteCall } from '../route.ts';
import { noParameters, once, readAfter, replayRecord, writtenAnswer } from './answers.ts';
import { actionsOf, type ClaimAct, claimRecords } from './claim.ts';
import { recordIdOf } from './read.ts';
import { readIds } from './transfer-request.ts';

/** One record: answered as reading it would. */
function claimOne(call: RouteCall, act: ClaimAct): Promise<Response> {
  noParameters(call);
  const id = recordIdOf(call.params.id!);
  const kept = { status: 200, answer: JSON.stringify({ id }) };
  return once(
    call,
    async (key) => {
      await claimRecords(call.ctx, call.params.object!, [id], act, key && { key, answer: kept });
      return writtenAnswer(call, { id, version: 1 });
    },
    replayRecord(call),
  );
}

/** Many records at once: all of them or none. */
function claimMany(call: RouteCall, act: ClaimAct): Promise<Response> {
  noParameters(call);
  const ids = readIds(call.body);
  const done = { status: 200, answer: JSON.stringify({ records: ids.length }) };
  const told = () => answerText(done.answer, done.status, readAfter(call));
  return once(
    call,
    async (key) => {
      await claimRecords(call.ctx, call.params.object!, ids, act, key && { key, answer: done });
      return told();
    },
    async () => told(),
  );
}

const LIST = '/api/records/:object';

/** What nobody owns becomes the caller's own, and back. */
export const claimRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: `${LIST}/claim`,
    reads: 'written',
    answers: 'how many records are the caller’s now',
    handler: (call) => claimMany(call, 'claim'),
  },
  {
    method: 'POST',
    path: `${LIST}/release`,
    reads: 'written',
    answers: 'how many records of the caller nobody owns now',
    handler: (call) => claimMany(call, 'release'),
  },
  {
    method: 'POST',
    path: `${LIST}/:id/actions/claim`,
    reads: 'written',
    answers: 'the record, as reading it would by now',
    handler: (call) => claimOne(call, 'claim'),
  },
  {
    method: 'POST',
    path: `${LIST}/:id/actions/release`,
    reads: 'written',
    answers: 'the record, as reading it would by now; its id alone where the caller sees it no longer',
    handler: (call) => claimOne(call, 'release'),
  },
  {
    method: 'GET',
    path: `${LIST}/:id/actions`,
    reads: 'actions',
    answers: 'what the caller may do with a record that they see',
    handler: async (call) => {
      noParameters(call);
      return answer(await actionsOf(call.ctx, call.params.object!, recordIdOf(call.params.id!)));
    },
  },
];
