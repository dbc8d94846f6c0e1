import { accessOf } from '../access/index.ts';
import { type KnownSeal, verifyAudit } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { answer, type RouteCall } from '../route.ts';

/** Whoever answers for security reads the audit, and nobody else. */
export function assertMayAudit({ model, actor }: RequestContext): void {
  if (!accessOf(model, actor).hasAdminRight('security')) throw new Problem('audit.not_allowed');
}

const HEAD = /^(\d{1,9}):([\w-]{43})$/;

/** `12:…`: the number of a seal and its hash, as an earlier proof told them. */
function knownSeal(given: string | null): KnownSeal | undefined {
  if (given === null) return undefined;
  const [, seal, hash] = HEAD.exec(given) ?? [];
  if (seal !== undefined) return { seal: Number(seal), hash: hash! };
  const params = { name: 'head', given: quoted(given), expected: '<seal>:<hash>' };
  throw new Problem('request.value', params, [problemItem('/head', 'request.value', params)]);
}

/** What can be proven of the audit now. */
export async function proof({ ctx, query }: RouteCall): Promise<Response> {
  assertMayAudit(ctx);
  const known = knownSeal(query.get('head'));
  return answer(await verifyAudit(ctx.db, ctx.workspace, ctx.secretKey, known));
}
