import { type Access, type ActorAttribute, accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { constantSql, quote } from '../db/names.ts';
import { macroKey, toSql } from '../expression/index.ts';
import type { WireValue } from '../field-types/index.ts';
import { timeOf } from '../model/index.ts';
import type { Model, ModelField, ModelObject, PhysicalColumn } from '../model/model.ts';
import {
  defaultReads,
  type Facts,
  firstValues,
  fitKey,
  type LookupFilter,
  type RuleReads,
  ruleReads,
  type Situation,
  type Values,
} from '../rules/index.ts';
import { type Binder, makeBinder, type Source } from './binder.ts';
import { ENGINE } from './engine-rights.ts';
import { columnText, fitSql } from './fit-sql.ts';
import type { Frame } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { bareMember, memberOf } from './members.ts';
import type { OutputValue } from './output.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';
import { childRows, follow, referenceSql } from './reference-sql.ts';
import { leaveAsked, leaveAskedOnce, type SensitiveField } from './sensitive.ts';
import { valueSql, wireSql } from './value-sql.ts';
import { wireOf } from './wire.ts';
import { compileWriter, type RowWriter, rawColumns } from './writer.ts';

/** One statement that reads values of other records. */
interface FactsPlan {
  readonly text: string;
  readonly sources: readonly Source[];
  /** columns of the record itself that its joins begin with, in the order of their parameters */
  readonly columns: readonly { readonly field: ModelField; readonly column: PhysicalColumn }[];
  readonly output: readonly OutputValue[];
  /** that these rights let somebody see; none of the engine's */
  readonly asked: readonly SensitiveField[];
  writer?: RowWriter;
}

type Reads = Pick<RuleReads, 'facts' | 'macros' | 'filters'>;

const NONE: Facts = new Map();
const plans = new WeakMap<Model, Map<string, FactsPlan>>();

/**
 * The records stand as they come to be, written or not: `v` holds their links under the names of the
 * table's columns, so that paths begin there as they would in the table.
 */
function makePlan(ctx: RequestContext, access: Access, object: ModelObject, reads: Reads): FactsPlan {
  const row = { access: access.object(object.name)!, alias: 'v' };
  const binder = makeBinder(ctx);
  binder.seal();
  const frame = makeFrame(ctx.model, access, row, binder);
  const values = reads.facts.map((path): OutputValue => {
    const found = follow(frame, path);
    const spelled = found?.member.type.plain ? valueSql : wireSql;
    const sql = found ? spelled(frame, found.row, bareMember(found.member)) : referenceSql(frame, row, path);
    return { name: path.join('.'), sql, isList: found?.member.type.kind === 'list' };
  });
  const answers = reads.macros.map((macro): OutputValue => {
    const sql = toSql(
      { tree: macro },
      {
        reference: (path) =>
          path[0] === '$user' ? binder.actor(path[1] as ActorAttribute) : referenceSql(frame, row, path),
        children: (path, depth) => childRows(frame, row, path, depth),
        parameter: constantSql,
        moving: binder.moving,
        now: ctx.now,
        ...timeOf(ctx.model),
      },
    );
    return { name: macroKey(macro), sql: wireOf(macro.type.kind, sql), isList: macro.type.kind === 'list' };
  });
  const fits = reads.filters.map((filter) => fitOutput(ctx, frame, binder, filter));
  const output = [...values, ...answers, ...fits];
  const columns = [...object.fields.values()].flatMap((field) =>
    field.columns.filter(({ name }) => frame.columns.has(name)).map((column) => ({ field, column })),
  );
  const first = binder.sources.length + 1;
  const lists = columns.map((_, index) => `$${first + index}::text[]`);
  const given = columns.map(({ column }, index) => `u.c${index}::${column.type} AS ${quote(column.name)}`);
  const names = columns.map((_, index) => `c${index}`);
  const rows = `SELECT ${[...given, 'u.n'].join(', ')} FROM unnest(${lists.join(', ')}) WITH ORDINALITY AS u (${[...names, 'n'].join(', ')})`;
  const text = `SELECT ${rawColumns(output).join(', ')} FROM (${rows}) v ${frame.joins.join(' ')} ORDER BY v.n`;
  const isEngine = access === accessOf(ctx.model, ENGINE);
  const asked = isEngine ? [] : [...binder.sensitive.values()];
  return { text, sources: binder.sources, columns, output, asked };
}

/** Whether the record that a relation points at is one that it takes. */
function fitOutput(ctx: RequestContext, frame: Frame, binder: Binder, filter: LookupFilter): OutputValue {
  const target = frame.joined(frame.row, memberOf(frame.row.access, filter.field.name)!);
  const sql = target
    ? fitSql(ctx, filter, { frame, row: target }, { frame, row: frame.row }, binder.actor)
    : 'false';
  return { name: fitKey(filter.field), sql: `coalesce(${sql}, false)`, isList: false };
}

function planFor(ctx: RequestContext, access: Access, object: ModelObject, reads: Reads): FactsPlan {
  let known = plans.get(ctx.model);
  if (!known) {
    known = new Map();
    plans.set(ctx.model, known);
  }
  const names = [
    ...reads.facts.map((path) => path.join('.')),
    ...reads.macros.map(macroKey),
    ...reads.filters.map(({ field }) => fitKey(field)),
  ];
  const shape = [access.key, object.name, ...names].join('\n');
  let plan = known.get(shape);
  if (!plan) {
    plan = makePlan(ctx, access, object, reads);
    known.set(shape, plan);
  }
  return plan;
}

/**
 * The facts that the rules of an object judge these records by, each as it will be, with the engine's
 * rights: one statement for all of them, none where rules ask for nothing.
 */
export const readFacts = (
  ctx: RequestContext,
  on: Connection,
  object: ModelObject,
  records: readonly Values[],
): Promise<readonly Facts[]> =>
  readBehind(ctx, on, accessOf(ctx.model, ENGINE), object, ruleReads(object), records);

/**
 * What the default expressions of an object name behind relations of these new records, with the rights of
 * whoever makes them: a default shows what it reads. Null where that may not be seen.
 */
export const readDefaultFacts = (
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ModelObject,
  situations: readonly Situation[],
): Promise<readonly Facts[]> => {
  const reads = defaultReads(object);
  const isAsked = reads.facts.length + reads.macros.length > 0;
  return readBehind(ctx, on, access, object, reads, isAsked ? situations.map(firstValues) : []);
};

/** What stands behind paths of these records, each as it will be, for somebody's rights; `form` is what asks again and again. */
export async function readBehind(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ModelObject,
  reads: Reads,
  records: readonly Values[],
  form?: string,
): Promise<readonly Facts[]> {
  const asked = reads.facts.length + reads.macros.length + reads.filters.length;
  if (asked === 0 || records.length === 0) return records.map(() => NONE);
  const plan = planFor(ctx, access, object, reads);
  const lists = plan.columns.map(({ field, column }) =>
    records.map((values) => columnText(values, field, column)),
  );
  const values = [...plan.sources.map((source) => source({ ctx, limit: 0, offset: 0 })), ...lists];
  const { rows, oids } = await runStatement(on, { name: statementName(plan.text), text: plan.text, values });
  if (form === undefined) await leaveAsked(ctx, plan.asked, on);
  else {
    // where a relation leads elsewhere it is another record that is asked about
    const links = plan.columns.flatMap(({ field }, index) => (field.type.relation ? lists[index]! : []));
    await leaveAskedOnce(ctx, plan.asked, [object.id, form, ...links], on);
  }
  plan.writer ??= compileWriter(plan.output, oids);
  return rows.map(
    (row) => new Map(Object.entries(JSON.parse(plan.writer!(row)) as Record<string, WireValue>)),
  );
}
