import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { Problem, problemItem } from '../errors.ts';
import { isUuid } from '../ids.ts';
import { assertMayManagePeople } from '../people/index.ts';
import { answer, type Route } from '../route.ts';
import { moveEffects } from './move-effects.ts';
import { PLACES, type Places, placesOf } from './places.ts';

function placesAsked({ model }: RequestContext, name: string): Places {
  const known = PLACES.find((one) => one === name);
  const places = known && placesOf(model, known);
  if (places) return places;
  const params = { name: 'object', given: name.slice(0, 48), expected: PLACES.join(' | ') };
  throw new Problem('people.invalid', {}, [problemItem('/object', 'request.value', params)]);
}

/** Where something stands now; refuses what is not there. */
async function parentOf(ctx: RequestContext, { table, up }: Places, id: string): Promise<string | null> {
  const { rows } = isUuid(id)
    ? await query<{ up: string | null }>(ctx.db.forReading(ctx.workspace), {
        text: `SELECT t.${up}::text AS up FROM ${table} t WHERE t.id = $1::uuid AND t.deleted_at IS NULL`,
        values: [id],
      })
    : { rows: [] };
  if (!rows[0]) throw new Problem('record.not_found');
  return rows[0].up;
}

/** The trees in which people stand. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/organization/move',
    reads: 'administration',
    answers:
      'how many people and records go along when a department, a territory or a manager stands elsewhere, and who reaches them no more, for those who manage people',
    handler: async ({ ctx, query: given }) => {
      assertMayManagePeople(ctx);
      const places = placesAsked(ctx, given.get('object') ?? '');
      const [id, to] = [given.get('id') ?? '', given.get('to') || null];
      const from = await parentOf(ctx, places, id);
      if (to !== null) await parentOf(ctx, places, to);
      return answer(await moveEffects(ctx, places, { id, from, to }));
    },
  },
];
