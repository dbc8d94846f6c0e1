import type { ProblemItem } from '../../errors.ts';
import type { CheckedExpression } from '../../expression/index.ts';
import type { Document, Documents } from '../document.ts';
import { pathOf } from '../folder.ts';
import type { ModelObject } from '../model.ts';
import { type Path, type Report, reportOn } from '../report.ts';
import { type Readable, wholeObjects } from '../scope.ts';
import { lostField } from '../sound-part.ts';
import type { Alias } from '../store.ts';

/** A set of documents and what they come to so far, as the checks between documents see it. */
export interface Together {
  readonly documents: Documents;
  /** by name; archived ones too, and those of which nothing is known are absent */
  readonly objects: ReadonlyMap<string, ModelObject>;
  /** those in use */
  readonly live: ReadonlyMap<string, ModelObject>;
  readonly aliases: readonly Alias[];
  /** addresses of documents, and of fields (`lostField`), that could not be read: who names these is not to blame */
  readonly broken: ReadonlySet<string>;
  /** live objects as expressions and paths see them */
  readonly readable: (object: string) => Readable | undefined;
}

export function togetherOf(
  documents: Documents,
  objects: readonly ModelObject[],
  aliases: readonly Alias[],
  broken: ReadonlySet<string>,
): Together {
  const byName = new Map(objects.map((object) => [object.name, object]));
  const live = new Map([...byName].filter(([, { archived }]) => !archived));
  return { documents, objects: byName, live, aliases, broken, readable: wholeObjects(live) };
}

/** Whether nobody asks what stands here: in an archived object, or in an archived field of a live one. */
export function isAsleep({ objects }: Together, { kind, key, body }: Document, path: Path): boolean {
  const object = objects.get(kind === 'object' ? key : (body.object ?? ''));
  if (object?.archived) return true;
  const field = kind === 'object' && path[0] === 'properties' ? body.properties[path[1]!] : undefined;
  return field?.['x-field']?.archived === true;
}

/** Runs a check over every document; problems are told by the document's file. */
export function eachDocument(
  { documents }: Together,
  check: (document: Document, report: Report) => void,
): ProblemItem[] {
  return [...documents.values()].flatMap((document) => {
    const { problems, report } = reportOn(pathOf(document));
    check(document, report);
    return problems;
  });
}

/** Whether something of an object could not be read, so that what it lacks proves nothing. */
export const isPartial = ({ broken }: Together, object: string): boolean =>
  [...broken].some((name) => name === `object/${object}` || name.startsWith(lostField(object, '')));

/** Checked expressions, by what they belong to (`boundKey`). */
export type Bound = ReadonlyMap<string, CheckedExpression>;

/** How an expression is found again: the id of the field or document that it stands in, and its word. */
export const boundKey = (id: string, word: string): string => `${id} ${word}`;
