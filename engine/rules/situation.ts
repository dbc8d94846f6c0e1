import type { ProblemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';

/** What the actor may do with the fields of the record in question: answered by access, asked by rules. */
export interface FieldRights {
  /** whether the actor may know that the field exists */
  isKnown(field: ModelField): boolean;
  canWrite(field: ModelField): boolean;
  /** whether the record may belong to someone else than the actor */
  readonly canAssign: boolean;
}

/** Values of a record on the wire, by field name; of a stage also `<field>_pipeline`. */
export type Values = ReadonlyMap<string, WireValue>;

/** Everything a verdict depends on. */
export interface Situation {
  readonly model: Model;
  readonly object: ModelObject;
  /** id of the acting user; null for the engine */
  readonly userId: string | null;
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
  readonly problems: readonly ProblemItem[];
}
