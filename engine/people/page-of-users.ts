import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { userColumn, userTable } from './users.ts';

/** A user in a list of people. */
export interface ListedUser {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly active: boolean;
}

export interface UsersPage {
  readonly users: readonly ListedUser[];
  /** id of the last one, where more follow */
  readonly next: string | null;
}

/** Which page of a list of people is asked for. */
export interface PageAsked {
  /** a part of a name or e-mail address */
  readonly q: string | null;
  /** id of the last user of the page before */
  readonly after: string | null;
  readonly size: number;
}

/** Users by name, a page at a time. `among` is SQL over the user `t` that says which, its value being `$1`. */
export async function pageOfUsers(
  ctx: RequestContext,
  among: string,
  value: unknown,
  { q, after, size }: PageAsked,
): Promise<UsersPage> {
  const column = (name: string) => `t.${userColumn(ctx.model, name)}`;
  const [name, email, active] = [column('name'), column('email'), column('active')];
  const key = (of: string) => `coalesce(${of}.${userColumn(ctx.model, 'name')}, '') COLLATE "C", ${of}.id`;
  const { rows } = await query<ListedUser>(ctx.db.forWorkspace(ctx.workspace), {
    text:
      `SELECT t.id, ${name} AS name, ${email} AS email, ${active} IS NOT FALSE AS active FROM ${userTable(ctx.model)} t` +
      ` WHERE t.deleted_at IS NULL AND ${among}` +
      ` AND ($2::text IS NULL OR position(lower($2) in lower(concat_ws(' ', ${name}, ${email}))) > 0)` +
      ` AND ($3::uuid IS NULL OR (${key('t')}) > (SELECT ${key('l')} FROM ${userTable(ctx.model)} l WHERE l.id = $3::uuid))` +
      ` ORDER BY ${key('t')} LIMIT ${size + 1}`,
    values: [value, q, after],
  });
  const users = rows.slice(0, size);
  return { users, next: rows.length > size ? users.at(-1)!.id : null };
}
