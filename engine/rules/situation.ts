import type { PortalRecord } from '../context.ts';
import type { ProblemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';
import type { RuleStates } from './states.ts';

/** What the actor may do with the fields of the record in question: answered by access, asked by rules. */
export interface FieldRights {
  /** whether the actor may know that the field exists */
  isKnown(field: ModelField): boolean;
  canWrite(field: ModelField): boolean;
  /** the field without those parts of the model that it names and that the actor may not know */
  told(field: ModelField): ModelField;
  /** whether the record may belong to someone else than the actor */
  readonly canAssign: boolean;
  /** whether the record may get another owner */
  readonly canTransfer: boolean;
}

/** Values of a record on the wire, by field name; of a stage also `<field>_pipeline`. */
export type Values = ReadonlyMap<string, WireValue>;

export interface ActingUser {
  readonly id: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly department?: string | null;
  readonly departments?: readonly string[];
  readonly manager?: string | null;
  readonly roles: readonly string[];
  readonly teams?: readonly string[];
  readonly territories?: readonly string[];
  readonly portal_record?: string | null;
}

/** Values behind paths that rules name, by the path joined with dots. Verdicts depend on them, no message quotes them. */
export type Facts = ReadonlyMap<string, WireValue>;

/** Everything a verdict depends on, but for facts. */
export interface Situation {
  readonly model: Model;
  readonly object: ModelObject;
  /** who acts, as expressions see them; the id is null for the engine */
  readonly user: ActingUser;
  /** of a user of the portal: what new records of theirs point at; they own none */
  readonly portal?: PortalRecord;
  readonly rights: FieldRights;
  readonly now: Date;
  /** what the record held: at least the fields that are given and those that rules name; undefined when it is new */
  readonly before?: Values;
  /** the body as it came */
  readonly given: unknown;
  /** of the body inside the request: `` or `/values`, `/3/values` */
  readonly path: string;
}

/** A stage entered: one row of the history. */
export interface StageMove {
  readonly field: ModelField;
  readonly from: { readonly stage: string; readonly pipeline: string | null } | null;
  readonly to: { readonly stage: string; readonly pipeline: string } | null;
}

/** What the rules make of a body. With problems nothing may be written. */
export interface Verdict {
  /** canonical values of the fields that change, in the order of the object */
  readonly changes: ReadonlyMap<ModelField, WireValue>;
  readonly moves: readonly StageMove[];
  readonly states: RuleStates;
  readonly problems: readonly ProblemItem[];
}

/** Line items as they will be, by the field that they are edited in: of those that the body gives. */
export type LineDrafts = ReadonlyMap<string, readonly Values[]>;

/** A body that has been read: what the record comes to, before its rules are asked. */
export interface Reading {
  readonly situation: Situation;
  /** canonical values that the body, defaults and pipelines give */
  readonly values: ReadonlyMap<ModelField, WireValue>;
  readonly moves: readonly StageMove[];
  /** fields that the body names, refused ones included */
  readonly given: ReadonlySet<string>;
  /** the record after the change, as far as it is known */
  readonly after: Values;
  /** rules that ask line items ask these, not those that are stored */
  readonly drafts?: LineDrafts;
  readonly problems: readonly ProblemItem[];
}
