import { answerText, type RouteCall } from '../route.ts';
import { keptAnswer, type RepeatKey, repeatKeyOf } from './idempotency.ts';
import { notFound } from './merging/merged.ts';
import { objectAccessOf } from './plan.ts';
import { isRepeatedKey } from './postgres-errors.ts';
import type { Written } from './prepare.ts';
import { readRecord } from './read.ts';
import { addressParameters } from './request.ts';
import { leaveReads } from './sensitive.ts';

const etag = (version: number): string => `"${version}"`;

export const noParameters = ({ query }: RouteCall): void => void addressParameters(query, []);

/** Tells clients from when on a read shows their write. */
export const readAfter = ({ ctx }: RouteCall) => ({ 'Read-After': String(ctx.now.getTime()) });

/** One record as it is now. */
export async function recordAnswer(
  call: RouteCall,
  id: string,
  fields?: readonly string[],
): Promise<Response> {
  const record = await readRecord(call.ctx, call.params.object!, id, fields);
  if (!record)
    throw await notFound(call.ctx, objectAccessOf(call.ctx, call.params.object!).object.object, id);
  return answerText(record.text, 200, { ETag: etag(record.version) });
}

export async function writtenAnswer(call: RouteCall, written: Written, status = 200): Promise<Response> {
  await leaveReads(call.ctx, written.reads ?? []);
  const { object } = call.params;
  const record =
    written.text === undefined
      ? await readRecord(call.ctx, object!, written.id)
      : { text: written.text, version: written.version };
  return answerText(record?.text ?? JSON.stringify({ id: written.id }), status, {
    ETag: etag(record?.version ?? written.version),
    ...(status === 201 && { Location: `${new URL(call.request.url).pathname}/${written.id}` }),
    ...readAfter(call),
  });
}

/** Runs a write once per key: who repeats a request gets the answer of the first. */
export async function once(
  call: RouteCall,
  run: (key: RepeatKey | undefined) => Promise<Response>,
  replay: (kept: { status: number; answer: string }) => Promise<Response>,
): Promise<Response> {
  const key = repeatKeyOf(call);
  const before = key && (await keptAnswer(call.ctx, key));
  if (before) return replay(before);
  try {
    return await run(key);
  } catch (error) {
    const meanwhile = key && isRepeatedKey(error) ? await keptAnswer(call.ctx, key) : undefined;
    if (!meanwhile) throw error;
    return replay(meanwhile);
  }
}

export const replayRecord =
  (call: RouteCall) =>
  ({ status, answer: kept }: { status: number; answer: string }): Promise<Response> =>
    writtenAnswer(call, { id: JSON.parse(kept).id, version: 1 }, status);
