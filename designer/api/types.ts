import type { Labels } from '../../runtime-ui/api/types.ts';

/** The data half of a field type, as the catalogue tells it. */
export interface FieldTypeInfo {
  readonly name: string;
  readonly labels: Labels;
  /** one sentence for the palette */
  readonly help: Labels;
  readonly icon: string;
  /** where the palette shows it, when that is not where values of its kind are */
  readonly group?: string;
  readonly kind: string;
  readonly memberKind?: string;
  readonly widget: string;
  /** of values of several parts: how the one is typed that bounds and defaults are about */
  readonly bareWidget?: string;
  /** the words that `x-field` takes for this type */
  readonly settings: {
    readonly properties: Readonly<Record<string, SettingSchema>>;
    readonly required?: readonly string[];
    /** asked for at once, though it can do without */
    readonly asked?: readonly string[];
  };
  /** JSON Schema's words beside `x-field` */
  readonly words: Readonly<Record<string, SettingSchema>>;
  readonly unique?: boolean;
  /** how sensitive its values are where the field does not say */
  readonly classification?: 'personal' | 'sensitive';
  readonly hasOptions?: boolean;
  readonly hasStages?: boolean;
  readonly isRelation?: boolean;
  /** of relations made for one object: which */
  readonly pointsAt?: string;
  /** a value is any number of its records */
  readonly isMany?: boolean;
  readonly engineWritten?: boolean;
  /** its values are about a person unless a field says that they are not */
  readonly isPersonal?: boolean;
  /** false: system fields alone have it */
  readonly offered?: boolean;
}

/** JSON Schema of a setting, with our words: its label, and what a text refers to. */
export interface SettingSchema {
  readonly 'x-labels'?: Labels;
  readonly 'x-help'?: Labels;
  readonly 'x-values'?: Readonly<Record<string, Labels>>;
  readonly 'x-ref'?: string;
  readonly 'x-expression'?: { readonly scope: string; readonly returns: string; readonly target?: string };
  readonly [keyword: string]: unknown;
}

export type Risk = 'safe' | 'fill' | 'scan' | 'destructive';

/** One line of a plan. */
export interface Change {
  readonly id: string;
  readonly kind: string;
  readonly op: '+' | '~' | '-';
  /** address of the document that it stands in */
  readonly document: string;
  readonly object?: string;
  readonly field?: string;
  /** value of the option of that field */
  readonly option?: string;
  /** id of the rule */
  readonly rule?: string;
  /** the words of the document that change; `name` of a rename */
  readonly words?: readonly string[];
  readonly sentence: Labels;
  readonly risk: Risk;
  /** records that it touches */
  readonly rows?: number;
  /** ways to treat records that are there already: `leave`, `fill` */
  readonly remedies?: readonly string[];
}

/** Something that one should know before publishing; a blocking one must be dealt with first. */
export interface Finding {
  /** the change that it is about, if it is about one */
  readonly change?: string;
  readonly code: string;
  readonly message: Labels;
  readonly count?: number;
  readonly blocking?: boolean;
}

/** What publishing the draft would do. */
export interface Plan {
  readonly hash: string;
  readonly baseVersion: number;
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly risk: Risk;
}

/** How far the steps of a publish are, which fill and check records and build indexes. */
export interface PublishProgress {
  readonly state: 'running' | 'done' | 'failed';
  readonly version?: number;
  readonly steps: readonly {
    readonly id: string;
    readonly kind: string;
    readonly labels?: Labels;
    readonly state: string;
    readonly rowsDone: number;
    readonly rowsTotal: number | null;
    readonly error?: string | null;
  }[];
}
