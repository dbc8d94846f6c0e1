import { accessOf } from '../access/index.ts';
import { auditWriterOf, writeEntries } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, problemItem } from '../errors.ts';
import { encryptedFields } from '../model/index.ts';
import { answer, type Route, type RouteCall } from '../route.ts';
import type { DoctorOptions } from './doctor.ts';
import { countByKey, rotateKeys } from './encryption-keys.ts';

function assertMayRotate({ model, actor }: RequestContext): void {
  if (!accessOf(model, actor).hasAdminRight('operations')) throw new Problem('encryption.not_allowed');
}

/** The keys that there are, and how many values stand under each. */
async function list({ ctx }: RouteCall, master: string): Promise<Response> {
  assertMayRotate(ctx);
  const [keys, counts] = [await ctx.vault.list(), await countByKey(ctx)];
  return answer({
    master,
    fields: encryptedFields(ctx.model).length,
    keys: keys.map((key) => ({
      ...key,
      ...(key.purpose === 'data' && { values: counts.get(key.version) ?? 0 }),
    })),
  });
}

/** Goes on with a rotation for a moment, or begins one. */
async function rotate({ ctx, body }: RouteCall): Promise<Response> {
  assertMayRotate(ctx);
  const { version } = Object(body ?? {});
  if (version !== undefined && !Number.isSafeInteger(version)) {
    const params = { name: 'version', given: String(version).slice(0, 40), expected: '1, 2, …' };
    throw new Problem('request.value', params, [problemItem('/version', 'request.value', params)]);
  }
  const onBegin = async (made: number): Promise<void> => {
    const entry = { op: 'rotate_key', changes: { version: made } } as const;
    await writeEntries(auditWriterOf(ctx), ctx.db.forWorkspace(ctx.workspace), [entry]);
  };
  return answer(await rotateKeys(ctx, { onBegin, ...(version !== undefined && { version }) }));
}

/** What whoever operates the installation asks about keys. */
export const encryptionRoutes = ({ master }: Pick<DoctorOptions, 'master'>): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/encryption',
    reads: 'administration',
    answers: 'the keys of encrypted fields and how many values stand under each, for those who operate it',
    handler: (call) => list(call, master),
  },
  {
    method: 'POST',
    path: '/api/encryption/rotate',
    reads: 'administration',
    answers: 'how far a rotation of the key of encrypted fields is, for those who operate it',
    handler: rotate,
  },
];
