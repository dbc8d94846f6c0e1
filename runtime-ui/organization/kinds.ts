/** How people stand in one of the trees, or in a team. */
export type PeopleBy =
  /** users name where they are */
  | { readonly by: 'field'; readonly field: 'department' | 'manager' }
  /** records of their own say that they are there */
  | {
      readonly by: 'link';
      readonly object: 'team_member' | 'territory_member';
      readonly field: 'team' | 'territory';
    };

/** One way in which people stand to each other: a page of its own, all drawn by the same parts. */
interface Way {
  /** its part of the address, and of its texts */
  readonly name: string;
  /** the object of the engine whose records are the nodes */
  readonly object: string;
  /** the field that leads upwards; teams stand beside each other */
  readonly parent?: 'parent' | 'manager';
  /** the field that says who answers for it */
  readonly head?: 'manager' | 'leader';
  readonly people: PeopleBy;
}

/** Some stand below others. */
export interface TreeKind extends Way {
  readonly name: 'departments' | 'reporting' | 'territories';
  readonly object: 'department' | 'user' | 'territory';
  readonly parent: 'parent' | 'manager';
}

/** They are made and closed here; users are not. */
export interface PlaceKind extends Way {
  readonly name: 'departments' | 'territories' | 'teams';
  readonly object: 'department' | 'territory' | 'team';
}

export type Kind = TreeKind | PlaceKind;

export const isTree = (kind: Kind): kind is TreeKind => kind.parent !== undefined;
export const isPlace = (kind: Kind): kind is PlaceKind => kind.object !== 'user';

export const KINDS: readonly Kind[] = [
  {
    name: 'departments',
    object: 'department',
    parent: 'parent',
    head: 'manager',
    people: { by: 'field', field: 'department' },
  },
  { name: 'reporting', object: 'user', parent: 'manager', people: { by: 'field', field: 'manager' } },
  {
    name: 'territories',
    object: 'territory',
    parent: 'parent',
    head: 'manager',
    people: { by: 'link', object: 'territory_member', field: 'territory' },
  },
  {
    name: 'teams',
    object: 'team',
    head: 'leader',
    people: { by: 'link', object: 'team_member', field: 'team' },
  },
];
