import { wholeActor } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import type { Database, Workspace } from '../db/connect.ts';
import type { Vaults } from '../encryption/index.ts';
import { Problem } from '../errors.ts';
import type { Model } from '../model/model.ts';
import { openVault } from '../open-vault.ts';
import { adminRightsOf, type Caller, type People, viewedActor } from '../people/index.ts';
import { chosenLocale } from './locale.ts';

/** Where the Models of the workspaces are found. */
export interface Models {
  /** the workspace of that name, undefined where there is none */
  find(name: string): Promise<Workspace | undefined>;
  get(workspace: Workspace): Promise<Model>;
  /** looks again what is published */
  refresh(workspace: Workspace): Promise<Model>;
}

export interface ContextOptions {
  readonly db: Database;
  readonly models: Models;
  readonly people: People;
  readonly secretKey: string;
  readonly vaults: Vaults;
  /** name of the session cookie */
  readonly cookieName: string;
}

/** The workspace of an address without one. */
export const MAIN = 'main';

/** Where the settings ask for a second factor, a session of who has none leads nowhere but to setting one up. */
async function assertSecondFactor(
  people: People,
  model: Model,
  roles: readonly string[],
  personId: string,
): Promise<void> {
  const { secondFactor } = model.settings;
  if (secondFactor === 'none') return;
  if (secondFactor === 'admins' && adminRightsOf(model, roles).size === 0) return;
  if (!(await people.secondFactors.isOn(personId))) throw new Problem('auth.second_factor');
}

/** What the headers of a request say of how it is to be answered. */
export interface Asked {
  readonly acceptLanguage: string | null;
  /** the note of whoever views as somebody else */
  readonly viewAs: string | null;
}

/**
 * What one request knows. Nobody is told of a workspace that they are no member of: it is answered as if
 * there were none; and first of all one must be somebody.
 */
export async function contextOf(
  { db, models, people, secretKey, vaults }: ContextOptions,
  caller: Caller | undefined,
  workspaceName: string | undefined,
  { acceptLanguage, viewAs }: Asked,
): Promise<RequestContext> {
  if (!caller) throw new Problem('auth.required');
  const workspace = await models.find(workspaceName ?? MAIN);
  if (!workspace) throw new Problem('request.not_found');
  const model = await models.get(workspace);
  const self = await people.actorOf(workspace, model, caller);
  if (self === 'unknown') throw new Problem('request.not_found');
  if (self === 'inactive') throw new Problem('auth.required');
  if (caller.kind === 'session')
    await assertSecondFactor(people, model, self.roles, caller.session.person.id);
  const now = new Date(Date.now() + db.clockOffset());
  const actor =
    viewAs === null
      ? self
      : await viewedActor(people, workspace, { model, actor: self }, { note: viewAs, secretKey, now, db });
  const whole = await wholeActor(people, workspace, model, actor, now);
  const user = self.userId === null ? undefined : await people.users.byId(workspace, model, self.userId);
  const locale = chosenLocale(acceptLanguage, user?.locale, model.settings.languages[0]);
  const vault = await openVault(vaults, workspace, model);
  return { db, workspace, actor: whole, model, locale, now, secretKey, vault, touched: new Set() };
}
