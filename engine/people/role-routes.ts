import { answer, type Route, type RouteCall } from '../route.ts';
import { idOf } from './id-of.ts';
import type { People } from './people.ts';
import { assertRole, changeHolder, holdersOfRole } from './role-holders.ts';
import { assertMayManagePeople, holdersOf } from './roles.ts';

/** Roles, and who holds them: that counts from the next request on, whatever is drafted. */
export const roleRoutes = (people: People): readonly Route[] => {
  const changing =
    (isHolder: boolean) =>
    async ({ ctx, params }: RouteCall) => {
      assertMayManagePeople(ctx);
      const role = params.role!;
      // one that is no document any more can still be taken away
      if (isHolder) assertRole(ctx, role);
      await changeHolder(ctx, role, idOf(params.user!), isHolder);
      await people.changed(ctx.workspace);
      return new Response(null, { status: 204 });
    };
  return [
    {
      method: 'GET',
      path: '/api/roles',
      reads: 'administration',
      answers: 'names and labels of all roles and how many users hold each, for those who manage people',
      handler: async ({ ctx }) => {
        assertMayManagePeople(ctx);
        const holders = await holdersOf(ctx.model, ctx.db.forWorkspace(ctx.workspace));
        const roles = [...ctx.model.roles.values()].map(({ name, labels, admin, portal }) => ({
          name,
          labels,
          admin,
          portal,
          holders: holders.get(name) ?? 0,
        }));
        return answer({ roles });
      },
    },
    {
      method: 'GET',
      path: '/api/roles/:role/people',
      reads: 'administration',
      answers: 'who holds a role, by name, a page at a time, for those who manage people',
      handler: async ({ ctx, params, query }) => {
        assertMayManagePeople(ctx);
        assertRole(ctx, params.role!);
        const after = query.get('after');
        return answer(
          await holdersOfRole(ctx, params.role!, {
            q: query.get('q')?.trim() || null,
            after: after === null ? null : idOf(after),
          }),
        );
      },
    },
    {
      method: 'PUT',
      path: '/api/roles/:role/people/:user',
      reads: 'nothing',
      handler: changing(true),
    },
    {
      method: 'DELETE',
      path: '/api/roles/:role/people/:user',
      reads: 'nothing',
      handler: changing(false),
    },
  ];
};
