import { accessOf } from '../../access/index.ts';
import { answer, type Route, type RouteCall } from '../../route.ts';
import { noParameters, once, readAfter } from '../answers.ts';
import { ENGINE } from '../engine-rights.ts';
import { recordIdOf } from '../read.ts';
import { type Merged, mergeRecords } from './merge.ts';
import { previewMerge } from './preview.ts';
import { readMerge } from './request.ts';
import { undoMerge } from './undo.ts';

const LIST = '/api/records/:object';

function merge(call: RouteCall): Promise<Response> {
  noParameters(call);
  const { ctx, params, body } = call;
  const request = readMerge(recordIdOf(params.id!), body);
  const told = (merged: Merged) => answer(merged, 200, readAfter(call));
  return once(
    call,
    async (key) => told(await mergeRecords(ctx, params.object!, request, key)),
    async (kept) => told(JSON.parse(kept.answer)),
  );
}

/** Several records made one, what that would come to, and back. */
export const mergeRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: `${LIST}/:id/actions/merge`,
    reads: 'written',
    answers: 'what moved to the record that stays, counted as far as the caller sees it',
    handler: merge,
  },
  {
    method: 'POST',
    path: `${LIST}/:id/merge/preview`,
    reads: 'merge',
    isQuestion: true,
    answers:
      'records that the caller sees and may make one, as reading each would; what would move, counted as far as they see it',
    handler: async (call) => {
      noParameters(call);
      const request = readMerge(recordIdOf(call.params.id!), call.body, true);
      return answer(await previewMerge(call.ctx, call.params.object!, request));
    },
  },
  {
    method: 'POST',
    path: `${LIST}/merges/:merge/undo`,
    reads: 'written',
    answers: 'what is there again; what was changed since, as far as the caller sees it',
    handler: async (call) => {
      noParameters(call);
      const { ctx, params } = call;
      const engine = accessOf(ctx.model, ENGINE);
      return answer(await undoMerge(ctx, engine, params.object!, params.merge!), 200, readAfter(call));
    },
  },
];
