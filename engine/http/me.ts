import { accessOf, OF_PEOPLE } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, problemItem } from '../errors.ts';
import type { ModelNavigation, NavigationItem } from '../model/model.ts';
import { adminRightsOf, type People, readMembers } from '../people/index.ts';
import { updateRecord } from '../records/index.ts';
import { answer, type Route } from '../route.ts';

const isFor = (roles: readonly string[], ctx: RequestContext): boolean =>
  roles.length === 0 || roles.some((role) => ctx.actor.roles.includes(role));

/** Whether the caller may open what an item leads to: the list of an object, or a view of it. */
function mayOpen(ctx: RequestContext, { object, view }: NavigationItem): boolean {
  const name = object ?? view?.split('.')[0];
  return name === undefined || accessOf(ctx.model, ctx.actor).can(name, 'read');
}

/** The items that lead somewhere; a group with nothing in it is none. */
function cutItems(ctx: RequestContext, items: readonly NavigationItem[]): NavigationItem[] {
  return items.flatMap((item) => {
    if (!item.items) return mayOpen(ctx, item) ? [item] : [];
    const inside = cutItems(ctx, item.items);
    return inside.length > 0 ? [{ ...item, items: inside }] : [];
  });
}

/** Where no document says what the menu holds: every object that people work with. */
const everything = (ctx: RequestContext): ModelNavigation => ({
  name: '',
  roles: [],
  items: [...ctx.model.objects.values()]
    .filter(({ system }) => !system)
    .map(({ name }) => ({ object: name })),
  phone: [],
});

/** The lists of people and of how they stand to each other, for those who may add to them. */
const peopleItems = (ctx: RequestContext): NavigationItem[] => {
  const access = accessOf(ctx.model, ctx.actor);
  const managed = OF_PEOPLE.filter((name) => access.can(name, 'create'));
  // everybody delegates what is their own: theirs stand in their profile
  const all = managed.length > 0 && access.can('delegation', 'create') ? [...managed, 'delegation'] : managed;
  return all.map((object) => ({ object }));
};

function describeNavigation(ctx: RequestContext) {
  // what is for everybody is for every colleague
  const chosen =
    ctx.model.navigations.find(({ roles }) => isFor(roles, ctx) && (!ctx.actor.portal || roles.length > 0)) ??
    everything(ctx);
  const { items, phone, home } = chosen;
  const navigation = { items: cutItems(ctx, items), phone: cutItems(ctx, phone), people: peopleItems(ctx) };
  return { navigation, home: home ?? null };
}

function adminRights({ model, actor }: RequestContext): string[] {
  if (actor.limits || actor.portal) return [];
  const roles = actor.kind === 'engine' ? [...model.roles.keys()] : actor.roles;
  return [...adminRightsOf(model, roles)].sort();
}

async function describeMe(ctx: RequestContext, people: People) {
  const { actor, workspace, model } = ctx;
  const user = actor.userId === null ? undefined : await people.users.byId(workspace, model, actor.userId);
  // a key is of one workspace, whoever it acts as
  const isPerson = actor.source === 'ui' && !actor.viewedBy && user?.person;
  const workspaces = isPerson ? await people.members.workspacesOf(user.person!) : [workspace.name];
  const { timeZone, currency, languages, weekStart, yearStart } = model.settings;
  return {
    user: {
      id: actor.userId,
      kind: user?.kind ?? null,
      name: actor.name,
      email: actor.email,
      department: actor.department ?? null,
      manager: actor.manager ?? null,
      portal_record: actor.portal?.id ?? null,
      // whoever looks on reads in their own language
      locale: actor.viewedBy ? ctx.locale : (user?.locale ?? null),
      timeZone: user?.timeZone ?? null,
    },
    viewedBy: actor.viewedBy ?? null,
    actsFor: (actor.delegators ?? []).map(({ userId, name }) => ({ id: userId, name })),
    roles: actor.roles,
    departments: actor.departments ?? [],
    teams: actor.teams ?? [],
    territories: actor.territories ?? [],
    workspace: workspace.name,
    workspaces: workspaces.map((name) => ({ name })),
    admin: adminRights(ctx),
    settings: { timeZone, currency, languages, weekStart, yearStart },
    ...describeNavigation(ctx),
  };
}

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z_]+\//.test(name);
  } catch {
    return false;
  }
};

/** What people may change of themselves, by the name of the field that keeps it. */
function changesOf(ctx: RequestContext, body: unknown): Readonly<Record<string, string | null>> {
  const given = readMembers(body, { locale: 'text?', timeZone: 'text?' });
  const known = [...new Set([...ctx.model.settings.languages, 'zh-CN', 'en'])];
  const items = [];
  if (given.locale && !known.includes(given.locale)) {
    const params = { name: 'locale', given: given.locale.slice(0, 40), expected: known.join(' | ') };
    items.push(problemItem('/locale', 'request.value', params));
  }
  if (given.timeZone && !isTimeZone(given.timeZone)) {
    const params = { name: 'timeZone', given: given.timeZone.slice(0, 40), expected: 'Asia/Shanghai…' };
    items.push(problemItem('/timeZone', 'request.value', params));
  }
  if (items.length > 0) throw new Problem('people.invalid', {}, items);
  return {
    ...(given.locale !== undefined && { locale: given.locale || null }),
    ...(given.timeZone !== undefined && { time_zone: given.timeZone || null }),
  };
}

/** Changes the caller's own row: with the engine's rights, as nobody is granted it, and in their name. */
async function changeMe(ctx: RequestContext, people: People, body: unknown): Promise<void> {
  const values = changesOf(ctx, body);
  const id = ctx.actor.userId;
  if (id === null || Object.keys(values).length === 0) return;
  const asEngine: RequestContext = { ...ctx, actor: { ...ctx.actor, kind: 'engine' } };
  await updateRecord(asEngine, 'user', { id, values, path: '' });
  await people.changed(ctx.workspace);
}

/** Who the caller is, and what their pages need to know before anything else. */
export const meRoutes = (people: People): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/me',
    isForPortal: true,
    reads: 'me',
    answers: 'the caller; the menu cut to what they may open',
    handler: async ({ ctx }) => answer(await describeMe(ctx, people)),
  },
  {
    method: 'PATCH',
    path: '/api/me',
    isForPortal: true,
    reads: 'me',
    answers: 'the caller, as reading them would',
    handler: async ({ ctx, body }) => {
      await changeMe(ctx, people, body);
      return answer(await describeMe(ctx, people));
    },
  },
];
