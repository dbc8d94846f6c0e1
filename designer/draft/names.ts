import type { Labels } from '../../runtime-ui/api/types.ts';

const NAME = /^[a-z][a-z0-9_]{0,47}$/;
const LONGEST = 48;

/** What the engine refuses as the name of a field; a test holds these words equal to the engine's. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    'id owner created_at created_by updated_at updated_by deleted_at deletion version source',
    'old user record now today form steps item true false null in has size',
    'as break const continue else for function if import let loop package namespace return var void while',
    'constructor prototype',
  ].flatMap((words) => words.split(' ')),
);

const RESERVED_OBJECTS: ReadonlySet<string> = new Set(
  (
    'user team team_member department territory territory_member delegation file comment notice event audit import run view report dashboard ' +
    'segment email_template document_template constructor prototype'
  ).split(' '),
);

/** Latin letters and digits of a label as a name: `Renewal risk (%)` -> `renewal_risk`; '' where it has none. */
export function slugOf(label: string): string {
  const words = label
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const slug = (words ?? []).join('_').replace(/^[0-9_]+/, '');
  return slug.slice(0, LONGEST).replace(/_+$/, '');
}

const isTaken = (name: string, taken: ReadonlySet<string>, kind: NamedKind): boolean =>
  taken.has(name) || reservedFor(kind).has(name);

export type NamedKind = 'object' | 'field' | 'role' | 'rule';

const NO_NAMES: ReadonlySet<string> = new Set();
const RESERVED_FOR: Readonly<Record<NamedKind, ReadonlySet<string>>> = {
  object: RESERVED_OBJECTS,
  field: RESERVED,
  role: NO_NAMES,
  rule: NO_NAMES,
};

const reservedFor = (kind: NamedKind): ReadonlySet<string> => RESERVED_FOR[kind];

/**
 * The API name that goes with labels: from the English one, else from Latin letters in any other, else
 * `field_1`, `object_1`… (Chinese is not spelled out: readings are many and the table is 142 KB.)
 */
export function nameFor(labels: Labels, taken: ReadonlySet<string>, kind: NamedKind): string {
  const texts = [labels.en, ...Object.values(labels)].filter((text) => text !== undefined);
  const slug = texts.map(slugOf).find((one) => one !== '');
  if (slug !== undefined && !isTaken(slug, taken, kind)) return slug;
  const stem = (slug ?? kind).slice(0, LONGEST - 4);
  for (let n = slug === undefined ? 1 : 2; ; n++) {
    if (!isTaken(`${stem}_${n}`, taken, kind)) return `${stem}_${n}`;
  }
}

export type NameFault = 'empty' | 'spelling' | 'reserved' | 'taken';

/** Why a name cannot be used, before the server is asked; undefined when it can. */
export function nameFault(name: string, taken: ReadonlySet<string>, kind: NamedKind): NameFault | undefined {
  if (name === '') return 'empty';
  if (!NAME.test(name)) return 'spelling';
  if (reservedFor(kind).has(name)) return 'reserved';
  return taken.has(name) ? 'taken' : undefined;
}
