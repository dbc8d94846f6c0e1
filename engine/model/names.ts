import { LIMITS } from '../limits.ts';

/** What objects, fields, stages and documents may be called in the API. */
export const NAME = /^[a-z][a-z0-9_]{0,47}$/;

/** The fields that every object has, in their order, with their types. The engine alone writes them. */
const SYSTEM_TYPES = {
  id: 'id',
  owner: 'user',
  created_at: 'datetime',
  created_by: 'user',
  updated_at: 'datetime',
  updated_by: 'user',
  deleted_at: 'datetime',
  version: 'integer',
  source: 'text',
} as const;

export type SystemField = keyof typeof SYSTEM_TYPES;

export const SYSTEM_FIELDS = Object.keys(SYSTEM_TYPES) as readonly SystemField[];

/** The type of a system field; undefined where there is none of that name. */
export const systemTypeOf = (name: string): string | undefined =>
  Object.hasOwn(SYSTEM_TYPES, name) ? SYSTEM_TYPES[name as SystemField] : undefined;

/** The fields that an object with consents has beside its own. */
export const CONSENT_FIELDS = ['do_not_contact', 'consents_given', 'consents_refused'] as const;

export const isConsentField = (name: string): boolean => (CONSENT_FIELDS as readonly string[]).includes(name);

const words = (...lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.split(' ')));

/** System columns, the words of expressions, CEL's reserved words, and what every object of JavaScript has. */
const RESERVED_FIELDS = words(
  'id owner created_at created_by updated_at updated_by deleted_at deletion version source',
  'old user record now today form steps item true false null in has size',
  'as break const continue else for function if import let loop package namespace return var void while',
  'constructor prototype',
);

/** The objects that the engine ships, now or later. */
const RESERVED_OBJECTS = words(
  'user team team_member department territory territory_member delegation file comment notice event audit import run view report dashboard',
  'segment email_template document_template',
  'constructor prototype',
);

export const isReservedField = (name: string): boolean => RESERVED_FIELDS.has(name);

export const isReservedObject = (name: string): boolean => RESERVED_OBJECTS.has(name);

/** Further members of a record that a stage field of this name brings. */
export const stageMembers = (field: string): readonly string[] => [`${field}_pipeline`, `${field}_since`];

/** A text as a name: `Renewal risk` and `renewalRisk` become `renewal_risk`; undefined where no Latin letter is left. */
export function nameFrom(text: string): string | undefined {
  const slug = text
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.join('_')
    .replace(/^[0-9_]+/, '')
    .slice(0, LIMITS.nameLength)
    .replace(/_+$/, '');
  return slug || undefined;
}
