import type { ProblemItem } from '../../errors.ts';
import { linkObjectName } from '../links.ts';
import type { ModelField, ModelObject } from '../model.ts';
import type { Report } from '../report.ts';
import { eachDocument, type Together } from './together.ts';

/** The links of a relation are records of an object that leads to both sides, to the same two once. */
function checkField(field: ModelField, object: ModelObject, { objects }: Together, report: Report): void {
  const path = ['properties', field.name, 'x-field'];
  const { through, target } = field.settings;
  const name: string = through ?? linkObjectName(object.name, field.name);
  const link = objects.get(name);
  if (!link || !objects.has(target)) return;
  if (!field.lines) {
    const at = through === undefined ? path : [...path, 'through'];
    report(at, 'document.links_ends', { object: name, from: object.name, to: target });
  } else {
    const { via, to } = field.lines;
    const isOnce = link.unique.some(
      (names) => names.length === 2 && names.includes(via) && names.includes(to!),
    );
    const words = `"unique": [["${via}", "${to}"]]`;
    if (!isOnce) report([...path, 'through'], 'document.links_unique', { object: name, words }, words);
  }
}

/** What relations with any number of records ask of the object of their links. */
export const checkLinks = (together: Together): ProblemItem[] =>
  eachDocument(together, ({ kind, key }, report) => {
    const object = kind === 'object' ? together.objects.get(key) : undefined;
    if (!object || object.archived) return;
    for (const field of object.fields.values()) {
      if (field.settings.manyToMany === true) checkField(field, object, together, report);
    }
  });
