import schema from '../../schemas/role.schema.json' with { type: 'json' };

/** What the schema of roles says of grants: the values of every cell come from there. */
const grant = schema.properties.grants.items.properties;

interface ScopeWord {
  readonly enum: readonly string[];
  readonly 'x-later'?: readonly string[];
}
const rows: Readonly<Record<string, ScopeWord | undefined>> = grant.rows.properties;

export const NONE = 'none';
export const ALL = 'all';

/** From the narrowest to the widest, as far as one of them is wider; what the schema adds comes before the widest. */
const ORDER: readonly string[] = [
  NONE,
  'own',
  'own_and_collaborators',
  'team',
  'department',
  'department_and_below',
  'reporting_line',
  'territory',
];

const placeOf = (scope: string): number => {
  if (scope === ALL) return ORDER.length + 1;
  return ORDER.includes(scope) ? ORDER.indexOf(scope) : ORDER.length;
};

/** Everything that a grant can allow, in the order of the columns. */
export const ACTIONS: readonly string[] = grant.do.items.enum;

/** In which rows an action can be allowed; an action that is not about rows is allowed or not. */
export function scopesOf(action: string): readonly string[] {
  const word = rows[action];
  if (!word) return [NONE, ALL];
  const later = new Set(word['x-later'] ?? []);
  return word.enum.filter((scope) => !later.has(scope)).sort((a, b) => placeOf(a) - placeOf(b));
}

/** Whether an action is granted in rows of its own. */
export const hasRows = (action: string): boolean => rows[action] !== undefined;

export const FIELD_RIGHTS: readonly string[] = grant.fields.additionalProperties.enum;

export const ADMIN_RIGHTS: readonly string[] = schema.properties.admin.items.enum;

/** The object of grants that hold for every one that is not the engine's own. */
export const EVERY_OBJECT = '*';

/** The field of a grant that stands for those that it does not name. */
export const OTHER_FIELDS = '*';
