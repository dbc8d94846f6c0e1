import type { Body } from '../document.ts';
import { propertiesOf } from '../kinds/object.ts';
import type { Path } from '../report.ts';
import { OBJECT_WORDS, type Overlay } from './overlays.ts';

/** One thing that an extension says of a part that is there already. */
export interface Statement {
  readonly path: Path;
  readonly overlay: Overlay;
  readonly value: unknown;
}

/** An option that an extension adds to a field that is there already. */
export interface AddedOption {
  readonly path: Path;
  readonly field: string;
  readonly option: Body;
}

const optionsOf = (property: Body): readonly Body[] => property['x-field'].options ?? [];

/** Whether a property of an extension says something of a field that is there: one of its own has a type. */
export const isOverlay = (property: Body): boolean =>
  property['x-field'].type === undefined && property['x-field'].system === undefined;

/** The words of an overlaid property but for its options, with where they stand. */
function wordsOf(name: string, property: Body): [path: Path, word: string, value: unknown][] {
  const { 'x-field': field, ...beside } = property;
  return [
    ...Object.entries(field)
      .filter(([word]) => word !== 'options' && word !== 'id')
      .map(([word, value]): [Path, string, unknown] => [['properties', name, 'x-field', word], word, value]),
    ...Object.entries(beside).map(([word, value]): [Path, string, unknown] => [
      ['properties', name, word],
      word,
      value,
    ]),
  ];
}

/** Everything that an extension says of parts that `base` has; what it says of parts that are gone is left out. */
export function statementsOf(base: Body, extension: Body): { overlays: Statement[]; options: AddedOption[] } {
  const known = new Map(propertiesOf(base));
  const overlays: Statement[] = [];
  const options: AddedOption[] = [];
  for (const [word, value] of Object.entries(extension['x-object'])) {
    if (OBJECT_WORDS.has(word)) overlays.push({ path: ['x-object', word], overlay: { word }, value });
  }
  for (const [name, property] of propertiesOf(extension)) {
    const there = known.get(name);
    if (!there || !isOverlay(property)) continue;
    const field: string = there['x-field'].id;
    for (const [path, word, value] of wordsOf(name, property)) {
      overlays.push({ path, overlay: { field, word }, value });
    }
    for (const [index, option] of optionsOf(property).entries()) {
      const path = ['properties', name, 'x-field', 'options', index];
      const isThere = optionsOf(there).some(({ value }) => value === option.value);
      if (!isThere) options.push({ path, field: name, option });
      else {
        const overlay = { field, option: option.value, word: 'labels' };
        overlays.push({ path: [...path, 'labels'], overlay, value: option.labels });
      }
    }
  }
  for (const [index, name] of (extension.required ?? []).entries()) {
    const field = known.get(name)?.['x-field'].id;
    if (field === undefined) continue;
    overlays.push({ path: ['required', index], overlay: { field, word: 'required' }, value: true });
  }
  return { overlays, options };
}
