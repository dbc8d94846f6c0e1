import type { Actor, RequestContext } from '../context.ts';
import type { Database, Workspace } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { actorFrom, type People } from './people.ts';
import { isLetIn } from './portal.ts';
import { hasAdminRight, isAtLeast } from './roles.ts';
import { openNote, sealNote } from './sealed-note.ts';
import { writeTrail } from './trail.ts';
import type { User } from './users.ts';

const PURPOSE = 'view as';
/** The request header that the note comes back in. */
export const VIEW_AS = 'View-As';

/** What viewing as somebody begins with. */
export interface Viewing {
  /** for the header `View-As` */
  readonly note: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly expiresAt: string;
}

/** Whose rights decide: who views, and in which Model. */
type Viewer = Pick<RequestContext, 'model' | 'actor'>;

function assertMayView(viewer: Viewer): void {
  if (!hasAdminRight(viewer, 'security')) throw new Problem('people.view_as_right');
}

/** Whoever holds a right over the workspace that the viewer does not is not looked through. */
const isViewable = (viewer: Viewer, user: User): boolean => isAtLeast(viewer, user.roles);

/** Begins to view as a user. It stands in the audit before anything can be seen. */
export async function startViewing(ctx: RequestContext, people: People, userId: string): Promise<Viewing> {
  assertMayView(ctx);
  const user = await people.users.byId(ctx.workspace, ctx.model, userId);
  if (!user || !(await isLetIn(ctx.db, ctx.workspace, ctx.model, user)))
    throw new Problem('people.not_found');
  if (!isViewable(ctx, user)) throw new Problem('people.view_as_above');
  const until = ctx.now.getTime() + LIMITS.viewAsMinutes * 60_000;
  const facts = [ctx.workspace.id, ctx.actor.userId, user.id];
  const expiresAt = new Date(until).toISOString();
  await writeTrail(ctx, ctx.db.forWorkspace(ctx.workspace), user.id, 'view_as', { until: [null, expiresAt] });
  const { id, name } = user;
  return { note: sealNote(ctx.secretKey, PURPOSE, facts, until), user: { id, name }, expiresAt };
}

/**
 * The user as whom the viewer sees: what that one's roles read, and nothing of what they may change or of their rights
 * over the workspace. The viewer's right is asked at every request, so that losing it counts at once.
 */
export async function viewedActor(
  people: People,
  workspace: Workspace,
  viewer: Viewer,
  {
    note,
    secretKey,
    now,
    db,
  }: { readonly note: string; readonly secretKey: string; readonly now: Date; readonly db: Database },
): Promise<Actor> {
  assertMayView(viewer);
  const { model, actor } = viewer;
  const [space, by, viewed] = openNote(secretKey, PURPOSE, note, now.getTime()) ?? [];
  if (space !== workspace.id || by !== actor.userId || actor.userId === null)
    throw new Problem('people.view_as_over');
  const user = await people.users.byId(workspace, model, String(viewed));
  const isThere = user && (await isLetIn(db, workspace, model, user));
  if (!isThere || !isViewable(viewer, user)) throw new Problem('people.view_as_over');
  return {
    ...actorFrom(user, actor.source),
    source: actor.source,
    limits: { readOnly: true, objects: null },
    viewedBy: { id: actor.userId, name: actor.name },
  };
}
