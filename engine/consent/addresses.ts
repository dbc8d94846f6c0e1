import { qualified, quote } from '../db/names.ts';
import { fieldType, isCellProblem } from '../field-types/index.ts';
import { CHANNELS } from '../model/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';

/** The kinds of addresses that consents know; other channels have none. */
export type AddressKind = 'email' | 'phone';

/** An address in the one form by which it is known: `email:li@example.com`, `phone:+8613800138000`. */
export type Address = string;

export const addressKind = (channel: string): AddressKind | undefined =>
  CHANNELS.find(({ name }) => name === channel)?.by;

/** The address that somebody has typed; undefined of what is none. */
export function addressOf(kind: AddressKind, given: string): Address | undefined {
  const type = fieldType(kind)!;
  const facts = { name: kind, labels: {}, settings: {}, schema: {}, options: [] };
  const value = type.normalise(given, facts);
  if (value === null || isCellProblem(value)) return undefined;
  const known = kind === 'email' ? value : type.toRow(value, facts).e164;
  return typeof known === 'string' ? `${kind}:${known}` : undefined;
}

/** The fields of an object at whose values the person is reached that its record is. */
const addressFields = (object: ModelObject, kinds: readonly AddressKind[]): readonly ModelField[] =>
  [...object.fields.values()].filter(
    ({ type, classification }) =>
      type.reaches && classification !== 'none' && kinds.includes(type.reaches.by),
  );

const BOTH: readonly AddressKind[] = ['email', 'phone'];

export const isAddress = (object: ModelObject, field: ModelField): boolean =>
  addressFields(object, BOTH).includes(field);

const columnOf =
  (field: ModelField) =>
  (part: string): string =>
    `t.${quote(field.columns.find((column) => column.part === part)!.name)}`;

/** SQL of all addresses of a row of `t`, or of those of some kinds. */
export function addressesSql(object: ModelObject, kinds: readonly AddressKind[] = BOTH): string {
  const lists = addressFields(object, kinds).map((field) => {
    const { by, list } = field.type.reaches!;
    return `ARRAY(SELECT '${by}:' || a FROM unnest(${list(columnOf(field))}) AS a WHERE a <> '')`;
  });
  return lists.length === 0 ? "'{}'::text[]" : `(${lists.join(' || ')})`;
}

/** SQL of whether a row of `t` has one of the addresses in a parameter of each kind; undefined where it can have none. */
export function holdsSql(
  object: ModelObject,
  given: Readonly<Record<AddressKind, string>>,
): string | undefined {
  const conditions = addressFields(object, BOTH).map((field) => {
    const { by, among } = field.type.reaches!;
    return `(${among(columnOf(field), given[by])})`;
  });
  return conditions.length === 0 ? undefined : conditions.join(' OR ');
}

/** SQL of the salted hashes of a list of addresses: what is left of them where nobody is to be known by them. */
export const hashesSql = ({ schema }: Pick<Model, 'schema'>, addresses: string): string =>
  `ARRAY(SELECT encode(sha256(convert_to(s.salt::text || a, 'UTF8')), 'hex') FROM ${qualified(schema, '_consent_salt')} s, unnest(${addresses}) AS a)`;

/** Addresses without the kind in front, by kind. */
export const byKind = (addresses: readonly Address[]): Readonly<Record<AddressKind, readonly string[]>> => {
  const of = (kind: AddressKind) =>
    addresses.filter((one) => one.startsWith(`${kind}:`)).map((one) => one.slice(kind.length + 1));
  return { email: of('email'), phone: of('phone') };
};

/** SQL of the ids under which something may have been said of the record `t`: its own, and of those that were merged into it. */
export const recordsSql = ({ schema }: Model): string =>
  `t.id || ARRAY(SELECT unnest(m.took) FROM ${qualified(schema, '_merge')} m WHERE m.survivor = t.id AND m.undone_at IS NULL)`;
