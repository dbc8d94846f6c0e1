import { type Database, query } from '../db/connect.ts';
import type { Identity } from './oidc-provider.ts';

/** Who of our persons somebody at a provider is. */
export interface OidcLinks {
  /** the person of an identity; undefined where it is nobody's */
  personOf(identity: Identity): Promise<string | undefined>;
  /** Makes the identity a way in of a person, unless it is somebody's already; whether it is theirs now. */
  link(identity: Identity, personId: string): Promise<boolean>;
  /** Takes the nonce of a sign-in, once; false where it was taken before. */
  take(nonce: string, until: Date): Promise<boolean>;
}

export function createOidcLinks(db: Database): OidcLinks {
  const personOf: OidcLinks['personOf'] = async ({ issuer, subject }) => {
    const { rows } = await query<{ person: string }>(db.forControl(), {
      text: 'SELECT person FROM "control"."oidc_link" WHERE issuer = $1 AND subject = $2',
      values: [issuer, subject],
    });
    return rows[0]?.person;
  };
  return {
    personOf,
    link: async (identity, personId) => {
      await query(db.forControl(), {
        text:
          'INSERT INTO "control"."oidc_link" (issuer, subject, person, created_at)' +
          ' VALUES ($1, $2, $3::uuid, $4::timestamptz) ON CONFLICT DO NOTHING',
        values: [identity.issuer, identity.subject, personId, new Date(Date.now() + db.clockOffset())],
      });
      return (await personOf(identity)) === personId;
    },
    take: async (nonce, until) => {
      await query(db.forControl(), {
        text: 'DELETE FROM "control"."oidc_taken" WHERE expires_at < $1::timestamptz',
        values: [new Date(Date.now() + db.clockOffset())],
      });
      const { rows } = await query(db.forControl(), {
        text:
          'INSERT INTO "control"."oidc_taken" (nonce, expires_at) VALUES ($1, $2::timestamptz)' +
          ' ON CONFLICT DO NOTHING RETURNING nonce',
        values: [nonce, until],
      });
      return rows.length > 0;
    },
  };
}
