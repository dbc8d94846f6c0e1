import { accessOf } from '../access/index.ts';
import { Problem } from '../errors.ts';
import { answer, type Route } from '../route.ts';
import { type DoctorOptions, diagnose } from './doctor.ts';

/** What operators ask. */
export const routesOf = (options: DoctorOptions): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/doctor',
    reads: 'versions and state of the installation, for those who operate it',
    handler: async ({ ctx }) => {
      if (!accessOf(ctx.model, ctx.actor).hasAdminRight('operations')) {
        throw new Problem('workspace.not_allowed');
      }
      return answer(await diagnose(ctx, options));
    },
  },
];
