/** A text by language. */
export type Labels = Readonly<Record<string, string>>;

/** Kind of a value in expressions: decides the operators of a filter. */
export type Kind =
  | 'string'
  | 'decimal'
  | 'bool'
  | 'date'
  | 'timestamp'
  | 'duration'
  | 'list'
  | 'encrypted'
  | 'null';

/** Whether records can be sorted by values of a kind. */
export const isOrdered = (kind: Kind): boolean => !['list', 'encrypted', 'null'].includes(kind);

export interface OptionMeta {
  readonly value: string;
  readonly labels: Labels;
  readonly color?: string;
  readonly archived?: boolean;
  readonly parents?: readonly string[];
}

/** What the caller may know of one field. */
export interface FieldMeta {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly kind: Kind;
  readonly memberKind?: Kind;
  readonly labels: Labels;
  readonly help?: Labels;
  readonly widget: string;
  /** what shows its values: a file of values/cells */
  readonly cell: string;
  /** of composites: the part that the bare name stands for in filters and sums */
  readonly bare?: string;
  /** of composites: what a dot behind the name leads to */
  readonly parts?: readonly FieldMeta[];
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly system: boolean;
  readonly unique: boolean;
  /** of relations: not every record of the target may be chosen */
  readonly filtered?: true;
  /** masked: shown in part, nothing filters, sorts or groups by it */
  readonly can: 'masked' | 'read' | 'write';
  readonly options?: readonly OptionMeta[];
  /** of relations: the object pointed at, and the field that names its records */
  readonly target?: string;
  readonly targetTitle?: string;
  /** of relations to one of several objects: those whose records the caller may read */
  readonly targets?: readonly TargetMeta[];
  readonly scale?: number;
  /** what makes a value an address to click: `mailto:`, `tel:`, or '' when it is one itself */
  readonly link?: string;
  /** wants a line of its own, and no column unless asked for */
  readonly long?: boolean;
  /** words of its document that its cells need: the unit of a duration, what an option depends on… */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** of line items: the object of the lines, its relation that leads here, and what a table of them shows */
  readonly lines?: LinesMeta;
  readonly summable: boolean;
  readonly groupable: boolean;
}

export interface TargetMeta {
  readonly name: string;
  readonly labels: Labels;
  readonly titleField: string;
  readonly icon: string;
  readonly canCreate?: true;
}

export interface LinesMeta {
  readonly object: string;
  readonly via: string;
  readonly labels: Labels;
  readonly fields: readonly FieldMeta[];
  /** fields whose sum the record itself holds */
  readonly totals: readonly string[];
}

export interface StageMeta {
  readonly name: string;
  readonly labels: Labels;
  readonly kind: 'open' | 'won' | 'lost';
  readonly probability?: string;
  readonly color?: string;
}

export interface PipelineMeta {
  readonly name: string;
  readonly labels: Labels;
  readonly stages: readonly StageMeta[];
}

export type ListMode = 'table' | 'board' | 'calendar' | 'cards';

export interface ColumnMeta {
  readonly field: string;
  readonly width?: number;
}

export interface ViewMeta {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly mode: ListMode;
  readonly columns: readonly ColumnMeta[];
  readonly filter?: string | null;
  readonly sort?: readonly string[];
  readonly group?: string | null;
  readonly owner?: string | null;
  readonly shared?: boolean;
  readonly package?: string | null;
}

export interface LayoutMeta {
  readonly name: string;
  readonly labels: Labels;
  readonly highlights: readonly string[];
  readonly tabs: readonly { readonly name: string; readonly labels: Labels }[];
  readonly sections: readonly SectionMeta[];
}

export interface SectionMeta {
  readonly id: string;
  readonly labels: Labels;
  readonly columns: number;
  /** name of the tab that it stands in; without: above the tabs */
  readonly tab?: string;
  /** people can fold it; how it begins */
  readonly collapse?: 'open' | 'closed';
  readonly fields: readonly { readonly field: string; readonly span: number }[];
}

export interface RelatedMeta {
  readonly object: string;
  readonly via: string;
  readonly labels: Labels;
  /** at most one record points here */
  readonly isOne?: true;
  /** of links between records: the field that leads to the other side */
  readonly to?: string;
  readonly columns: readonly string[];
  /** fields, with - before those that fall; none: what was changed last comes first */
  readonly sort: readonly string[];
  /** records that it shows before “View all” */
  readonly limit: number;
  /** name of the tab that it stands in; without: beside the record */
  readonly tab?: string;
}

/** What the caller may do with records of an object. */
export type Rights = Readonly<
  Partial<
    Record<
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
      | 'merge'
      | 'import'
      | 'export',
      boolean
    >
  >
>;

/** One line of the model's index. */
export interface ObjectSummary {
  readonly name: string;
  readonly labels: Labels;
  readonly plural: Labels;
  readonly icon: string;
  readonly system: boolean;
  readonly titleField: string;
  readonly stageField?: string;
  readonly can: Rights;
}

/** An object as the caller sees it. */
export interface ObjectMeta {
  readonly name: string;
  readonly labels: Labels;
  readonly plural: Labels;
  readonly icon: string;
  readonly titleField: string;
  readonly ownership: 'user' | 'none';
  /** there is one record only: its page stands where the list would */
  readonly isSingle?: true;
  /** the caller may invite somebody outside to the portal for one of its records */
  readonly hasPortal?: true;
  /** of a tree: the field that leads to what a record stands below */
  readonly tree?: string;
  /** its records are people of whom it is kept whether they may be contacted */
  readonly hasConsents?: true;
  readonly can: Rights;
  readonly fields: readonly FieldMeta[];
  readonly pipelines: readonly PipelineMeta[];
  readonly views: readonly ViewMeta[];
  readonly layouts: readonly LayoutMeta[];
  readonly related: readonly RelatedMeta[];
  /** of a draft: what fields are called in what is published, where that is something else; null: not at all */
  readonly published?: Readonly<Record<string, string | null>>;
}

export interface NavigationItem {
  readonly object?: string;
  readonly view?: string;
  readonly labels?: Labels;
  readonly icon?: string;
  readonly items?: readonly NavigationItem[];
}

export interface Me {
  readonly user: {
    readonly id: string;
    /** person, service or portal */
    readonly kind: string | null;
    readonly name: string;
    readonly email: string;
    /** id of the department */
    readonly department?: string | null;
    /** id of the user */
    readonly manager?: string | null;
    /** of a user of the portal: id of the record that they are bound to */
    readonly portal_record?: string | null;
    readonly locale?: string | null;
    readonly timeZone?: string | null;
  };
  /** who looks on while this is shown as somebody else sees it */
  readonly viewedBy: { readonly id: string; readonly name: string } | null;
  /** those who have delegated to them for today */
  readonly actsFor: readonly { readonly id: string; readonly name: string }[];
  readonly roles: readonly string[];
  /** ids of the teams in use that the user is in */
  readonly teams: readonly string[];
  /** ids of the department that they are in and of all above it, of those in use */
  readonly departments: readonly string[];
  /** ids of the territories in use that they work in or manage */
  readonly territories: readonly string[];
  readonly workspaces: readonly { readonly name: string }[];
  readonly admin: readonly string[];
  readonly settings: {
    readonly timeZone: string;
    readonly currency: string;
    readonly languages: readonly string[];
    readonly weekStart: number;
    readonly yearStart: string;
  };
  readonly navigation: {
    readonly items: readonly NavigationItem[];
    readonly phone: readonly NavigationItem[];
    /** people and how they stand to each other, for who may add to them */
    readonly people: readonly NavigationItem[];
    readonly shortcuts?: readonly unknown[];
  };
  readonly home?: string | null;
}

/** A record as a list or a page gets it: relations that were asked for with their title are `{id, …}`. */
export type RecordRow = { readonly id: string; readonly [field: string]: unknown };

export interface RecordPage {
  readonly records: readonly RecordRow[];
  readonly next: string | null;
  readonly count?: { readonly value: number; readonly capped?: boolean };
}

/** Answer of `/form`: what rjsf renders. */
export interface FormDescription {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly uiSchema: Readonly<Record<string, unknown>>;
  /** rules that what the form holds decides, as checked trees */
  readonly rules: readonly unknown[];
  /** formulas likewise, by field; of numbers the digits before and after the point that the field keeps */
  readonly formulas?: Readonly<
    Record<string, { readonly tree: any; readonly digits?: readonly [before: number, after: number] }>
  >;
  /** there are rules or formulas that only the server can answer: `check` */
  readonly asks?: boolean;
  /** rules are among them: what `check` says of required, hidden and offered values counts */
  readonly rulesAsk?: boolean;
  /** duplicates are looked for while one types */
  readonly matches?: boolean;
  /** fields of a new record that begin with what an expression comes to: `check` says what */
  readonly defaults?: readonly string[];
}

/** A country as addresses name it. */
export interface CountryMeta {
  readonly code: string;
  /** of China: its provinces with their cities and districts */
  readonly regions?: readonly RegionMeta[];
}

export interface RegionMeta {
  readonly name: string;
  readonly regions?: readonly RegionMeta[];
}

/** Somebody in a history; without a name: somebody whom the reader does not see. */
export interface HistoryPerson {
  readonly id: string | null;
  readonly name: string | null;
}

/** What became of one field, or of the line items and links of a record. */
export interface HistoryChange {
  readonly field?: string;
  readonly labels: Labels;
  readonly archived?: true;
  readonly masked?: true;
  readonly erased?: true;
  readonly from?: unknown;
  readonly to?: unknown;
  readonly pipelines?: readonly [string | null, string | null];
  readonly object?: string;
  readonly records?: Readonly<Partial<Record<'added' | 'changed' | 'removed', readonly (string | null)[]>>>;
  readonly moved?: true;
}

export interface HistoryItem {
  readonly id: string;
  readonly at: string;
  readonly op: 'create' | 'update' | 'delete' | 'restore' | 'merge' | 'unmerge';
  /** of a merge: by which it is undone, and how many records it took in */
  readonly merged?: { readonly id: string; readonly records?: number };
  /** null: the engine itself */
  readonly by: HistoryPerson | null;
  readonly onBehalf?: HistoryPerson;
  readonly changes: readonly HistoryChange[];
}

/** Titles of records, by object and id. */
export type Titles = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

export interface HistoryPage {
  readonly items: readonly HistoryItem[];
  readonly titles: Titles;
  readonly next: string | null;
}

/** What a match rule takes for the record of a form. */
export interface Duplicates {
  readonly rule: { readonly name: string; readonly labels: Labels; readonly onMatch: 'warn' | 'block' };
  readonly records: readonly {
    readonly id: string;
    readonly title: string | null;
    readonly points: number;
  }[];
  /** how many more there are that one may not see */
  readonly unseen: number;
}
