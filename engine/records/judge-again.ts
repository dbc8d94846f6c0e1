import { accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import type { ProblemItem } from '../errors.ts';
import type { ModelObject } from '../model/model.ts';
import { conclude, type Reading, ruleReads, type Values } from '../rules/index.ts';
import { makeBinder } from './binder.ts';
import { ENGINE } from './engine-rights.ts';
import { readFacts } from './facts.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { storedValues } from './narrow.ts';
import { type Connection, runStatement } from './postgres.ts';
import { compileWriter, rawColumns } from './writer.ts';

/**
 * Rules of a record may read its line items, by roll-ups or questions about them. They are then asked when
 * those are written, in the same transaction, and not before.
 */

/** Verdicts of rules, and of what they may say otherwise. */
const OF_RULES: ReadonlySet<string> = new Set([
  ...['record.rule', 'record.required', 'record.hidden'],
  ...['record.rule_read_only', 'record.rule_option'],
]);

const asking = new WeakMap<ModelObject, boolean>();

function readsLines(object: ModelObject): boolean {
  let reads = asking.get(object);
  if (reads === undefined) {
    const { own, macros } = ruleReads(object);
    reads = macros.length > 0 || own.some((name) => object.fields.get(name)?.rollup);
    asking.set(object, reads);
  }
  return reads;
}

/** Whether the rules are asked behind the line items that are written with the record. */
export const asksAgain = (object: ModelObject, lines: readonly unknown[]): boolean =>
  lines.length > 0 && readsLines(object);

/** Problems of a verdict that hold whatever the line items come to. */
export const problemsBefore = (
  object: ModelObject,
  lines: readonly unknown[],
  problems: readonly ProblemItem[],
): readonly ProblemItem[] =>
  asksAgain(object, lines)
    ? problems.filter(({ code, path }) => !OF_RULES.has(code) || isLacking(object, code, path))
    : problems;

/** What is required whatever the rules say. */
const isLacking = ({ fields }: ModelObject, code: string, path: string): boolean =>
  code === 'record.required' && fields.get(path.split('/').at(-1)!)?.required === true;

/** A record that was written with line items, and how it was read. */
export interface Rejudged {
  readonly id: string;
  readonly reading: Reading;
}

/** The roll-ups of records that their rules read, by id: one statement for all of them. */
async function rolledUp(
  ctx: RequestContext,
  client: Connection,
  { object }: ObjectAccess,
  ids: readonly string[],
  names: readonly string[],
): Promise<ReadonlyMap<string, Values>> {
  if (names.length === 0 || ids.length === 0) return new Map();
  const access = accessOf(ctx.model, ENGINE);
  const whole = access.object(object.name)!;
  const binder = makeBinder(ctx);
  const frame = makeFrame(ctx.model, access, { access: whole, alias: 't' }, binder, { canJoin: false });
  const output = storedValues(frame, whole, names);
  const given = binder.parameter(ids, 'uuid[]');
  const text = `SELECT t.id, ${rawColumns(output).join(', ')} FROM ${tableOf(ctx.model, object)} t WHERE t.id = ANY(${given})`;
  const { rows, oids } = await runStatement(client, { text, values: binder.values });
  const write = compileWriter(output, oids.slice(1));
  return new Map(rows.map(([id, ...row]) => [id!, new Map(Object.entries(JSON.parse(write(row))))]));
}

/** What is wrong with written records now that their line items stand beside them. */
export async function problemsBehindLines(
  ctx: RequestContext,
  client: Connection,
  object: ObjectAccess,
  records: readonly Rejudged[],
): Promise<readonly ProblemItem[]> {
  const { fields } = object.object;
  const names = ruleReads(object.object).own.filter((name) => fields.get(name)?.rollup);
  const ids = records.map(({ id }) => id);
  const rolled = await rolledUp(ctx, client, object, ids, names);
  const readings = records.map(({ id, reading }): Reading => {
    const now = rolled.get(id) ?? new Map();
    const after = new Map([...reading.after, ...now, ['id', id] as const]);
    // what the line items have changed is changed by this write
    const values = new Map(reading.values);
    for (const name of names) values.set(fields.get(name)!, now.get(name) ?? null);
    const { drafts: _, ...read } = reading;
    return { ...read, values, after };
  });
  const facts = await readFacts(
    ctx,
    client,
    object.object,
    readings.map(({ after }) => after),
  );
  return readings.flatMap((reading, index) => [...conclude(reading, facts[index]).problems]);
}
