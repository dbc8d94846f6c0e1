import { accessOf } from '../access/index.ts';
import { Problem } from '../errors.ts';
import type { CurrentModels } from '../model/index.ts';
import type { People } from '../people/index.ts';
import { draftModel, draftNamed } from '../publish/index.ts';
import { answer, type Route } from '../route.ts';
import { saidEffects } from './said.ts';

/** What the addresses of this room need besides a request. */
export interface EffectParts {
  readonly models: CurrentModels;
  readonly people: People;
}

/** Who would gain and lose what by publishing a draft. */
export const routesOf = ({ models, people }: EffectParts): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/metadata/draft/effects',
    reads: 'administration',
    answers: 'how many records and which fields users gain and lose, for those who may change the model',
    handler: async ({ ctx, query }) => {
      if (!accessOf(ctx.model, ctx.actor).hasAdminRight('model')) throw new Problem('publish.not_allowed');
      const of = draftNamed(query.get('draft') ?? 'own', ctx.actor.userId);
      const after = await draftModel({ db: ctx.db, workspace: ctx.workspace, models }, of, ctx.model);
      return answer(await saidEffects(ctx, people, after));
    },
  },
];
