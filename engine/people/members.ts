import { type Database, query, type Workspace } from '../db/connect.ts';

/** Who may enter which workspace; remembered until something about people changes in it. */
export interface Members {
  has(workspace: Workspace, person: string): Promise<boolean>;
  add(workspace: Workspace, person: string): Promise<void>;
  /** the workspaces that a person may enter, in their order */
  spacesOf(person: string): Promise<readonly Workspace[]>;
  /** names of the workspaces that a person may enter, in their order */
  workspacesOf(person: string): Promise<readonly string[]>;
  /** those of the persons who may enter no other workspace */
  onlyHere(workspace: Workspace, persons: readonly string[]): Promise<readonly string[]>;
  clear(workspaceId: string): void;
}

export function createMembers(db: Database): Members {
  const known = new Map<string, Set<string>>();
  const spacesOf = async (person: string): Promise<readonly Workspace[]> => {
    const { rows } = await query<Workspace>(db.forControl(), {
      text:
        'SELECT w.id, w.name, w.schema FROM "control"."member" m JOIN "control"."workspace" w ON w.id = m.workspace_id' +
        ' WHERE m.person = $1::uuid ORDER BY w.name COLLATE "C"',
      values: [person],
    });
    return rows;
  };
  return {
    has: async (workspace, person) => {
      const members = known.get(workspace.id) ?? new Set();
      known.set(workspace.id, members);
      if (members.has(person)) return true;
      const { rows } = await query(db.forControl(), {
        text: 'SELECT 1 FROM "control"."member" WHERE workspace_id = $1::uuid AND person = $2::uuid',
        values: [workspace.id, person],
      });
      if (rows.length > 0) members.add(person);
      return rows.length > 0;
    },
    add: async (workspace, person) => {
      await query(db.forControl(), {
        text: 'INSERT INTO "control"."member" (workspace_id, person) VALUES ($1::uuid, $2::uuid) ON CONFLICT DO NOTHING',
        values: [workspace.id, person],
      });
    },
    spacesOf,
    workspacesOf: async (person) => (await spacesOf(person)).map(({ name }) => name),
    onlyHere: async (workspace, persons) => {
      if (persons.length === 0) return [];
      const { rows } = await query<{ person: string }>(db.forControl(), {
        text:
          'SELECT p AS person FROM unnest($2::uuid[]) p WHERE NOT EXISTS' +
          ' (SELECT 1 FROM "control"."member" m WHERE m.person = p AND m.workspace_id <> $1::uuid)',
        values: [workspace.id, persons],
      });
      return rows.map(({ person }) => person);
    },
    clear: (workspaceId) => void known.delete(workspaceId),
  };
}
