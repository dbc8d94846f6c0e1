import type { Labels } from '../errors.ts';
import type { CheckedExpression } from '../expression/index.ts';
import type { Column, FieldFacts, FieldType, MatchName, PointedObject, Rate } from '../field-types/index.ts';

/** The frozen sum of a workspace's published documents. Everything that serves a request is a function of it. */
export interface Model {
  /** what people see: grows by one with each publish */
  readonly version: number;
  /** name of the workspace in addresses, and its Postgres schema */
  readonly workspace: string;
  readonly schema: string;
  readonly settings: ModelSettings;
  /** the one that the settings name, else Monday to Friday */
  readonly calendar: ModelCalendar;
  readonly calendars: ReadonlyMap<string, ModelCalendar>;
  /** by API name, system objects included, archived ones not */
  readonly objects: ReadonlyMap<string, ModelObject>;
  /** by id, archived ones included */
  readonly objectsById: ReadonlyMap<string, ModelObject>;
  readonly roles: ReadonlyMap<string, ModelRole>;
  /** by object */
  readonly sharingRules: ReadonlyMap<string, readonly ModelSharingRule[]>;
  readonly restrictionRules: ReadonlyMap<string, readonly ModelRestrictionRule[]>;
  readonly matchRules: ReadonlyMap<string, readonly ModelMatchRule[]>;
  readonly navigations: readonly ModelNavigation[];
  readonly packages: ReadonlyMap<string, ModelPackage>;
}

export interface ModelSettings {
  readonly timeZone: string;
  readonly currency: string;
  /** of other currencies, in no order */
  readonly rates: readonly Rate[];
  readonly languages: readonly string[];
  readonly weekStart: number;
  readonly yearStart: string;
  /** who is asked for one */
  readonly secondFactor: 'none' | 'admins' | 'all';
  /** what people are reached for, in the order of the document */
  readonly purposes: readonly ModelPurpose[];
  /** months for which the audit is kept beside the present one; absent: for ever */
  readonly auditMonths?: number;
  /** name of the calendar that counts where nothing else is said */
  readonly calendar?: string;
}

/** What people are reached for, and what makes that lawful: with `consent` only who has agreed may be, else whoever has not objected. */
export interface ModelPurpose {
  readonly name: string;
  readonly labels: Labels;
  readonly basis: string;
}

/** On which days people work, and when. */
export interface ModelCalendar {
  readonly name: string;
  readonly labels: Labels;
  /** ISO weekdays: 1 is Monday, 7 Sunday */
  readonly workdays: readonly number[];
  /** of a working day, `HH:MM`, in order; none: the whole day */
  readonly hours: readonly { readonly from: string; readonly to: string }[];
  /** days that are not as their weekday says: whether people work on them */
  readonly days: ReadonlyMap<string, boolean>;
}

export interface ModelObject {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly plural: Labels;
  readonly description?: Labels;
  readonly icon: string;
  readonly titleField: string;
  readonly ownership: 'user' | 'none';
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** shipped with the engine (`user`, `view`…) */
  readonly system: boolean;
  readonly archived: boolean;
  readonly package: string;
  /** of a tree: name of the field that leads to what a record stands below */
  readonly tree?: string;
  /** physical table, unquoted, without schema */
  readonly table: string;
  /** live fields by API name in document order; system fields first (`id, owner, created_at…`) */
  readonly fields: ReadonlyMap<string, ModelField>;
  /** by id, archived fields included */
  readonly fieldsById: ReadonlyMap<string, ModelField>;
  /** old name -> field name, still answered */
  readonly aliases: ReadonlyMap<string, string>;
  /** whose record decides over this one: rights follow it */
  readonly follows?: ModelFollows;
  /** its records are the links of a relation that names no object for them: nobody works with them by themselves */
  readonly isLink?: true;
  /** its records have a place among those of one parent */
  readonly hasPlaces: boolean;
  readonly unique: readonly (readonly string[])[];
  readonly rules: readonly ModelRule[];
  /** pipelines of this object in document order; [] without a stage field */
  readonly pipelines: readonly ModelPipeline[];
  readonly layouts: readonly ModelLayout[];
}

/** An object and its field that leads here; of links also the field that leads to what is linked, and its object. */
export interface ModelLines {
  readonly object: string;
  readonly via: string;
  readonly to?: string;
  readonly target?: string;
}

/** The relation to a parent, and the field there of which the records are line items, if they are. */
export interface ModelFollows {
  readonly via: string;
  readonly object: string;
  readonly lines?: string;
}

/** How sensitive values are: whether they are about a person, and whether it is told who reads them. What a document leaves open its type says. */
export type Classification = 'none' | 'personal' | 'sensitive';

export interface ModelField extends FieldFacts {
  readonly id: string;
  /** `id, owner, created_at, created_by, updated_at, updated_by, deleted_at, version, source`: written by the engine alone */
  readonly system: boolean;
  readonly archived: boolean;
  readonly package: string;
  /** what its values are */
  readonly type: FieldType;
  /** name of the type that its document states: of a formula `formula`, while `type` is what that gives */
  readonly declared: string;
  /** its values are the engine's: no body holds them */
  readonly engineWritten: boolean;
  /** kept by the ledger of consents */
  readonly isConsent?: true;
  /** has no column: this expression stands for its value wherever it is read */
  readonly formula?: CheckedExpression;
  /** kept in its column with every change of the records that it is over */
  readonly rollup?: ModelRollup;
  /** records of another object that belong to this one: its line items, or its links with others */
  readonly lines?: ModelLines;
  /** none of a formula */
  readonly columns: readonly PhysicalColumn[];
  readonly help?: Labels;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly unique: boolean;
  readonly externalId: boolean;
  readonly classification: Classification;
  readonly default?: unknown;
  readonly defaultExpression?: CheckedExpression;
  /** of relations: the one object pointed at */
  readonly target?: string;
  /** of relations to one of several objects: every object that a stored value may be of */
  readonly objects?: readonly PointedObject[];
  /** of relations: which records of the target may be pointed at; absent: all */
  readonly filter?: CheckedExpression;
  readonly onDelete?: 'restrict' | 'null' | 'cascade';
  /** weight of search, if searched */
  readonly search?: 'A' | 'B' | 'C' | 'D';
}

/** A value over the records that point at one. Names are those of the child's fields. */
export interface ModelRollup {
  readonly function: string;
  readonly object: string;
  readonly via: string;
  readonly field?: string;
  /** which records count; absent: all */
  readonly filter?: CheckedExpression;
  /** of `first` and `last`; behind it the order in which the records were made */
  readonly sort: readonly { readonly field: string; readonly descending: boolean }[];
}

/** A column as it stands in Postgres, name frozen at creation, unquoted. */
export interface PhysicalColumn extends Column {
  readonly name: string;
}

/** A rule with exactly one of what follows `when` and `field`. Fields that it names are in use. */
export interface ModelRule {
  readonly id: string;
  /** the expressions that its document states */
  readonly states: readonly ('when' | 'check')[];
  /** absent: always */
  readonly when?: CheckedExpression;
  readonly check?: CheckedExpression;
  /** at which the message of a check stands */
  readonly field?: string;
  readonly require?: readonly string[];
  readonly readOnly?: readonly string[];
  readonly hide?: readonly string[];
  /** hidden fields lose their values */
  readonly clear?: boolean;
  /** field -> allowed options */
  readonly options?: Readonly<Record<string, readonly string[]>>;
  readonly message?: Labels;
}

export interface ModelPipeline {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly when?: CheckedExpression;
  readonly stages: readonly ModelStage[];
}

export interface ModelStage {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly kind: 'open' | 'won' | 'lost';
  /** fraction, as text: "0.2" */
  readonly probability: string;
  readonly color?: string;
  readonly archived?: boolean;
}

export interface ModelRole {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  /** admin rights: model, workflow, views, people, security, operations */
  readonly admin: readonly string[];
  /** for users of the portal, and for nobody else */
  readonly portal: boolean;
  readonly grants: readonly ModelGrant[];
}

export interface ModelGrant {
  readonly object: string;
  readonly do: readonly string[];
  /** action -> row scope (`all`, `own`…); an action without one: all */
  readonly rows: Readonly<Record<string, string>>;
  /** of those rows the ones in which this holds; named so that equal rights are known as equal */
  readonly where?: {
    readonly name: string;
    /** as it is written */
    readonly source: string;
    readonly expression: CheckedExpression;
  };
  readonly fields: Readonly<Record<string, 'none' | 'masked' | 'read' | 'write'>>;
}

/** Records that holders of some roles reach besides what those grant. */
export interface ModelSharingRule {
  readonly id: string;
  readonly labels: Labels;
  readonly object: string;
  readonly to: readonly string[];
  readonly where: CheckedExpression;
  readonly do: readonly string[];
}

/** When two records of an object are taken for the same. */
export interface ModelMatchRule {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly object: string;
  readonly compared: readonly { readonly field: string; readonly by: MatchName; readonly points: number }[];
  /** points from which on they are */
  readonly from: number;
  readonly onMatch: 'warn' | 'block';
  /** whether somebody is told that there is one which they may not see */
  readonly tellsUnseen: boolean;
}

/** Records that somebody reaches only where it allows, whatever else grants. */
export interface ModelRestrictionRule {
  readonly id: string;
  readonly labels: Labels;
  readonly object: string;
  /** absent: everybody */
  readonly for?: readonly string[];
  /** absent: every action */
  readonly do?: readonly string[];
  /** absent: nothing is allowed */
  readonly allow?: CheckedExpression;
}

export interface ModelLayout {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly roles: readonly string[];
  readonly highlights: readonly string[];
  readonly tabs: readonly { readonly name: string; readonly labels: Labels }[];
  readonly sections: readonly LayoutSection[];
  readonly related: readonly RelatedList[];
}

export interface LayoutSection {
  readonly id: string;
  readonly labels: Labels;
  readonly columns: number;
  /** name of the tab that it stands in; without: above the tabs */
  readonly tab?: string;
  /** people can fold it; how it begins */
  readonly collapse?: 'open' | 'closed';
  readonly fields: readonly { readonly field: string; readonly span: number }[];
}

export interface RelatedList {
  readonly object: string;
  readonly via: string;
  readonly columns: readonly string[];
  /** without: what the object calls many of its records */
  readonly labels?: Labels;
  readonly sort: readonly string[];
  readonly limit: number;
  /** name of the tab that it stands in; without: beside the record */
  readonly tab?: string;
}

export interface ModelNavigation {
  readonly name: string;
  readonly roles: readonly string[];
  readonly items: readonly NavigationItem[];
  readonly phone: readonly NavigationItem[];
  readonly home?: string;
}

export interface NavigationItem {
  readonly object?: string;
  readonly view?: string;
  readonly labels?: Labels;
  readonly icon?: string;
  readonly items?: readonly NavigationItem[];
}

export interface ModelPackage {
  readonly name: string;
  readonly version: string;
  readonly labels: Labels;
  readonly requires: Readonly<Record<string, string>>;
  readonly languages: readonly string[];
}
