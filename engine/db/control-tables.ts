/**
 * The schema `control`: what belongs to the installation, not to a workspace. A migration is a list of
 * statements, one DDL statement each; it is never changed once it was released, only followed by another.
 */
export const CONTROL_MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE control.workspace (
      id uuid NOT NULL CONSTRAINT workspace_pkey PRIMARY KEY,
      name text COLLATE "C" NOT NULL CONSTRAINT workspace_name_key UNIQUE,
      schema text COLLATE "C" NOT NULL CONSTRAINT workspace_schema_key UNIQUE,
      role_name text COLLATE "C",
      role_password text COLLATE "C",
      created_at timestamptz(3) NOT NULL,
      model_revision int NOT NULL DEFAULT 0,
      people_revision int NOT NULL DEFAULT 0
    )`,
    // who may enter a workspace: a person of schema `auth`, who is a user there
    `CREATE TABLE control.member (
      workspace_id uuid NOT NULL CONSTRAINT member_workspace_fkey REFERENCES control.workspace (id) ON DELETE CASCADE,
      person uuid NOT NULL,
      CONSTRAINT member_pkey PRIMARY KEY (workspace_id, person)
    )`,
    'CREATE INDEX member_person_idx ON control.member (person)',
    `CREATE TABLE control.api_key (
      id uuid NOT NULL CONSTRAINT api_key_pkey PRIMARY KEY,
      workspace_id uuid NOT NULL CONSTRAINT api_key_workspace_fkey REFERENCES control.workspace (id) ON DELETE CASCADE,
      hash text COLLATE "C" NOT NULL CONSTRAINT api_key_hash_key UNIQUE,
      prefix text COLLATE "C" NOT NULL,
      user_id uuid NOT NULL,
      name text COLLATE "C" NOT NULL,
      expires_at timestamptz(3),
      created_at timestamptz(3) NOT NULL,
      revoked_at timestamptz(3)
    )`,
    'CREATE INDEX api_key_user_idx ON control.api_key (workspace_id, user_id)',
  ],
  [
    // who may come in once, by a link that is kept as its hash
    `CREATE TABLE control.invitation (
      id uuid NOT NULL CONSTRAINT invitation_pkey PRIMARY KEY,
      workspace_id uuid NOT NULL CONSTRAINT invitation_workspace_fkey REFERENCES control.workspace (id) ON DELETE CASCADE,
      hash text COLLATE "C" NOT NULL CONSTRAINT invitation_hash_key UNIQUE,
      email text COLLATE "C" NOT NULL,
      name text COLLATE "C",
      roles text[] COLLATE "C" NOT NULL,
      invited_by uuid,
      created_at timestamptz(3) NOT NULL,
      expires_at timestamptz(3) NOT NULL,
      accepted_at timestamptz(3),
      revoked_at timestamptz(3)
    )`,
    'CREATE INDEX invitation_workspace_idx ON control.invitation (workspace_id, created_at)',
  ],
  [
    // an authenticator app: its secret sealed with the secret key; nothing of it counts until a code was given
    `CREATE TABLE control.second_factor (
      person uuid NOT NULL CONSTRAINT second_factor_pkey PRIMARY KEY,
      secret text COLLATE "C" NOT NULL,
      last_step bigint NOT NULL,
      created_at timestamptz(3) NOT NULL,
      confirmed_at timestamptz(3)
    )`,
    `CREATE TABLE control.recovery_code (
      person uuid NOT NULL,
      hash text COLLATE "C" NOT NULL,
      used_at timestamptz(3),
      CONSTRAINT recovery_code_pkey PRIMARY KEY (person, hash)
    )`,
    `CREATE TABLE control.remembered_device (
      hash text COLLATE "C" NOT NULL CONSTRAINT remembered_device_pkey PRIMARY KEY,
      person uuid NOT NULL,
      expires_at timestamptz(3) NOT NULL
    )`,
    'CREATE INDEX remembered_device_person_idx ON control.remembered_device (person)',
  ],
  [
    'ALTER TABLE control.api_key ADD COLUMN read_only boolean NOT NULL DEFAULT false',
    // null: all that its user may
    'ALTER TABLE control.api_key ADD COLUMN objects text[] COLLATE "C"',
    'ALTER TABLE control.api_key ADD COLUMN used_at timestamptz(3)',
  ],
  [
    // who somebody at a provider of OpenID Connect is
    `CREATE TABLE control.oidc_link (
      issuer text COLLATE "C" NOT NULL,
      subject text COLLATE "C" NOT NULL,
      person uuid NOT NULL,
      created_at timestamptz(3) NOT NULL,
      CONSTRAINT oidc_link_pkey PRIMARY KEY (issuer, subject)
    )`,
    'CREATE INDEX oidc_link_person_idx ON control.oidc_link (person)',
    // sign-ins that have been taken, until they would be over anyway
    `CREATE TABLE control.oidc_taken (
      nonce text COLLATE "C" NOT NULL CONSTRAINT oidc_taken_pkey PRIMARY KEY,
      expires_at timestamptz(3) NOT NULL
    )`,
  ],
  [
    // of whom becomes a user of the portal: id of the object of their record, and its own
    'ALTER TABLE control.invitation ADD COLUMN portal_object text COLLATE "C"',
    'ALTER TABLE control.invitation ADD COLUMN portal_record uuid',
  ],
];
