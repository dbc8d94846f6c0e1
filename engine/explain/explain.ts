import {
  type Access,
  type Action,
  accessOf,
  behalfOf,
  type ObjectAccess,
  ofParent,
  type Way,
} from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { standingOf } from '../records/index.ts';

/** What a record that is there can be asked about. */
export type ExplainedAction = Extract<Action, 'read' | 'update' | 'delete'>;

/** A way to a record, and which of its scopes hold there. */
export interface JudgedWay extends Way {
  readonly holds: readonly boolean[];
  readonly isMet: boolean;
}

export interface JudgedBound {
  readonly rule: string;
  readonly isMet: boolean;
}

/** Why somebody may do something with a record, or with a field of it; or why not. */
export interface Explanation {
  readonly object: string;
  readonly record: string;
  readonly action: ExplainedAction;
  readonly field?: string;
  readonly verdict: 'granted' | 'denied';
  /** what denies first */
  readonly reason?: 'object' | 'field' | 'formula' | 'masked' | 'bin' | 'rows' | 'restriction' | 'record';
  /** the way that grants, or those that there are and do not reach it: the nearest first */
  readonly ways: readonly JudgedWay[];
  readonly bounds: readonly JudgedBound[];
  /** the record whose rights it follows, explained */
  readonly parent?: Explanation;
}

export interface Asked {
  readonly object: string;
  readonly record: string;
  readonly action: ExplainedAction;
  readonly field?: string;
}

const judged = (way: Way, holds: ReadonlyMap<string, boolean>): JudgedWay => {
  const each = way.scopes.map((scope) => scope === 'all' || holds.get(scope) === true);
  return { ...way, holds: each, isMet: each.every(Boolean) };
};

const met = ({ holds }: JudgedWay): number => holds.filter(Boolean).length / holds.length;

/** A field is read by whoever may write it. */
const suffices = (way: Way, action: ExplainedAction): boolean =>
  action === 'read' ? way.right === 'read' || way.right === 'write' : way.right === 'write';

/** What the actor of the context may do, from the same terms that their lists are made of. */
export async function explain(ctx: RequestContext, asked: Asked): Promise<Explanation> {
  const access = accessOf(ctx.model, ctx.actor);
  const object = access.object(asked.object);
  const nothing = { ...asked, verdict: 'denied' as const, ways: [], bounds: [] };
  if (!object) return { ...nothing, reason: 'object' };
  // whoever does not see a record does nothing with it
  if (asked.action !== 'read') {
    const seen = await explain(ctx, { object: asked.object, record: asked.record, action: 'read' });
    if (seen.verdict === 'denied') return seen;
  }
  return explainRow(ctx, access, object, asked, nothing);
}

async function explainRow(
  ctx: RequestContext,
  access: Access,
  object: ObjectAccess,
  asked: Asked,
  nothing: Explanation,
): Promise<Explanation> {
  const { action, field, record } = asked;
  const all = object.ways({ action, ...(field !== undefined && { field }) });
  const ways = field === undefined ? all : all.filter((way) => suffices(way, action));
  if (ways.length === 0) {
    const isMasked = field !== undefined && all.some(({ right }) => right === 'masked');
    const reason = isMasked ? 'masked' : field !== undefined && object.can(action) ? 'field' : 'object';
    return { ...nothing, reason };
  }
  const bounds = object.bounds(action);
  const scopes = [...new Set([...ways.flatMap((way) => way.scopes), ...bounds.map(boundScope)])].filter(
    (scope) => scope !== 'all',
  );
  const standing = await standingOf(ctx, access, object, record, scopes);
  if (!standing) return { ...nothing, reason: 'record' };
  const told = ways.map((way) => judged(way, standing.holds)).sort((a, b) => met(b) - met(a));
  const kept = bounds.map((rule) => ({ rule, isMet: standing.holds.get(boundScope(rule)) === true }));
  const parent = standing.parent !== null && told.some(followsParent) ? standing.parent : undefined;
  const above = object.parent?.access.object.name;
  const lines = object.object.follows?.lines;
  // of what is reached for somebody, it is they who reach the parent
  const [nearest] = told;
  const delegator =
    nearest?.source.by === 'delegation' ? ctx.actor.delegators?.[nearest.source.place] : undefined;
  const explained = {
    ...asked,
    bounds: kept,
    ...(parent !== undefined &&
      above !== undefined && {
        parent: await explain(delegator ? { ...ctx, actor: delegator } : ctx, {
          object: above,
          record: parent,
          action: action === 'read' ? 'read' : 'update',
          // line items are as much theirs as the field that holds them
          ...(lines !== undefined && { field: lines }),
        }),
      }),
  };
  const denied = (reason: NonNullable<Explanation['reason']>): Explanation => ({
    ...explained,
    verdict: 'denied',
    reason,
    ways: told,
  });
  if (field !== undefined && !(await readsAll(ctx, object, asked))) return denied('formula');
  const granting = told.find(({ isMet }) => isMet);
  if (!granting) return denied('rows');
  if (kept.some(({ isMet }) => !isMet)) return denied('restriction');
  if (standing.isDeleted) return denied('bin');
  return { ...explained, verdict: 'granted', ways: [granting] };
}

/** Whether the actor reads what a formula is worked out from, as far as that stands in the record itself. */
async function readsAll(ctx: RequestContext, object: ObjectAccess, asked: Asked): Promise<boolean> {
  const { name, formula } = object.object.fields.get(asked.field!)!;
  if (asked.action !== 'read' || !formula) return true;
  if (object.readableRows(name).length === 0) return false;
  const read = [...new Set(formula.references.map(([first]) => first!))].filter((one) =>
    object.object.fields.has(one),
  );
  const each = await Promise.all(read.map((one) => explain(ctx, { ...asked, field: one })));
  return each.every(({ verdict }) => verdict === 'granted');
}

const boundScope = (rule: string): string => `where:${rule}`;
const followsParent = ({ source, scopes }: JudgedWay): boolean =>
  source.by === 'parent' || scopes.some((scope) => ofParent(behalfOf(scope)?.scope ?? scope) !== undefined);
