import type { Digits, Kind, Scope, ScopeMember, ScopeRecord } from '../../../engine/expression/index.ts';

/** Something that the expressions of the proof may name, and the column that holds it. */
export interface ProofField {
  readonly path: readonly string[];
  readonly kind: Kind;
  /** as in CREATE TABLE */
  readonly column: string;
  readonly digits?: Digits;
  readonly sqlType?: string;
  /** lists only: the column itself is never null */
  readonly isNeverNull?: true;
}

const TEXT = 'text COLLATE "C"';
const text = (...path: string[]): ProofField => ({ path, kind: 'string', column: TEXT });
const id = (...path: string[]): ProofField => ({ path, kind: 'string', column: 'uuid', sqlType: 'uuid' });
const number = (digits: Digits, ...path: string[]): ProofField => ({
  path,
  kind: 'decimal',
  column: 'numeric',
  digits,
});

export const FIELDS: readonly ProofField[] = [
  text('name'),
  text('code'),
  text('note'),
  id('owner'),
  id('account'),
  number([16, 2], 'amount'),
  number([6, 4], 'rate'),
  number([24, 12], 'big'),
  number([24, 12], 'other'),
  { ...number([16, 0], 'count'), column: 'numeric(16,0)' },
  { ...number([9, 0], 'place'), column: 'integer', sqlType: 'integer' },
  { path: ['active'], kind: 'bool', column: 'boolean' },
  { path: ['vip'], kind: 'bool', column: 'boolean' },
  { path: ['due'], kind: 'date', column: 'date' },
  { path: ['born'], kind: 'date', column: 'date' },
  { path: ['created_at'], kind: 'timestamp', column: 'timestamptz(3)' },
  { path: ['seen_at'], kind: 'timestamp', column: 'timestamptz(3)' },
  { path: ['tags'], kind: 'list', column: `text[] COLLATE "C" NOT NULL DEFAULT '{}'`, isNeverNull: true },
  { path: ['labels'], kind: 'list', column: 'text[] COLLATE "C"' },
  // composites: a bare name is one of their parts or a list, a dot leads to the others
  text('address'),
  text('address', 'city'),
  number([16, 2], 'price'),
  number([16, 2], 'price', 'amount'),
  text('price', 'currency'),
  text('person', 'given'),
  text('person', 'family'),
  text('person'),
  { path: ['period'], kind: 'date', column: 'date' },
  { path: ['period', 'start'], kind: 'date', column: 'date' },
  { path: ['period', 'end'], kind: 'date', column: 'date' },
  { path: ['emails'], kind: 'list', column: 'text[] COLLATE "C"' },
  // a mirror is what stands behind a relation, under a name of its own
  text('mirrored'),
  text('account', 'mirrored'),
  text('stage'),
  text('stage', 'kind'),
  number([1, 12], 'stage', 'probability'),
  text('account', 'name'),
  { path: ['account', 'tags'], kind: 'list', column: 'text[] COLLATE "C"' },
  id('account', 'owner'),
  text('account', 'owner', 'name'),
  id('$user', 'id'),
  text('$user', 'name'),
  { path: ['$user', 'roles'], kind: 'list', column: `text[] NOT NULL DEFAULT '{}'`, isNeverNull: true },
  {
    path: ['$user', 'teams'],
    kind: 'list',
    column: `uuid[] NOT NULL DEFAULT '{}'`,
    sqlType: 'uuid[]',
    isNeverNull: true,
  },
];

export const columnOf = (path: readonly string[]): string => `"${path.join('.')}"`;

/** How a field is named in a source. */
export const spelled = ({ path }: ProofField): string => path.join('.').replace('$', '');

/** Records that point at one, in a table of their own: what is called so, and what each of them has. */
export interface ProofRelation {
  /** from the record that they point at */
  readonly path: readonly string[];
  readonly table: string;
  readonly fields: readonly ProofField[];
  readonly relations: readonly ProofRelation[];
}

const PARTS: ProofRelation = {
  path: ['parts'],
  table: 'parity_part',
  fields: [text('name'), number([16, 2], 'amount'), { path: ['active'], kind: 'bool', column: 'boolean' }],
  relations: [],
};

const LINE_FIELDS: readonly ProofField[] = [
  text('name'),
  text('code'),
  id('owner'),
  number([16, 2], 'amount'),
  number([24, 12], 'big'),
  number([6, 4], 'rate'),
  { path: ['active'], kind: 'bool', column: 'boolean' },
  { path: ['due'], kind: 'date', column: 'date' },
  { path: ['seen_at'], kind: 'timestamp', column: 'timestamptz(3)' },
  { path: ['tags'], kind: 'list', column: `text[] COLLATE "C" NOT NULL DEFAULT '{}'`, isNeverNull: true },
  id('product'),
  text('product', 'name'),
];

/** What points at a row of the proof. */
export const RELATIONS: readonly ProofRelation[] = [
  { path: ['lines'], table: 'parity_line', fields: LINE_FIELDS, relations: [PARTS] },
  { path: ['account', 'contacts'], table: 'parity_line', fields: LINE_FIELDS, relations: [] },
];

const begins = (path: readonly string[], prefix: readonly string[]): boolean =>
  prefix.every((one, at) => path[at] === one);

const recordAt = (
  fields: readonly ProofField[],
  relations: readonly ProofRelation[],
  prefix: readonly string[] = [],
): ScopeRecord => {
  const members = new Map<string, ScopeMember>();
  for (const relation of relations) {
    const name = relation.path[prefix.length];
    if (relation.path.length !== prefix.length + 1 || !begins(relation.path, prefix)) continue;
    const record = () => recordAt(relation.fields, relation.relations);
    members.set(name!, { name: name!, kind: 'records', nullable: false, record });
  }
  for (const field of fields) {
    const { path, kind, digits, sqlType } = field;
    const name = path[prefix.length];
    if (path.length !== prefix.length + 1 || !begins(path, prefix)) continue;
    const hasMore = fields.some((other) => other.path.length > path.length && begins(other.path, path));
    members.set(name!, {
      name: name!,
      kind,
      nullable: !field.isNeverNull,
      ...(kind === 'list' && { memberKind: 'string' as const }),
      ...(digits && { digits }),
      ...(sqlType !== undefined && { sqlType }),
      ...(hasMore && { record: () => recordAt(fields, relations, path) }),
    });
  }
  return { member: (name) => members.get(name), names: () => members.keys() };
};

export const PROOF_SCOPE: Scope = {
  record: recordAt(FIELDS, RELATIONS),
  variables: new Map([['user', recordAt(FIELDS, [], ['$user'])]]),
};

const columnsOf = (fields: readonly ProofField[]): string =>
  fields.map(({ path, column }) => `${columnOf(path)} ${column}`).join(', ');

/** Of records that point at one: `of` is the row that they point at, `home` what they are called there. */
const childTable = ({ table, fields }: ProofRelation): string =>
  `CREATE TEMP TABLE ${table} (row integer PRIMARY KEY, of integer, home text, ${columnsOf(fields)}); CREATE INDEX ON ${table} (of)`;

export const CREATE_TABLE = [
  `CREATE TEMP TABLE parity_row (row integer PRIMARY KEY, ${columnsOf(FIELDS)})`,
  childTable(RELATIONS[0]!),
  childTable(PARTS),
].join('; ');
