import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { verifyRollups } from '../rollups/index.ts';
import { answer, type Route } from '../route.ts';
import { type DoctorOptions, diagnose } from './doctor.ts';
import { encryptionRoutes } from './encryption-routes.ts';

function assertMayOperate({ model, actor }: RequestContext): void {
  if (!accessOf(model, actor).hasAdminRight('operations')) throw new Problem('workspace.not_allowed');
}

/** What operators ask. */
export const routesOf = (options: DoctorOptions): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/doctor',
    reads: 'administration',
    answers: 'versions and state of the installation, for those who operate it',
    handler: async ({ ctx }) => {
      assertMayOperate(ctx);
      return answer(await diagnose(ctx, options));
    },
  },
  {
    method: 'POST',
    path: '/api/doctor/rollups',
    reads: 'administration',
    answers:
      'which roll-ups differed from the records that they are over, for those who operate the installation',
    handler: async ({ ctx }) => {
      assertMayOperate(ctx);
      const reports = await verifyRollups(ctx.model, ctx.db.forWorkspace(ctx.workspace), { repair: true });
      return answer({ rollups: reports });
    },
  },
  ...encryptionRoutes(options),
];
