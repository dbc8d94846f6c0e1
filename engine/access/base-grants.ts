import type { ModelGrant } from '../model/model.ts';

const grant = (object: string, rows: ModelGrant['rows'], fields: ModelGrant['fields']): ModelGrant => ({
  object,
  do: Object.keys(rows),
  rows,
  fields,
});

/** What every user of a workspace may do, whatever the roles say: know colleagues, teams, departments and territories by name, keep own views. */
export const EVERYONE: readonly ModelGrant[] = [
  grant('user', { read: 'all' }, { '*': 'none', name: 'read', kind: 'read', active: 'read' }),
  grant(
    'team',
    { read: 'all' },
    { '*': 'none', name: 'read', leader: 'read', members: 'read', active: 'read' },
  ),
  grant(
    'department',
    { read: 'all' },
    { '*': 'none', name: 'read', parent: 'read', manager: 'read', active: 'read' },
  ),
  grant(
    'territory',
    { read: 'all' },
    { '*': 'none', name: 'read', parent: 'read', manager: 'read', members: 'read', active: 'read' },
  ),
  // everybody delegates what is theirs, and sees what others have delegated to them
  grant(
    'delegation',
    { create: 'own', read: 'own', update: 'own', delete: 'own', restore: 'own' },
    { '*': 'write' },
  ),
  grant('delegation', { read: 'delegated' }, { '*': 'read' }),
  grant(
    'view',
    { create: 'own', read: 'own', update: 'own', delete: 'own', restore: 'own' },
    { '*': 'write', package: 'read' },
  ),
  // a document of somebody else's may name fields that its reader must not know: the model's answer is cut to those
  grant('view', { read: 'shared' }, { '*': 'read', document: 'none' }),
];

const every = { create: 'all', read: 'all', update: 'all', delete: 'all', restore: 'all' };
const inFiles = { import: 'all', export: 'all' };

/** The objects that say who people are and where they stand: what the right `people` is about. */
export const OF_PEOPLE = ['user', 'team', 'department', 'territory'] as const;

/** What the admin rights of a role bring with them. */
export const BY_ADMIN_RIGHT: Readonly<Record<string, readonly ModelGrant[]>> = {
  people: [...OF_PEOPLE, 'delegation'].map((object) =>
    grant(object, { ...every, ...inFiles }, { '*': 'write' }),
  ),
  views: [grant('view', every, { '*': 'write' })],
};
