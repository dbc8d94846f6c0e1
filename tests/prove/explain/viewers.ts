import type { Oracle } from '../access/oracle.ts';
import type { StoredRow, UserSpec } from '../access/specification.ts';
import type { AccessWorld } from '../access/world.ts';

interface Page {
  readonly count: number;
  readonly unknown: number;
  readonly viewers: readonly { readonly user: { readonly id: string }; readonly verdict: string }[];
  readonly next: string | null;
}

/** All pages of who sees a record. */
async function viewersOf(world: AccessWorld, { object, id }: StoredRow): Promise<Page> {
  const pages: Page[] = [];
  for (let after = ''; ; after = `?after=${pages.at(-1)!.next}`) {
    const { status, text, body } = await world.operator(
      'GET',
      `/api/records/${object}/${id}/access/viewers${after}`,
    );
    if (status !== 200) throw new Error(`${status} ${text}`);
    pages.push(body);
    if (body.next === null) return { ...body, viewers: pages.flatMap(({ viewers }) => viewers) };
  }
}

/** Of whom a list of who sees a record says otherwise than the oracle does. */
export async function viewersFaults(
  world: AccessWorld,
  oracleOf: (user: UserSpec) => Oracle,
  row: StoredRow,
): Promise<readonly { readonly user: UserSpec; readonly fault: string }[]> {
  const { count, unknown, viewers } = await viewersOf(world, row);
  if (count !== viewers.length || unknown > 0)
    throw new Error(`${viewers.length} of ${count} who see, ${unknown} unknown`);
  const listed = new Map(viewers.map(({ user, verdict }) => [user.id, verdict]));
  return [...world.users.values()].flatMap((user) => {
    const sees = oracleOf(user).sees(row);
    const verdict = listed.get(user.id);
    if (sees === (verdict !== undefined) && verdict !== 'denied') return [];
    return [{ user, fault: `is ${sees ? 'not ' : ''}listed as who sees it, as ${verdict}` }];
  });
}
