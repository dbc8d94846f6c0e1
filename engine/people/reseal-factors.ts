import { type Database, query, transaction, type Workspace } from '../db/connect.ts';
import { makeFactorSeal } from './factor-seal.ts';

interface Kept {
  readonly person: string;
  readonly secret: string;
}

/**
 * Seals anew what the secret key before has sealed, so that people keep their authenticator apps. Their recovery codes
 * are hashes that nobody can make anew: they are taken away, so that nobody counts on them. Returns how many people.
 */
export async function resealFactors(
  db: Database,
  { secretKey, previous }: { readonly secretKey: string; readonly previous: string },
): Promise<number> {
  const [now, before] = [makeFactorSeal(secretKey), makeFactorSeal(previous)];
  const { rows } = await query<Kept>(db.forControl(), {
    text: 'SELECT person::text, secret FROM "control"."second_factor" ORDER BY person',
  });
  let count = 0;
  for (const { person, secret } of rows) {
    const opened = now.open(secret, person) ? undefined : before.open(secret, person);
    if (!opened) continue;
    await transaction(db.forControl(), async (client) => {
      // another process that starts with both keys may have been first
      const sealed = await query(client, {
        text: 'UPDATE "control"."second_factor" SET secret = $2 WHERE person = $1::uuid AND secret = $3 RETURNING person',
        values: [person, now.seal(opened, person), secret],
      });
      if (sealed.rows.length === 0) return;
      await query(client, {
        text: 'DELETE FROM "control"."recovery_code" WHERE person = $1::uuid',
        values: [person],
      });
      count += 1;
    });
  }
  return count;
}

/** How many people of a workspace have a second factor, and how many of these another secret key has sealed. */
export async function countFactors(
  db: Database,
  workspace: Workspace,
  secretKey: string,
): Promise<{ readonly all: number; readonly unopened: number }> {
  const seal = makeFactorSeal(secretKey);
  const { rows } = await query<Kept>(db.forControl(), {
    text:
      'SELECT f.person::text, f.secret FROM "control"."second_factor" f JOIN "control"."member" m ON m.person = f.person' +
      ' WHERE m.workspace_id = $1::uuid AND f.confirmed_at IS NOT NULL',
    values: [workspace.id],
  });
  return {
    all: rows.length,
    unopened: rows.filter(({ person, secret }) => !seal.open(secret, person)).length,
  };
}
