import { nearest } from '../../errors.ts';
import { quoted } from '../../field-types/index.ts';
import { type Body, isBody } from '../document.ts';
import { membersOf } from '../kinds/define-kind.ts';
import type { ModelField, ModelObject } from '../model.ts';
import type { Path, Report } from '../report.ts';
import { eachDocument, type Together } from './together.ts';

/** The values of a field that others can depend on; undefined where it has no fixed ones. */
function valuesOf({ type, options }: ModelField): readonly string[] | undefined {
  if (type.kind === 'bool') return ['true', 'false'];
  return type.hasOptions || type.hasStages ? options.map(({ value }) => value) : undefined;
}

/** A chain of fields, each of which depends on the next, that comes back to where it began. */
function circleOf(object: ModelObject, start: ModelField): readonly string[] | undefined {
  const chain = [start.name];
  for (let at = start; ; ) {
    const next = object.fields.get(String(at.settings.dependsOn ?? ''));
    if (!next || chain.length > object.fields.size) return undefined;
    chain.push(next.name);
    if (next === start) return chain;
    at = next;
  }
}

function checkParents(field: ModelField, on: ModelField, own: Body, at: Path, report: Report): void {
  const values = valuesOf(on);
  const refuse = () => report([...at, 'dependsOn'], 'document.no_parents', { field: on.name });
  if (!values) {
    refuse();
    return;
  }
  const stated = field.options.flatMap(({ parents }) => parents ?? []);
  // options of the engine say themselves for which of its own names they are
  if (own.options === undefined && own.optionSet === undefined) {
    if (stated.length > 0 && !stated.some((parent) => values.includes(parent))) refuse();
    return;
  }
  if (on.settings.allowOther === true) return;
  const tell = (parent: string, path: Path): void => {
    const params = { name: quoted(parent), field: on.name };
    report(path, 'document.parent_option', params, nearest(parent.slice(0, 80), values));
  };
  if (own.options === undefined) {
    for (const parent of new Set(stated)) if (!values.includes(parent)) tell(parent, [...at, 'optionSet']);
    return;
  }
  for (const [index, option] of membersOf(own.options)) {
    for (const [nth, parent] of (option.parents ?? []).entries())
      if (!values.includes(parent)) tell(parent, [...at, 'options', index, 'parents', nth]);
  }
}

function checkField(object: ModelObject, field: ModelField, own: Body, report: Report): void {
  const at = ['properties', field.name, 'x-field'];
  if (own.dependsOn === undefined) {
    const index = membersOf(own.options).find(([, { parents }]) => parents !== undefined)?.[0];
    if (index !== undefined) report([...at, 'options', index, 'parents'], 'document.parents_alone');
    return;
  }
  const on = object.fields.get(own.dependsOn);
  // a name that leads nowhere is told with the other references
  if (!on) return;
  const circle = circleOf(object, field);
  if (circle) report([...at, 'dependsOn'], 'document.depends_circle', { circle: circle.join(' → ') });
  else checkParents(field, on, own, at, report);
}

/** What decides over the options of a field has values to decide by, and does not depend on it in turn. */
export const checkDependents = (together: Together) =>
  eachDocument(together, ({ kind, key, body }, report) => {
    const object = kind === 'object' ? together.objects.get(key) : undefined;
    if (!object || object.archived) return;
    for (const field of object.fields.values()) {
      const own = body.properties?.[field.name]?.['x-field'];
      if (!field.system && !field.engineWritten && isBody(own)) checkField(object, field, own, report);
    }
  });
