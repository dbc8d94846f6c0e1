import type { ProblemItem } from '../../errors.ts';
import type { ModelField, ModelObject } from '../model.ts';
import type { Path, Report } from '../report.ts';
import { linkTargetOf } from '../scope.ts';
import { eachDocument, type Together } from './together.ts';

const ofLines = (object: ModelObject): ModelField[] =>
  [...object.fields.values()].filter(({ lines }) => lines && lines.to === undefined);

/** Line items belong to one record only, go to the bin with it and have none themselves. */
function checkField(field: ModelField, object: ModelObject, together: Together, report: Report): void {
  const path = ['properties', field.name, 'x-field', 'lineItems'];
  const { object: name, via } = field.lines!;
  const child = together.objects.get(name);
  if (!child) return;
  const link = child.fields.get(via);
  if (link && linkTargetOf(link) !== object.name) {
    report([...path, 'via'], 'document.lines_via', { name: via, object: name, target: object.name });
  } else if (link && link.onDelete !== 'cascade') {
    report([...path, 'via'], 'document.lines_cascade', { name: via, object: name });
  }
  if (child.system) report([...path, 'target'], 'document.lines_system', { object: name });
  if (ofLines(child).length > 0) report([...path, 'target'], 'document.lines_nested', { object: name });
  const others = [...together.live.values()].flatMap((parent) =>
    ofLines(parent).filter((one) => one !== field && one.lines!.object === name),
  );
  const [first] = others;
  if (first && first.name <= field.name)
    report([...path, 'target'], 'document.lines_twice', { object: name });
}

function checkAccessFrom(object: ModelObject, stated: string, report: Report): void {
  const path: Path = ['x-object', 'accessFrom'];
  const field = object.fields.get(stated);
  if (!field) return;
  const target = linkTargetOf(field);
  if (target === undefined || target === object.name || field.system) {
    report(path, 'document.access_from', { name: stated });
  } else if (object.follows && object.follows.via !== stated) {
    report(path, 'document.access_lines', { name: stated, via: object.follows.via });
  }
}

/** Rights that follow each other in a circle would come from nowhere. */
function followsItself(object: ModelObject, { live }: Together): boolean {
  const seen = new Set<string>();
  for (let here: ModelObject | undefined = object; here?.follows; here = live.get(here.follows.object)) {
    if (seen.has(here.name)) return here === object;
    seen.add(here.name);
  }
  return false;
}

/** What fields of line items and rights that follow a parent ask of the documents around them. */
export const checkLineItems = (together: Together): ProblemItem[] =>
  eachDocument(together, ({ kind, key, body }, report) => {
    const object = kind === 'object' ? together.objects.get(key) : undefined;
    if (!object || object.archived) return;
    for (const field of ofLines(object)) checkField(field, object, together, report);
    const stated = body['x-object'].accessFrom;
    if (typeof stated === 'string') checkAccessFrom(object, stated, report);
    const isTold = object.follows?.object === object.name;
    if (!isTold && followsItself(object, together))
      report(['x-object'], 'document.access_circle', { object: key });
  });
