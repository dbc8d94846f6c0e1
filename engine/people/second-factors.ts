import { randomBytes } from 'node:crypto';
import { type Database, query, transaction } from '../db/connect.ts';
import { LIMITS } from '../limits.ts';
import type { Person } from './auth.ts';
import { makeFactorSeal } from './factor-seal.ts';
import { hashOf } from './sessions.ts';
import { base32, matchingStep, totpAddress } from './totp.ts';

/** What somebody has beside a password: an authenticator app, and codes on paper for when it is lost. */
export interface SecondFactors {
  isOn(personId: string): Promise<boolean>;
  /** whether it is on, since when, and how many recovery codes are left */
  stateOf(personId: string): Promise<{ readonly since: Date | null; readonly codesLeft: number }>;
  /** a new secret, which counts once a code of it was given; undefined where one is on */
  begin(person: Person): Promise<{ readonly secret: string; readonly address: string } | undefined>;
  /** turns the new secret on; the recovery codes, seen only now; undefined for a wrong code */
  confirm(personId: string, code: string): Promise<readonly string[] | undefined>;
  /** takes a code of the app, or a recovery code, each once */
  take(personId: string, code: string): Promise<boolean>;
  /** new recovery codes instead of those there are */
  renewCodes(personId: string): Promise<readonly string[]>;
  /** takes all of it away; whether there was any */
  remove(personId: string): Promise<boolean>;
  /** a token for a device that is not asked again for some time */
  remember(personId: string): Promise<string>;
  isRemembered(personId: string, token: string | undefined): Promise<boolean>;
  forgetDevices(personId: string): Promise<void>;
  clear(): void;
}

/** Persons of whom it is remembered that theirs is on. */
const REMEMBERED = 20_000;

const TABLE = '"control"."second_factor"';
const CODES = '"control"."recovery_code"';
const DEVICES = '"control"."remembered_device"';

/** Ten letters and digits, 50 bits, in two groups: what is hashed with the secret key is not guessed at rest. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const randomCode = (): string =>
  Array.from(randomBytes(10), (byte) => LETTERS[byte % 32]!)
    .join('')
    .replace(/^.{5}/, '$&-');

/** As it is compared: without what people add when they copy it from paper. */
const bareCode = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '');

export function createSecondFactors(db: Database, secretKey: string): SecondFactors {
  const kept = makeFactorSeal(secretKey);
  const on = new Set<string>();
  const now = () => new Date(Date.now() + db.clockOffset());

  const codeHash = (personId: string, code: string): string => kept.hash(personId, bareCode(code));

  const control = () => db.forControl();

  /** What another secret key has sealed is as if there were no code that fits: the doctor says so. */
  const secretOf = async (personId: string): Promise<{ secret: Buffer; since: Date | null } | undefined> => {
    const { rows } = await query<{ secret: string; since: Date | null }>(control(), {
      text: `SELECT secret, confirmed_at AS since FROM ${TABLE} WHERE person = $1::uuid`,
      values: [personId],
    });
    const row = rows[0];
    const secret = row && kept.open(row.secret, personId);
    return secret && { secret, since: row.since };
  };

  /** Of two who send one code at the same time one is first; a step that was taken never counts again. */
  const takeStep = async (personId: string, step: number, isNew: boolean): Promise<boolean> => {
    const { rows } = await query(control(), {
      text:
        `UPDATE ${TABLE} SET last_step = $2::bigint, confirmed_at = coalesce(confirmed_at, $3::timestamptz)` +
        ' WHERE person = $1::uuid AND last_step < $2::bigint AND (confirmed_at IS NULL) = $4 RETURNING person',
      values: [personId, step, now(), isNew],
    });
    return rows.length > 0;
  };

  const takeRecoveryCode = async (personId: string, code: string): Promise<boolean> => {
    const { rows } = await query(control(), {
      text: `UPDATE ${CODES} SET used_at = $3::timestamptz WHERE person = $1::uuid AND hash = $2 AND used_at IS NULL RETURNING hash`,
      values: [personId, codeHash(personId, code), now()],
    });
    return rows.length > 0;
  };

  const renewCodes = async (personId: string): Promise<readonly string[]> => {
    const codes = Array.from({ length: LIMITS.recoveryCodes }, randomCode);
    await transaction(control(), async (client) => {
      await query(client, { text: `DELETE FROM ${CODES} WHERE person = $1::uuid`, values: [personId] });
      await query(client, {
        text: `INSERT INTO ${CODES} (person, hash) SELECT $1::uuid, unnest($2::text[])`,
        values: [personId, codes.map((code) => codeHash(personId, code))],
      });
    });
    return codes;
  };

  const isOn = async (personId: string): Promise<boolean> => {
    if (on.has(personId)) return true;
    const { rows } = await query(control(), {
      text: `SELECT 1 FROM ${TABLE} WHERE person = $1::uuid AND confirmed_at IS NOT NULL`,
      values: [personId],
    });
    if (rows.length > 0) on.add(personId);
    if (on.size > REMEMBERED) on.clear();
    return rows.length > 0;
  };

  const forgetDevices = async (personId: string): Promise<void> => {
    await query(control(), { text: `DELETE FROM ${DEVICES} WHERE person = $1::uuid`, values: [personId] });
  };

  return {
    isOn,
    stateOf: async (personId) => {
      const { rows } = await query<{ since: Date | null; left: number }>(control(), {
        text:
          `SELECT f.confirmed_at AS since, (SELECT count(*)::int FROM ${CODES} c` +
          ` WHERE c.person = f.person AND c.used_at IS NULL) AS left FROM ${TABLE} f WHERE f.person = $1::uuid`,
        values: [personId],
      });
      const since = rows[0]?.since ?? null;
      return { since, codesLeft: since ? rows[0]!.left : 0 };
    },
    begin: async ({ id, email }) => {
      const secret = randomBytes(20);
      const { rows } = await query(control(), {
        text:
          `INSERT INTO ${TABLE} (person, secret, last_step, created_at) VALUES ($1::uuid, $2, 0, $3::timestamptz)` +
          ` ON CONFLICT (person) DO UPDATE SET secret = $2, last_step = 0, created_at = $3::timestamptz` +
          ' WHERE second_factor.confirmed_at IS NULL RETURNING person',
        values: [id, kept.seal(secret, id), now()],
      });
      return rows.length > 0 ? { secret: base32(secret), address: totpAddress(secret, email) } : undefined;
    },
    confirm: async (personId, code) => {
      const known = await secretOf(personId);
      const step = known && matchingStep(known.secret, code.trim(), now().getTime());
      if (step === undefined || !(await takeStep(personId, step, true))) return undefined;
      return renewCodes(personId);
    },
    take: async (personId, code) => {
      const known = await secretOf(personId);
      if (!known?.since) return false;
      const step = matchingStep(known.secret, code.replace(/\s/g, ''), now().getTime());
      if (step !== undefined) return takeStep(personId, step, false);
      return takeRecoveryCode(personId, code);
    },
    renewCodes,
    remove: async (personId) => {
      const { rows } = await query(control(), {
        text: `DELETE FROM ${TABLE} WHERE person = $1::uuid RETURNING person`,
        values: [personId],
      });
      await query(control(), { text: `DELETE FROM ${CODES} WHERE person = $1::uuid`, values: [personId] });
      await forgetDevices(personId);
      on.delete(personId);
      return rows.length > 0;
    },
    remember: async (personId) => {
      const token = randomBytes(32).toString('base64url');
      const until = new Date(now().getTime() + LIMITS.deviceDays * 86_400_000);
      await query(control(), {
        text: `DELETE FROM ${DEVICES} WHERE expires_at < $1::timestamptz`,
        values: [now()],
      });
      await query(control(), {
        text: `INSERT INTO ${DEVICES} (hash, person, expires_at) VALUES ($1, $2::uuid, $3::timestamptz)`,
        values: [hashOf(token), personId, until],
      });
      return token;
    },
    isRemembered: async (personId, token) => {
      if (token === undefined) return false;
      const { rows } = await query(control(), {
        text: `SELECT 1 FROM ${DEVICES} WHERE hash = $1 AND person = $2::uuid AND expires_at > $3::timestamptz`,
        values: [hashOf(token), personId, now()],
      });
      return rows.length > 0;
    },
    forgetDevices,
    clear: () => on.clear(),
  };
}
