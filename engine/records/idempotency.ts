import { createHmac } from 'node:crypto';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { RouteCall } from '../route.ts';
import { systemTable } from './frame.ts';
import { runStatement, statementName } from './postgres.ts';

/** A request that its caller may repeat without doing it twice. */
export interface RepeatKey {
  readonly actor: string;
  readonly address: string;
  readonly key: string;
  readonly bodyHash: string;
}

/** What a repeated request is answered with. */
export interface KeptAnswer {
  readonly status: number;
  readonly answer: string;
}

/** The key of a request, if it carries one. */
export function repeatKeyOf({ ctx, headers, request, body }: RouteCall): RepeatKey | undefined {
  const key = headers.get('Idempotency-Key');
  if (!key || ctx.actor.userId === null) return undefined;
  if (key.length > 255) {
    throw new Problem('request.value', {
      name: 'Idempotency-Key',
      given: `${key.slice(0, 40)}…`,
      expected: '≤ 255',
    });
  }
  const { pathname, search } = new URL(request.url);
  // under the secret key: what a body held that is kept encrypted is not guessed by this
  const bodyHash = createHmac('sha256', ctx.secretKey)
    .update(JSON.stringify(body ?? null))
    .digest('base64url');
  return { actor: ctx.actor.userId, address: `${request.method} ${pathname}${search}`, key, bodyHash };
}

/** The answer kept for a key; one given with another body is refused. */
export async function keptAnswer(ctx: RequestContext, key: RepeatKey): Promise<KeptAnswer | undefined> {
  const text = `SELECT body_hash, status, answer, at > $4::timestamptz FROM ${systemTable(ctx.model, '_idempotency')} WHERE actor = $1::uuid AND address = $2 AND key = $3`;
  const oldest = new Date(ctx.now.getTime() - LIMITS.idempotencyHours * 3_600_000).toISOString();
  const { rows } = await runStatement(ctx.db.forWorkspace(ctx.workspace), {
    name: statementName(text),
    text,
    values: [key.actor, key.address, key.key, oldest],
  });
  const [bodyHash, status, answer, isFresh] = rows[0] ?? [];
  if (bodyHash === undefined) return undefined;
  if (isFresh !== 't') {
    await forget(ctx, key);
    return undefined;
  }
  if (bodyHash !== key.bodyHash) throw new Problem('request.idempotency');
  return { status: Number(status), answer: answer ?? '' };
}

async function forget(ctx: RequestContext, { actor, address, key }: RepeatKey): Promise<void> {
  const text = `DELETE FROM ${systemTable(ctx.model, '_idempotency')} WHERE actor = $1::uuid AND address = $2 AND key = $3`;
  await runStatement(ctx.db.forWorkspace(ctx.workspace), { text, values: [actor, address, key] });
}

/** The CTE that keeps the answer in the statement of the write itself. */
export function keepAnswer(
  ctx: RequestContext,
  key: RepeatKey,
  { status, answer }: KeptAnswer,
  values: unknown[],
): string {
  const kept = [key.actor, key.address, key.key, key.bodyHash, String(status), answer, ctx.now.toISOString()];
  const types = ['uuid', 'text', 'text', 'text', 'int', 'text', 'timestamptz'];
  const parameters = kept.map((value, index) => {
    values.push(value);
    return `$${values.length}::${types[index]}`;
  });
  const table = systemTable(ctx.model, '_idempotency');
  return `kept AS (INSERT INTO ${table} (actor, address, key, body_hash, status, answer, at) VALUES (${parameters.join(', ')}))`;
}
