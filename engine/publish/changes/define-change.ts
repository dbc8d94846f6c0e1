import type { Labels, ProblemCode, ProblemItem, ProblemParams } from '../../errors.ts';
import type { Model, ModelField, ModelObject } from '../../model/model.ts';
import type { Difference } from '../differences.ts';
import type { StepDraft } from '../steps/index.ts';
import type { Subject, SubjectKind } from '../subjects.ts';

/**
 * What a change costs. safe: nothing stored is read or written. scan: rows are read after the switch, by a
 * step. fill: rows are written by a step. destructive: something that people have is taken out of sight.
 */
export type Risk = 'safe' | 'scan' | 'fill' | 'destructive';

/** The Models on both sides of a publish; `before` is missing in an empty workspace. */
export interface Scene {
  readonly before?: Model;
  readonly after: Model;
}

/**
 * Asks about real rows in a transaction that writes nothing. Undefined where it would take too long, or asks for
 * what is only there after the publish.
 */
export interface Ask {
  readonly count: (text: string) => Promise<number | undefined>;
  /** the texts in one column */
  readonly list: (text: string, values?: readonly unknown[]) => Promise<readonly string[] | undefined>;
}

/** Something that an admin should know before publishing. A blocking one must be dealt with first. */
export interface FindingDraft {
  readonly code: ProblemCode;
  readonly params?: ProblemParams;
  /** those that are called differently in each language */
  readonly told?: Readonly<Record<string, Labels>>;
  readonly count?: number | undefined;
  readonly blocking?: boolean;
}

export interface Examined {
  /** records that it touches; undefined where they could not be counted in time */
  readonly rows?: number | undefined;
  readonly findings?: readonly FindingDraft[];
}

/** How records that are there already can be treated. */
export type RemedyName = 'leave' | 'fill';

/** What an admin chose for a change, and the wire value that `fill` writes. */
export interface Remedy {
  readonly name: RemedyName;
  readonly value?: unknown;
}

/** What subjects are called in both languages. */
export interface Told {
  readonly label: Labels;
  /** what it was called before */
  readonly old: Labels;
  /** what it stands in: the object of a field, the field of an option, the pipeline of a stage */
  readonly parent: Labels;
  /** the object it is about, as an addition: `（客户）`, ` of Account`; '' where there is none */
  readonly ofObject: Labels;
}

/** A kind of change. One file per kind states what is known of it; `changes/index.ts` lists them. */
export interface ChangeKind {
  readonly name: string;
  readonly of: readonly SubjectKind[];
  readonly on: Difference['on'];
  /** of a change: the words that it explains, '*' all that no other kind does; unexplained ones are refused */
  readonly words?: readonly string[];
  /** narrows by the values of those words */
  readonly applies?: (difference: Difference) => boolean;
  readonly op: '+' | '~' | '-';
  readonly risk?: Risk;
  /** name of the kind that takes it back */
  readonly undo: string;
  readonly sentence: (told: Told, difference: Difference) => Labels;
  /** why it is not done at all */
  readonly refuse?: (difference: Difference) => ProblemItem | undefined;
  /** what it finds can block: it is asked once more just before the commit */
  readonly blocks?: true;
  /** looks at real rows */
  readonly examine?: (difference: Difference, scene: Scene, ask: Ask) => Promise<Examined>;
  readonly remedies?: readonly RemedyName[];
  /** whether this one has any; without it: each has */
  readonly hasRemedies?: (difference: Difference) => boolean;
  /** what is done to rows after the switch; tables, keys and indexes follow from the Model by themselves */
  readonly steps?: (difference: Difference, scene: Scene, remedy: Remedy) => readonly StepDraft[];
}

/** Checks the shape at compile time; returns the kind as given, frozen. */
export const defineChange = (kind: ChangeKind): ChangeKind => Object.freeze(kind);

/** The object whose document an subject stands in, in one of the Models. */
export const modelObject = (model: Model | undefined, { document }: Subject): ModelObject | undefined =>
  document.kind === 'object' ? model?.objectsById.get(document.id) : model?.objects.get(document.body.object);

export const modelField = (model: Model | undefined, subject: Subject): ModelField | undefined =>
  modelObject(model, subject)?.fieldsById.get(subject.id);
