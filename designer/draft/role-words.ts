import schema from '../../schemas/role.schema.json' with { type: 'json' };

/** What the schema of roles says of grants: the values of every cell come from there. */
const grant = schema.properties.grants.items.properties;

interface Choice {
  readonly enum: readonly string[];
  readonly 'x-later'?: readonly string[];
}
const rows: Readonly<Record<string, Choice | undefined>> = grant.rows.properties;

/** The values of a choice that work already. */
function working({ enum: values, 'x-later': later = [] }: Choice): readonly string[] {
  return values.filter((value) => !later.includes(value));
}

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
export const ACTIONS: readonly string[] = working(grant.do.items);

/**
 * What comes with other actions unless a grant states it; in the rows of which it goes. The engine's own words, which a
 * test holds equal.
 */
export const COMES_WITH: Readonly<Record<string, readonly string[] | undefined>> = {
  restore: ['delete'],
  transfer: ['update'],
  bulk: ['create', 'update', 'delete'],
};
export const GOES_BY: Readonly<Record<string, string | undefined>> = {
  restore: 'delete',
  purge: 'delete',
  transfer: 'update',
  share: 'update',
  merge: 'update',
};

/** What users of the portal may do at most. */
export const PORTAL_ACTIONS: readonly string[] = ['create', 'read', 'update', 'delete', 'export'];
/** The rows of roles for them, beside all and none. */
const PORTAL = 'portal';

/** In which rows an action can be allowed; an action that is not about rows is allowed or not. */
export function scopesOf(action: string, isPortal = false): readonly string[] {
  if (isPortal) return PORTAL_ACTIONS.includes(action) ? [NONE, PORTAL, ALL] : [NONE];
  const word = rows[action];
  if (!word) return [NONE, ALL];
  return working(word)
    .filter((scope) => scope !== PORTAL)
    .sort((a, b) => placeOf(a) - placeOf(b));
}

/** Whether an action is granted in rows of its own. */
export const hasRows = (action: string): boolean => rows[action] !== undefined;

export const FIELD_RIGHTS: readonly string[] = grant.fields.additionalProperties.enum;

/** The actions that rights over fields are about. */
export const FIELD_ACTIONS: readonly string[] = ['read', 'create', 'update'];

export const ADMIN_RIGHTS: readonly string[] = schema.properties.admin.items.enum;

/** The object of grants that hold for every one that is not the engine's own. */
export const EVERY_OBJECT = '*';

/** The field of a grant that stands for those that it does not name. */
export const OTHER_FIELDS = '*';
