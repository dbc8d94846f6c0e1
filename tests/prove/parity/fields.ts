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
];

export const columnOf = (path: readonly string[]): string => `"${path.join('.')}"`;

/** How a field is named in a source. */
export const spelled = ({ path }: ProofField): string => path.join('.').replace('$', '');

const recordAt = (prefix: readonly string[]): ScopeRecord => {
  const members = new Map<string, ScopeMember>();
  for (const field of FIELDS) {
    const { path, kind, digits, sqlType } = field;
    const name = path[prefix.length];
    if (path.length !== prefix.length + 1 || !prefix.every((one, at) => path[at] === one)) continue;
    const hasMore = FIELDS.some(
      (other) => other.path.length > path.length && path.every((one, at) => other.path[at] === one),
    );
    members.set(name!, {
      name: name!,
      kind,
      nullable: !field.isNeverNull,
      ...(kind === 'list' && { memberKind: 'string' as const }),
      ...(digits && { digits }),
      ...(sqlType !== undefined && { sqlType }),
      ...(hasMore && { record: () => recordAt(path) }),
    });
  }
  return { member: (name) => members.get(name), names: () => members.keys() };
};

export const PROOF_SCOPE: Scope = {
  record: recordAt([]),
  variables: new Map([['user', recordAt(['$user'])]]),
};

export const CREATE_TABLE = `CREATE TEMP TABLE parity_row (row integer PRIMARY KEY, ${FIELDS.map(
  ({ path, column }) => `${columnOf(path)} ${column}`,
).join(', ')})`;
