import type { Condition, Path } from './conditions.ts';

/** What the oracle knows of a model: only what its documents say. */
export interface Specification {
  readonly objects: ReadonlyMap<string, ObjectSpec>;
  readonly roles: ReadonlyMap<string, RoleSpec>;
  readonly sharing: readonly SharingSpec[];
  readonly restrictions: readonly RestrictionSpec[];
}

export interface ObjectSpec {
  readonly name: string;
  readonly hasOwner: boolean;
  readonly fields: ReadonlyMap<string, FieldSpec>;
  /** the relation to the record whose rights its records have, and the field there of which they are line items */
  readonly follows?: { readonly via: string; readonly object: string; readonly lines?: string };
  /** the records that point at its own, by what they are called there */
  readonly children: ReadonlyMap<string, { readonly object: string; readonly via: string }>;
  /** nothing may be granted over it by name: the links of a relation */
  readonly isLink?: true;
  /** every workspace has it, and everybody knows its records by name */
  readonly isSystem?: true;
}

/** Objects over which roles of a random model say something. */
export const isGranted = ({ isLink, isSystem }: ObjectSpec): boolean => !isLink && !isSystem;

/** Fields that bodies give plain values to. */
export const isGiven = (field: FieldSpec): boolean =>
  !field.isSystem &&
  !field.of &&
  !field.formula &&
  !field.rollup &&
  !field.lines &&
  ['text', 'integer', 'boolean', 'select', 'date', 'lookup'].includes(field.type) &&
  field.name !== 'parent';

/** What expressions and answers see of a field's values. */
export type Kind = 'text' | 'integer' | 'boolean' | 'date' | 'moment' | 'relation' | 'list' | 'secret';

export interface FieldSpec {
  readonly name: string;
  readonly type: string;
  readonly kind: Kind;
  /** of relations to one object */
  readonly target?: string;
  /** of relations to several */
  readonly targets?: readonly string[];
  /** what a dot after it leads to */
  readonly parts?: Readonly<Record<string, Kind>>;
  /** the part that stands for a composite */
  readonly bare?: string;
  /** of stages: what a dot after each leads to */
  readonly stages?: ReadonlyMap<string, { readonly kind: string; readonly order: number }>;
  /** the field whose rights it has, and of which it tells more */
  readonly of?: string;
  /** the order of a choice */
  readonly options?: readonly string[];
  readonly isSearched?: boolean;
  /** what is left of a text in answers to those who see it masked */
  readonly mask?: 'text' | 'phone' | 'email' | 'personName' | 'idCard' | 'bankCard';
  readonly formula?: { readonly paths: readonly Path[]; readonly op: 'plus' | 'double' | 'path' | 'else' };
  readonly rollup?: {
    readonly object: string;
    readonly via: string;
    readonly function: 'count' | 'sum' | 'max';
    readonly field?: string;
  };
  /** of line items and of any number of records: where the rows are, and how they lead on */
  readonly lines?: {
    readonly object: string;
    readonly via: string;
    readonly to?: string;
    readonly target?: string;
  };
  /** written by the engine alone */
  readonly isSystem?: true;
}

export type Scope =
  | 'all'
  | 'own'
  | 'none'
  | 'team'
  | 'department'
  | 'department_and_below'
  | 'reporting_line'
  | 'territory'
  | 'own_and_collaborators'
  | 'portal';
export type Action =
  | 'create'
  | 'read'
  | 'update'
  | 'delete'
  | 'restore'
  | 'purge'
  | 'transfer'
  | 'bulk'
  | 'share'
  | 'claim'
  | 'import'
  | 'export';
export type Right = 'none' | 'masked' | 'read' | 'write';

export interface GrantSpec {
  readonly object: string;
  readonly do: readonly Action[];
  readonly rows: Readonly<Partial<Record<Action, Scope>>>;
  readonly where?: Condition;
  readonly fields: Readonly<Record<string, Right>>;
}

export interface RoleSpec {
  readonly name: string;
  /** for users of the portal, and for nobody else */
  readonly portal?: true;
  readonly grants: readonly GrantSpec[];
}

export interface SharingSpec {
  readonly name: string;
  readonly object: string;
  readonly to: readonly string[];
  readonly where: Condition;
  readonly do: readonly Action[];
}

export interface RestrictionSpec {
  readonly name: string;
  readonly object: string;
  readonly for?: readonly string[];
  readonly allow: Condition;
  readonly do?: readonly Action[];
}

/** A record as it is stored: wire values, what a relation points at also where that is in the bin. */
export interface StoredRow {
  readonly id: string;
  readonly object: string;
  isDeleted: boolean;
  readonly values: Record<string, unknown>;
}

export interface UserSpec {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly department: string | null;
  readonly manager: string | null;
  /** ids of the teams in use that they are in */
  readonly teams: readonly string[];
  /** ids of the users who have them act for them today */
  readonly actsFor: readonly string[];
  /** of a user of the portal: the record that they are bound to */
  readonly portal?: { readonly object: string; readonly id: string };
}

export interface DepartmentSpec {
  readonly id: string;
  readonly parent: string | null;
  readonly manager: string | null;
}

export interface TerritorySpec {
  readonly id: string;
  readonly parent: string | null;
  readonly manager: string | null;
  readonly members: readonly string[];
  readonly isInUse: boolean;
}

/** A user or a team in the team of a record. */
export interface CollaboratorSpec {
  readonly record: string;
  readonly member: string;
  readonly isTeam: boolean;
  readonly right: 'read' | 'write';
  readonly isOver: boolean;
}

/** All that is there to be seen. */
export interface Contents {
  readonly specification: Specification;
  readonly rows: ReadonlyMap<string, readonly StoredRow[]>;
  readonly users: ReadonlyMap<string, UserSpec>;
  readonly departments: readonly DepartmentSpec[];
  readonly territories: readonly TerritorySpec[];
  readonly collaborators: readonly CollaboratorSpec[];
}
