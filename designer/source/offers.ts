import type { Labels } from '../../runtime-ui/api/types.ts';
import type { FieldTypeInfo, SettingSchema } from '../api/types.ts';
import { choicesOf, type SchemaContext } from '../schema-form/choices.ts';
import { readLoosely, type Spot } from './loose.ts';
import { schemaAt } from './schema-at.ts';

/** What a document of a kind may say, and what its names may refer to. */
export interface Vocabulary {
  readonly schema: SettingSchema;
  readonly types: readonly FieldTypeInfo[];
  readonly context: SchemaContext;
}

/** A name or value that can stand where one writes. */
export interface Offer {
  readonly text: string;
  /** what people call it, where that is something else */
  readonly label: string;
  readonly help: string;
  /** what is put in; `|` is where the cursor stands then */
  readonly insert: string;
}

export interface Offers {
  readonly from: number;
  readonly to: number;
  readonly is: Spot['is'];
  readonly offers: readonly Offer[];
}

/** A word of the language in the language of the page: what it is called, and what it is for. */
export interface Said {
  readonly name: string;
  readonly label: string;
  readonly help: string;
}

interface Choice {
  readonly value: string;
  readonly labels: Labels;
  readonly help: Labels;
}

const helpOf = (schema: SettingSchema, { label }: SchemaContext): string =>
  label(schema['x-help']) ||
  label({
    ...(typeof schema.description === 'string' && { en: schema.description }),
    ...(schema['x-description'] as Labels | undefined),
  });

const isTaken = (holder: Spot['holder'], name: string): boolean => Object.hasOwn(holder, name);

/** What stands for a value before it is written, by its JSON type; `|` is where the cursor goes. */
const BLANKS: Readonly<Record<string, string>> = { string: '"|"', object: '{|}', array: '[|]' };

const blankOf = (schema: SettingSchema): string => BLANKS[String(schema.type)] ?? '|';

function nameOffers(spot: Spot, schema: SettingSchema, written: string, context: SchemaContext) {
  const words = (schema.properties ?? {}) as Readonly<Record<string, SettingSchema>>;
  return Object.entries(words)
    .filter(([name, word]) => word['x-later'] !== true && (name === written || !isTaken(spot.holder, name)))
    .map(([name, word]) => {
      const quoted = JSON.stringify(name);
      const tail = spot.wantsComma ? ',' : '';
      return {
        text: name,
        label: context.label(word['x-labels']),
        help: helpOf(word, context),
        insert: spot.hasValue ? `${quoted}|` : `${quoted}: ${blankOf(word)}${tail}`,
      };
    });
}

/** The words around a value, those nearest first: an object named farther out counts too. */
function around(spot: Spot, document: unknown): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  let value = document;
  for (const step of ['', ...spot.path]) {
    if (step !== '') value = (value as Record<string, unknown> | undefined)?.[step];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) Object.assign(found, value);
  }
  return found;
}

/** Of the choices for a value some are the document's own: options of its field, tabs of its layout. */
function ownOf(spot: Spot, document: any, { label }: SchemaContext): SchemaContext['own'] {
  const [first, field] = spot.path;
  const options = first === 'properties' ? document?.properties?.[field ?? '']?.['x-field']?.options : [];
  const choices = (list: unknown, name: string) =>
    (Array.isArray(list) ? list : [])
      .filter((one) => typeof one?.[name] === 'string')
      .map((one) => ({ value: one[name] as string, label: label(one.labels) || one[name] }));
  return { option: choices(options, 'value'), tab: choices(document?.tabs, 'name') };
}

function valueOffers(
  spot: Spot,
  schema: SettingSchema,
  document: unknown,
  context: SchemaContext,
): readonly Offer[] {
  const offer = (value: unknown, label = '', help = ''): Offer => ({
    text: String(value),
    label,
    help,
    insert: `${JSON.stringify(value)}|`,
  });
  const choices = schema['x-choices'] as readonly Choice[] | undefined;
  if (choices)
    return choices.map(({ value, labels, help }) => offer(value, context.label(labels), context.label(help)));
  const word = spot.path.findLast((step) => !/^\d+$/.test(step)) ?? '';
  const own = { ...context, own: ownOf(spot, document, context) };
  const named = choicesOf(word, schema, own, around(spot, document));
  if (named) return named.map(({ value, label }) => offer(value, labelOf(value, label, context)));
  if (schema.type === 'boolean') return [offer(true), offer(false)];
  if (schema.const !== undefined) return [offer(schema.const)];
  return schema.default === undefined ? [] : [offer(schema.default)];
}

/** A label that says more than the value: one that has no text is shown by its key. */
const labelOf = (value: string, label: unknown, { label: say }: SchemaContext): string => {
  const text = typeof label === 'string' ? label : say(label as Labels);
  return text === value || text.endsWith(`.${value}`) ? '' : text;
};

/** What can stand at an offset of a document's text. */
export function offersAt(
  text: string,
  at: number,
  { schema, types, context }: Vocabulary,
): Offers | undefined {
  const { value, spot } = readLoosely(text, at);
  if (!spot) return undefined;
  const here = schemaAt(schema, spot.path, value, types);
  if (!here) return undefined;
  const { from, to, is } = spot;
  const written = text.slice(from, to).replaceAll('"', '');
  const all =
    is === 'name' ? nameOffers(spot, here, written, context) : valueOffers(spot, here, value, context);
  return { from, to, is, offers: all.filter((offer) => fits(offer, written)) };
}

/** Written so far stands in the name or in what people call it. */
function fits({ text, label }: Offer, written: string): boolean {
  const sought = written.toLocaleLowerCase();
  return [text, label].some((word) => word.toLocaleLowerCase().includes(sought));
}

/** What is to say of the word at an offset: of a name itself, of a value the word that it is of. */
export function saidAt(
  text: string,
  at: number,
  { schema, types, context }: Vocabulary,
): (Said & { readonly from: number; readonly to: number }) | undefined {
  const { value, spot } = readLoosely(text, at);
  if (!spot || spot.from === spot.to) return undefined;
  const written = text.slice(spot.from, spot.to).replaceAll('"', '');
  const path = spot.is === 'name' ? [...spot.path, written] : spot.path;
  const here = schemaAt(schema, path, value, types);
  if (!here) return undefined;
  const { from, to } = spot;
  if (spot.is === 'value') {
    const chosen = valueOffers(spot, here, value, context).find((offer) => offer.text === written);
    return chosen && (chosen.label || chosen.help)
      ? { from, to, name: written, label: chosen.label, help: chosen.help }
      : undefined;
  }
  const [label, help] = [context.label(here['x-labels']), helpOf(here, context)];
  return label || help ? { from, to, name: written, label, help } : undefined;
}
