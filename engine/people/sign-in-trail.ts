import { createHmac } from 'node:crypto';
import { auditWriterOf, writeEntries } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { type Database, query, type Workspace } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { LIMITS } from '../limits.ts';
import type { Auth, Person, Whereabouts } from './auth.ts';
import { writeTrail } from './trail.ts';
import type { User } from './users.ts';

/** What the audit keeps of sign-ins: in every workspace that the person may enter. */
export interface SignInTrail {
  signedIn(person: Person, from: Whereabouts): Promise<void>;
  signedOut(person: Person): Promise<void>;
  passwordChanged(person: Person): Promise<void>;
  secondFactorChanged(person: Person, isOn: boolean): Promise<void>;
  identityLinked(person: Person, issuer: string): Promise<void>;
  /** Is not waited for: how long it takes would tell whether the e-mail is known. */
  failed(email: string, from: Whereabouts): void;
  /** whether anybody has signed in since the install was made */
  isUsed(): Promise<boolean>;
  /** when everything that is known of by now stands in the audit */
  settled(): Promise<void>;
}

export interface SignInTrailOptions {
  readonly db: Database;
  readonly auth: () => Promise<Auth>;
  readonly engineContext: (workspace: Workspace) => Promise<RequestContext>;
  readonly userOf: (ctx: RequestContext, person: Person) => Promise<User | undefined>;
  readonly onError: (error: unknown) => void;
}

/** The workspace of an install, whose keepers hear of attempts under e-mails that nobody has. */
const HOME = 'main';
const MINUTE = 60_000;
const AGENT_LENGTH = 200;

const whereabouts = ({ address, userAgent }: Whereabouts) => ({
  ...(address !== undefined && { address }),
  ...(userAgent !== null && { agent: userAgent.slice(0, AGENT_LENGTH) }),
});

/**
 * An e-mail that nobody has may be a password in the wrong box, or somebody who has nothing to do with us: it is
 * kept as a mark that tells attempts apart and leads back to nothing without the secret key.
 */
const markOf = (secretKey: string, email: string): string =>
  createHmac('sha256', secretKey).update(`sign-in\n${email}`).digest('base64url').slice(0, 16);

/** At most so many failed attempts a minute are told each by itself; the rest as a number, with the next. */
function createAllowance(most: number) {
  let [since, told, skipped] = [0, 0, 0];
  return {
    /** how many were passed over before this one; undefined where this one is passed over too */
    take(now: number): number | undefined {
      if (now - since >= MINUTE) [since, told] = [now, 0];
      if (told >= most) {
        skipped += 1;
        return undefined;
      }
      told += 1;
      const before = skipped;
      skipped = 0;
      return before;
    },
  };
}

export function createSignInTrail(options: SignInTrailOptions): SignInTrail {
  const { db, auth, engineContext, userOf, onError } = options;
  const allowance = createAllowance(LIMITS.failedSignInsPerMinute);
  const pending = new Set<Promise<void>>();

  const workspaces = async (where: string, value: string): Promise<readonly Workspace[]> => {
    const { rows } = await query<Workspace>(db.forControl(), {
      text: `SELECT w.id, w.name, w.schema FROM "control"."workspace" w WHERE ${where} ORDER BY w.name COLLATE "C"`,
      values: [value],
    });
    return rows;
  };
  const ofPerson = (person: Person) =>
    workspaces(
      'EXISTS (SELECT FROM "control"."member" m WHERE m.workspace_id = w.id AND m.person = $1::uuid)',
      person.id,
    );

  const tell = async (
    person: Person,
    op: 'sign_in' | 'sign_out' | 'password' | 'second_factor' | 'identity' | 'sign_in_failed',
    changes: Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    for (const workspace of await ofPerson(person)) {
      const ctx = await engineContext(workspace);
      const user = await userOf(ctx, person);
      if (!user) continue;
      // nobody has shown who they are whose attempt fails
      const actor = op === 'sign_in_failed' ? ctx.actor : { ...ctx.actor, userId: user.id };
      await writeTrail({ ...ctx, actor }, db.forWorkspace(workspace), user.id, op, changes);
    }
  };

  const tellFailed = async (email: string, from: Whereabouts, skipped: number): Promise<void> => {
    const changes = { ...whereabouts(from), ...(skipped > 0 && { skipped }) };
    const person = await (await auth()).findPerson(email);
    if (person) return tell(person, 'sign_in_failed', changes);
    for (const workspace of await workspaces('w.name = $1', HOME)) {
      const ctx = await engineContext(workspace);
      const entry = { ...changes, mark: markOf(ctx.secretKey, email) };
      await writeEntries(auditWriterOf(ctx), db.forWorkspace(workspace), [
        { op: 'sign_in_failed', changes: entry },
      ]);
    }
  };

  // nobody becomes somebody who never signed in: once it is so, it is not asked again
  let used = false;
  const isUsed = async (): Promise<boolean> => {
    if (used) return true;
    const found = await Promise.all(
      (await workspaces('w.name = $1', HOME)).map((workspace) =>
        query(db.forWorkspace(workspace), {
          text: `SELECT FROM ${qualified(workspace.schema, '_audit')} WHERE op = 'sign_in' LIMIT 1`,
          values: [],
        }),
      ),
    );
    used = found.some(({ rows }) => rows.length > 0);
    return used;
  };

  return {
    isUsed,
    signedIn: (person, from) => tell(person, 'sign_in', whereabouts(from)),
    signedOut: (person) => tell(person, 'sign_out', {}),
    passwordChanged: (person) => tell(person, 'password', {}),
    secondFactorChanged: (person, isOn) => tell(person, 'second_factor', { on: [!isOn, isOn] }),
    identityLinked: (person, issuer) => tell(person, 'identity', { issuer: [null, issuer] }),
    failed: (email, from) => {
      const skipped = allowance.take(Date.now());
      if (skipped === undefined) return;
      const told: Promise<void> = tellFailed(email, from, skipped)
        .catch(onError)
        .finally(() => pending.delete(told));
      pending.add(told);
    },
    settled: async () => {
      await Promise.all(pending);
    },
  };
}
