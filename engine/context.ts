import type { Database, Workspace } from './db/connect.ts';
import type { Vault } from './encryption/index.ts';
import type { Model } from './model/model.ts';

/** By what somebody reaches the records of others: where both stand among the users. */
export type ReachName = 'department' | 'department_and_below' | 'reporting_line' | 'team' | 'territory';

/** Ids of the users whose records somebody reaches, of `others` those whose they do not; or of territories. */
export interface Reach {
  readonly form: 'few' | 'many' | 'others';
  readonly ids: readonly string[];
}

/** To what a key is kept, of all that its user may do. */
export interface KeyLimits {
  readonly readOnly: boolean;
  /** API names, sorted; null: all */
  readonly objects: readonly string[] | null;
}

/** The record for which somebody outside is a user of the portal. */
export interface PortalRecord {
  /** API name of its object */
  readonly object: string;
  readonly id: string;
}

/** Who acts. There is no default actor anywhere. */
export interface Actor {
  readonly kind: 'user' | 'engine';
  /** id of the workspace's `user` record; null only for the engine itself */
  readonly userId: string | null;
  readonly name: string;
  readonly email: string | null;
  /** id of the `department` record */
  readonly department?: string | null;
  /** ids of the departments in use that the user is in: their own and all above it, sorted */
  readonly departments?: readonly string[];
  /** id of the `user` record */
  readonly manager?: string | null;
  /** API names of role documents, sorted */
  readonly roles: readonly string[];
  /** of a user of the portal: the record that they are bound to. None of what colleagues may do is theirs */
  readonly portal?: PortalRecord;
  /** ids of the teams in use that the user is in, sorted; absent of whoever is in none */
  readonly teams?: readonly string[];
  /** ids of the territories in use that the user works in or manages, sorted */
  readonly territories?: readonly string[];
  /** what their roles ask for; what is missing reaches nobody */
  readonly reach?: Readonly<Partial<Record<ReachName, Reach>>>;
  /** of a key that may do less than its user: rights over the workspace never go with it */
  readonly limits?: KeyLimits;
  /** how the request came in, kept in audit and `source`: ui, api, import, seed, portal, engine */
  readonly source: string;
  readonly onBehalf?: string;
  /** those who have delegated to them for today, each as who acts by themselves; what they may reach adds up */
  readonly delegators?: readonly Actor[];
  /** who looks with these rights at what their holder sees, changing nothing: its user and name */
  readonly viewedBy?: { readonly id: string; readonly name: string };
}

/** What one request knows. Made once in http (or by the engine for its own work), passed down by hand. */
export interface RequestContext {
  readonly db: Database;
  readonly workspace: Workspace;
  readonly actor: Actor;
  readonly model: Model;
  /** zh-CN or en */
  readonly locale: string;
  /** one value per request, milliseconds of the database's clock, UTC */
  readonly now: Date;
  /** signs what goes out and must come back unchanged (cursors); `Config`'s, never shared between installs */
  readonly secretKey: string;
  /** keys of the fields that are kept encrypted; read where the model has any */
  readonly vault: Vault;
  /** API names of the objects whose records a write of this request has named; who answers it tells others */
  readonly touched?: Set<string>;
  /** of a transaction of many writes: what is to be rolled up at its end, by what is kept together */
  readonly rollups?: Map<unknown, Set<string>>;
}
