import { type Body, isBody } from '../document.ts';

/**
 * What an extension says of parts that other packages made. The merged document holds the new values
 * where everybody looks for them, and under `x-extensions` what stood there before, by package and place,
 * so that the extension can be told apart, changed and taken away again.
 */

/** A body that is being put together: a copy of its own. */
export type Draft = { [word: string]: any };

/** Words of a field that an extension may change, and where they stand. */
export const RELABELS: ReadonlySet<string> = new Set(['labels', 'help', 'notes']);

/** Whether a new value only refuses more than the old one. */
export const TIGHTENS: Readonly<Record<string, (before: any, after: any) => boolean>> = {
  readOnly: (_, after) => after === true,
  unique: (_, after) => after === true,
  required: (_, after) => after === true,
  minLength: (before, after) => before === undefined || after >= before,
  maxLength: (before, after) => before === undefined || after <= before,
  minimum: (before, after) => before === undefined || after >= before,
  maximum: (before, after) => before === undefined || after <= before,
};

/** Words that stand inside `x-field`, others beside it. */
const INSIDE: ReadonlySet<string> = new Set([...RELABELS, 'readOnly', 'unique']);

/** Words of the object itself. */
export const OBJECT_WORDS: ReadonlySet<string> = new Set(['labels', 'plural', 'description']);

/** A value at a place: of the object, of a field by its id, or of an option of a field. */
export interface Overlay {
  /** id of the field; absent for the object */
  readonly field?: string;
  /** value of the option, when it is the label of one */
  readonly option?: string;
  readonly word: string;
}

const escaped = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');
const plain = (text: string): string => text.replaceAll('~1', '/').replaceAll('~0', '~');

/** How `x-extensions` names a place: `labels`, `fld_…/maxLength`, `fld_…/options/low/labels`. */
export const keyOf = ({ field, option, word }: Overlay): string =>
  [...(field ? [field] : []), ...(option === undefined ? [] : ['options', escaped(option)]), word].join('/');

function overlayAt(key: string): Overlay {
  const steps = key.split('/');
  if (steps.length === 1) return { word: key };
  const [field, ...rest] = steps as [string, ...string[]];
  return rest.length === 1 ? { field, word: rest[0]! } : { field, option: plain(rest[1]!), word: rest[2]! };
}

const fieldById = (body: Body, id: string): [name: string, property: Draft] | undefined =>
  Object.entries<Draft>(body.properties ?? {}).find(([, property]) => property['x-field'].id === id);

/** The object that holds the word of an overlay; undefined where the field or option is gone. */
function holderOf(body: Body, { field, option, word }: Overlay): Draft | undefined {
  if (field === undefined) return body['x-object'];
  const property = fieldById(body, field)?.[1];
  if (!property) return undefined;
  if (option !== undefined) {
    return property['x-field'].options?.find(({ value }: Body) => value === option);
  }
  return INSIDE.has(word) ? property['x-field'] : property;
}

/** The value at a place. */
export function readOverlay(body: Body, overlay: Overlay): unknown {
  if (overlay.word === 'required') {
    const name = fieldById(body, overlay.field!)?.[0];
    return name !== undefined && (body.required ?? []).includes(name) ? true : undefined;
  }
  return holderOf(body, overlay)?.[overlay.word];
}

/** Puts a value at a place, or takes it away when it is undefined. */
function writeOverlay(body: Draft, overlay: Overlay, value: unknown): void {
  if (overlay.word === 'required') {
    const name = fieldById(body, overlay.field!)?.[0];
    const others = (body.required ?? []).filter((one: string) => one !== name);
    if (name === undefined || value === readOverlay(body, overlay)) return;
    body.required = value === true ? [...others, name] : others;
    return;
  }
  const holder = holderOf(body, overlay);
  if (!holder) return;
  if (value === undefined) delete holder[overlay.word];
  else holder[overlay.word] = value;
}

/** The overlays of a package, with what stood there before; null stands for nothing. */
export const overlaysOf = (body: Body, home: string): [overlay: Overlay, before: unknown][] =>
  Object.entries(isBody(body['x-extensions']) ? (body['x-extensions'][home] ?? {}) : {}).map(
    ([key, before]) => [overlayAt(key), before ?? undefined],
  );

/** Lays a value over what another package says, and remembers what that was. */
export function layOver(body: Draft, home: string, overlay: Overlay, value: unknown): void {
  const before = readOverlay(body, overlay);
  const all = { ...body['x-extensions'] };
  all[home] = { ...all[home], [keyOf(overlay)]: before ?? null };
  body['x-extensions'] = all;
  writeOverlay(body, overlay, value);
}

/** Takes the overlays of a package away again, the last first. */
export function liftAll(body: Draft, home: string): void {
  for (const [overlay, before] of overlaysOf(body, home).toReversed()) writeOverlay(body, overlay, before);
  const { [home]: _, ...others } = body['x-extensions'] ?? {};
  if (Object.keys(others).length > 0) body['x-extensions'] = others;
  else delete body['x-extensions'];
}
