import type { ProblemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { type Document, isBody } from './document.ts';
import { pathOf } from './folder.ts';
import { kindOf } from './kinds/index.ts';
import { reportLater } from './later.ts';
import { type Path, type Report, reportOn } from './report.ts';
import { checkShape } from './shape.ts';

const hasReferences = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(hasReferences)
    : isBody(value) && Object.keys(value).some((name) => name.startsWith('$') || hasReferences(value[name]));

/** Names that begin with `$` are JSON Schema's own: a document is data, nothing in it is followed. */
function reportReferences(value: unknown, path: Path, report: Report): void {
  if (Array.isArray(value)) {
    for (const [index, member] of value.entries()) reportReferences(member, [...path, index], report);
  } else if (isBody(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (name.startsWith('$')) report([...path, name], 'document.reference', { word: quoted(name) });
      else reportReferences(member, [...path, name], report);
    }
  }
}

/** Of each place the first thing that was found: what a walk knows of a word, the schema would only call unknown. */
export function firstOfEach(problems: readonly ProblemItem[]): ProblemItem[] {
  const byPlace = new Map(problems.toReversed().map((problem) => [problem.path, problem]));
  return problems.filter((problem) => byPlace.get(problem.path) === problem);
}

/** Everything that can be wrong with one document by itself; `file` is what its problems call it. */
export function checkDocument(
  document: Omit<Document, 'id'> & { readonly id?: string },
  file = pathOf(document),
): ProblemItem[] {
  const { problems, report } = reportOn(file);
  if (hasReferences(document.body)) reportReferences(document.body, [], report);
  reportLater(document, report);
  problems.push(...checkShape(document.kind, document.body, file));
  kindOf(document).check?.(document, report);
  return firstOfEach(problems);
}
