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
];
