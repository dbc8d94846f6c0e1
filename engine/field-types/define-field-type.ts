import { type Labels, messageOf, type ProblemCode, type ProblemParams } from '../errors.ts';
import type { Kind } from '../expression/index.ts';
import type { Rate } from './composed.ts';
import type { MaskName } from './masks.ts';
import type { PlainName } from './plain-values.ts';

/** A JSON Schema, as data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** One Postgres column of a field. `part` is '' for the only or first one; the physical name is made by `db/names`. */
export interface Column {
  readonly part: string;
  readonly type: 'text' | 'text[]' | 'numeric' | 'boolean' | 'date' | 'timestamptz(3)' | 'uuid' | 'jsonb';
  /** `C` on text that is compared or indexed, so that expressions use the index */
  readonly collation?: 'C';
  /** `numeric` precision and scale only where the scale can never change (integer: `numeric(16,0)`) */
  readonly precision?: readonly [digits: number, scale: number];
  /** SQL constant of a column that is never null (`'{}'`): existing rows and rows without the field have it */
  readonly empty?: string;
}

/** An option of a select, or a stage seen as one. */
export interface Option {
  readonly id?: string;
  readonly value: string;
  readonly labels: Labels;
  readonly color?: string;
  readonly archived?: boolean;
  /** values of the field that its field depends on for which it is offered; absent: all */
  readonly parents?: readonly string[];
  readonly package?: string;
  /** of options that the model gives: which of its parts it names, and for which parents it is offered by that */
  readonly names?: readonly {
    readonly object: string;
    readonly field?: string;
    readonly as: readonly string[];
  }[];
}

/**
 * What a field type may know of its field: the document's property, resolved. `settings` are the
 * type's own words of `x-field` (target, scale…), `schema` JSON Schema's words beside it (maxLength…).
 */
export interface FieldFacts {
  readonly name: string;
  readonly labels: Labels;
  readonly settings: Readonly<Record<string, any>>;
  readonly schema: Readonly<Record<string, any>>;
  /** of selects: in document order, archived ones included */
  readonly options: readonly Option[];
}

/** What `parse` and `format` need besides the field: language, and the workspace's money and clock. */
export interface Locality {
  readonly locale: string;
  readonly timeZone: string;
  readonly currency: string;
}

/** Why a cell was not taken: the reason in both languages and the nearest right value, if any. */
export interface CellProblem {
  readonly code: ProblemCode;
  readonly problem: Labels;
  readonly suggestion?: string;
}

/** What a value takes from around it when it is written. */
export interface WriteAround {
  /** of the write, on the workspace's clock */
  readonly day: string;
  readonly currency: string;
  readonly rates: readonly Rate[];
  /** what the field held */
  readonly before: WireValue;
  /** what another field of the record comes to hold */
  other(name: string): WireValue;
}

/** Another field that a value follows, and what that one must hold. */
export interface Followed {
  readonly word: string;
  readonly name: string;
  readonly kind: Kind;
  readonly mayBeRelation?: boolean;
}

/** How the numbers of an auto-number are counted on one day of the workspace. */
export interface Counter {
  /** '' when it never starts again, else the year, month or day in which it counts */
  readonly period: string;
  text(value: number): string;
}

/** A part of a composite value: what a dot behind the name of its field leads to. */
export interface Part {
  readonly name: string;
  readonly labels: Labels;
  /** what its values are */
  readonly type: FieldType;
  /** what its type reads of a field */
  readonly settings?: Readonly<Record<string, any>>;
  /** part name of the column that holds it */
  readonly column: string;
  /** follows from the other parts: bodies need not hold it */
  readonly isDerived?: true;
  /** can be asked for and sorted by, but is no name of expressions */
  readonly isShownOnly?: true;
}

/** A value as it is on the wire (contract: Wire values): what the API, forms, rules and expressions hold. */
export type WireValue =
  | null
  | string
  | number
  | boolean
  | readonly string[]
  | readonly Readonly<Record<string, unknown>>[]
  | Readonly<Record<string, unknown>>;

/** What the values of a field are: their type, with the settings and options that it reads. */
export interface ValueFacts {
  readonly type: FieldType;
  readonly settings: Readonly<Record<string, any>>;
  readonly options: readonly Option[];
}

/** What the values of other fields are, for a type whose values follow theirs. */
export interface TypesAround {
  /** of the field at the end of a path of relations that begins at the field's own object */
  at(path: readonly string[]): ValueFacts | undefined;
  /** of a field of another object */
  of(object: string, field: string): ValueFacts | undefined;
  /** every object in use */
  objects(): readonly PointedObject[];
}

/** An object or a field as the documents name it. */
export interface NamedThing {
  readonly name: string;
  readonly labels: Labels;
  /** names that it had before */
  readonly former: readonly string[];
  readonly isArchived: boolean;
}

export interface NamedObject extends NamedThing {
  readonly fields: readonly NamedThing[];
}

/** What a type may know of the model whose parts its values name. */
export interface ModelNames {
  /** the object of the field */
  readonly own: string;
  readonly objects: readonly NamedObject[];
}

/** An object whose records values may point at: stored by its id, spelled by its name. */
export interface PointedObject {
  readonly id: string;
  readonly name: string;
  /** shipped with the engine */
  readonly system: boolean;
}

/** How values are told to be of the same thing: a file of `matching/comparers`. */
export type MatchName = 'day' | 'same' | 'spelling' | 'words';

/** Everything the engine knows of a field type. One file per type states it; shared code asks and never switches. */
export interface FieldType {
  readonly name: string;
  readonly labels: Labels;
  /** one sentence for the palette of the designer */
  readonly help: Labels;
  readonly icon: string;
  /** kind of its value in expressions; decides the operators of filters */
  readonly kind: Kind;
  /** of a list: the kind of its members */
  readonly memberKind?: Kind;
  /** JSON Schema (an object schema's `properties`) of the words that `x-field` takes for this type */
  readonly settings: {
    readonly properties: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
    /** words that whoever makes a field is asked for at once, though it can do without */
    readonly asked?: readonly string[];
  };
  /** JSON Schema's words that a property of this type may carry beside `x-field` (`maxLength`, `minimum`, `default`…) */
  readonly words: Readonly<Record<string, JsonSchema>>;
  /** a whole property that is valid, for the contract suite and the docs (labels included) */
  readonly example: Readonly<Record<string, any>>;
  /** further values beside the example's that a round trip must keep, as `{given, stored}` wire values */
  readonly samples: readonly { readonly given: unknown; readonly stored: WireValue }[];
  /** values that must be refused */
  readonly wrong: readonly unknown[];
  /** name of the form widget, a file of runtime-ui/form/widgets */
  readonly widget: string;
  columns(field: FieldFacts): readonly Column[];
  /** JSON Schema of a value on the wire, without null and without a title */
  valueSchema(field: FieldFacts): JsonSchema;
  /**
   * From any spelling the API accepts to the one canonical wire value (trimmed, rounded to scale,
   * lower-cased e-mail…). Gets no null. Returns the value, or why not.
   */
  normalise(value: unknown, field: FieldFacts): WireValue | CellProblem;
  /** A canonical value as it is written: with what it takes from the rest of the record and from the workspace. Gets no null. */
  complete?(value: WireValue, field: FieldFacts, around: WriteAround): WireValue | CellProblem;
  /**
   * other fields of the record that a value follows, by the words that name them: `complete` asks for them, a
   * counter counts for each value of the first
   */
  follows?(field: FieldFacts): readonly Followed[];
  /** its values are amounts in the workspace's currency, which they do not name */
  readonly isInWorkspaceCurrency?: true;
  /** of amounts that name their currency, in that part: SQL of what else their columns hold at a rate of it in the workspace's */
  readonly rebase?: {
    readonly currency: string;
    cells(
      source: (part: string) => string,
      rate: string,
      field: FieldFacts,
    ): Readonly<Record<string, string>>;
  };
  /** what its widget is told beside what every widget is */
  widgetOptions?(field: FieldFacts, workspace: Pick<WriteAround, 'rates'>): Readonly<Record<string, unknown>>;
  /** Canonical wire value -> one Postgres value per column part (text forms: pg casts them). Null gives nulls. */
  toRow(value: WireValue, field: FieldFacts): Readonly<Record<string, unknown>>;
  /** whether two values are one, where that is not that they are spelled alike. Gets no null. */
  isSame?(a: WireValue, b: WireValue): boolean;
  /** SQL giving the wire spelling as json-able value: `source(part)` is the qualified, quoted column. */
  wire(source: (part: string) => string, field: FieldFacts): string;
  /** SQL that the expression language compares: `source(part)` as in wire. Must be the bare column where an index is to be used. */
  value?(source: (part: string) => string, field: FieldFacts): string;
  /** digits before and after the point of its values, for the checker of expressions (numbers only) */
  digits?(field: FieldFacts): readonly [before: number, after: number];
  /** A cell of an imported file (text, never empty) -> what `normalise` takes, or why not. */
  parse(cell: string, field: FieldFacts, where: Locality): unknown | CellProblem;
  /** Wire value -> text for export and display (never called with null). */
  format(value: WireValue, field: FieldFacts, where: Locality): string;
  /** the one object that the dot after a relation leads to, by API name; [] = it leads to none in particular */
  targets?(field: FieldFacts): readonly string[];
  /** of relations to any number of records: their object; undefined where the settings say otherwise */
  linksTo?(settings: Readonly<Record<string, any>>): string | undefined;
  /** of relations: whether a value is one record of one object, or one of several objects */
  readonly relation?: 'one' | 'any';
  /** expression that the value's own words come to (`amount >= 0`), checked on every write; `self` is the field's name */
  checks?(field: FieldFacts): readonly string[];
  /** may be used as import key and made unique */
  readonly unique?: boolean;
  /** SQL of the normalised value that a unique index covers: `source('')`, default the value itself */
  uniqueKey?(source: (part: string) => string): string;
  /** written by the engine alone (autonumber): forms show it read-only, writes of it are refused */
  readonly engineWritten?: boolean;
  /** where a number of the engine's counting comes from: the counter of the field in a period, and its spelling */
  counter?(field: FieldFacts, day: string, scope: string): Counter;
  /** whether its numbers are taken in the transaction of the write, so that none is lost: writers then wait for each other */
  isGapless?(field: FieldFacts): boolean;
  /**
   * Of types that say where a value comes from (a formula, a mirror): what its values are. Such a field is
   * written by the engine alone. Undefined where what it names gives no such value.
   */
  valueType?(settings: Readonly<Record<string, any>>, around: TypesAround): ValueFacts | undefined;
  /** of those that have no column: the source of the expression that stands for the value, a word of the settings */
  readonly expressionWord?: string;
  /** types whose values convert without loss or DDL (all text types among each other) */
  readonly convertFrom?: readonly string[];
  /** of composites: their parts. On the wire a value is an object of them, that of a list a list of objects */
  parts?(field: FieldFacts): readonly Part[];
  /** of composites: the part that the bare name stands for in expressions, orders, groups and sums; kind and digits are its */
  readonly bare?: string;
  /** of composites: the part by which records are sorted, where that is not the bare one */
  readonly sortPart?: string;
  /** column that searches look into where that is not the value itself */
  readonly searchColumn?: string;
  /** name of what shows its values in lists and on pages, a file of runtime-ui/values/cells; by default that of its kind */
  readonly cell?: string;
  /** wants a line of its own on forms and pages, and no column unless somebody asks for one */
  readonly isLong?: true;
  /** its values are files, which are uploaded first; `accepts` names the kinds of a type that takes no others */
  readonly files?: { readonly accepts?: readonly string[] };
  /** forms offer the values that other records have */
  readonly suggests?: true;
  /** words of its settings that forms and lists need to know of a field */
  readonly tells?: readonly string[];
  /** how expressions see a value of which the wire holds more: the words of a rich text, the names of files */
  readonly plain?: PlainName;
  /** what is wrong with a property of this type beyond its schema */
  faults?(property: Readonly<Record<string, any>>): readonly PropertyFault[];
  /** carries options (select, multiSelect), so that labels, colours and import by label apply */
  readonly hasOptions?: boolean;
  /** options that the engine gives in the place of those of documents; undefined where the document states its own */
  givenOptions?(settings: Readonly<Record<string, any>>, names: ModelNames): readonly Option[] | undefined;
  /** follows a pipeline: the options are the stages of the object's pipelines */
  readonly hasStages?: boolean;
  /**
   * how those see a value who may only know that there is one: its first column by a mask, the columns that are hidden
   * as stars, others as they are. Only of types whose values stay what they are on the wire
   */
  readonly mask?: { readonly by: MaskName; readonly hides?: readonly string[] };
  /** its values are about somebody who has them: by those a person is found, or told; other types ask what the field says */
  readonly personal?: 'identifies' | 'describes';
  /**
   * its values are addresses at which somebody is reached: SQL of them as a list of texts in the one form by which each
   * is known, and of whether one of them is among those of such a list
   */
  readonly reaches?: {
    readonly by: 'email' | 'phone';
    list(source: (part: string) => string): string;
    among(source: (part: string) => string, given: string): string;
  };
  /** how sensitive its values are where the field does not say */
  readonly classification?: 'personal' | 'sensitive';
  /** how match rules compare its values where they take what is similar; absent: they can be the same, or cannot be compared */
  readonly match?: MatchName;
  /** column by which they are compared where that is not the value itself */
  readonly matchColumn?: string;
  /** may be summed and averaged */
  readonly summable?: boolean;
  /** wants an ordinary index on its first column (relations, stages) */
  readonly indexed?: boolean;
  /** lists are sorted by it, the latest first: wants an index in that order */
  readonly latestFirst?: boolean;
  /** what makes a value an address to click: `mailto:`, `tel:`, or '' when the value is one itself */
  readonly link?: string;
  /** its values stand in rows of other tables: it has no column, is told only where it is asked for and no expression reads it */
  readonly apart?: true;
  /** words that headings of files have for such values, whatever the field is called: in lower case */
  readonly calledBy?: readonly string[];
  /** false: only system fields have it, the palette of the designer does not offer it */
  readonly offered?: false;
  /** where the palette of the designer shows it, when that is not where values of its kind are */
  readonly group?: 'text' | 'number' | 'choice' | 'time' | 'relation' | 'computed' | 'other';
}

const CELL_OF_KIND: Readonly<Record<Kind, string>> = {
  string: 'text',
  decimal: 'number',
  bool: 'boolean',
  date: 'date',
  timestamp: 'datetime',
  duration: 'text',
  list: 'tags',
  null: 'text',
  records: 'text',
  encrypted: 'text',
};

/** What shows the values of a type. */
export const cellOf = ({ cell, kind }: Pick<FieldType, 'cell' | 'kind'>): string =>
  cell ?? CELL_OF_KIND[kind];
/** Something wrong in a property, at the keys that lead there from it. */
export interface PropertyFault {
  readonly path: readonly (string | number)[];
  readonly code: ProblemCode;
  readonly params?: ProblemParams;
  readonly suggestion?: string;
}

/** Checks the shape at compile time; returns the type as given, frozen. */
export function defineFieldType(type: FieldType): FieldType {
  return Object.freeze(type);
}

/** A refusal of a value, with its reason from the table of problems. */
export function refuse(code: ProblemCode, params: ProblemParams = {}, suggestion?: string): CellProblem {
  const refusal = { code, problem: messageOf(code, params) };
  return suggestion === undefined ? refusal : { ...refusal, suggestion };
}

/** A value as a message quotes it, shortened. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const points = [...text];
  return points.length > 40 ? `${points.slice(0, 40).join('')}…` : text;
}

/** What stands behind the name of a column in CREATE TABLE and ADD COLUMN. */
export function columnDefinition(column: Column): string {
  const precision = column.precision ? `(${column.precision.join(', ')})` : '';
  const collation = column.collation ? ` COLLATE "${column.collation}"` : '';
  const empty = column.empty === undefined ? '' : ` NOT NULL DEFAULT ${column.empty}`;
  return `${column.type}${precision}${collation}${empty}`;
}

export const isCellProblem = (value: unknown): value is CellProblem =>
  typeof value === 'object' && value !== null && 'problem' in value;
