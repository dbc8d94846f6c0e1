import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { type Folded, foldedOf, matchColumn } from '../matching/index.ts';
import type { ModelMatchRule } from '../model/model.ts';
import { makeBinder } from './binder.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { bareMember, memberOf } from './members.ts';
import { type Connection, runStatement } from './postgres.ts';
import { isSensitive, leaveAskedOnce } from './sensitive.ts';
import { columnSql, valueSql } from './value-sql.ts';

interface Look {
  readonly access: Access;
  readonly rule: ModelMatchRule;
  /** what the rows are joined to, as `n(record)` */
  near(parameter: (value: unknown, type: string) => string): string;
}

/** Live records with what a rule compares, as somebody may read them. */
export async function readCompared(
  ctx: RequestContext,
  on: Connection,
  { access, rule, near }: Look,
): Promise<
  readonly {
    readonly id: string;
    readonly title: string | null;
    readonly texts: readonly (string | null)[];
  }[]
> {
  const object = access.object(rule.object)!;
  const row = { access: object, alias: 't' };
  const binder = makeBinder(ctx);
  const frame = makeFrame(ctx.model, access, row, binder);
  const texts = rule.compared.map(({ field }) => {
    const member = memberOf(object, field);
    if (!member) return 'NULL';
    const { part } = member.field.columns.find(({ name }) => name === matchColumn(member.field))!;
    return `${columnSql(frame, row, member, part)}::text`;
  });
  const title = memberOf(object, object.object.titleField);
  const titleSql = title ? `${valueSql(frame, row, bareMember(title))}::text` : 'NULL';
  const { rows } = await runStatement(on, {
    text: `SELECT t.id, ${[titleSql, ...texts].join(', ')} FROM (${near(binder.parameter)}) n JOIN ${tableOf(ctx.model, object.object)} t ON t.id = n.record ${frame.joins.join(' ')} WHERE ${frame.live(row).join(' AND ')}`,
    values: binder.values,
  });
  return rows.map(([id, name, ...held]) => ({ id: id!, title: name ?? null, texts: held }));
}

/** Who is told that something is alike has read it: sensitive fields leave that in the audit. */
export async function leaveMatched(
  ctx: RequestContext,
  on: Connection,
  { object }: ObjectAccess,
  rules: readonly ModelMatchRule[],
): Promise<void> {
  const names = new Set(rules.flatMap(({ compared }) => compared.map(({ field }) => field)));
  const fields = [...names].map((name) => object.fields.get(name)!).filter(isSensitive);
  if (fields.length > 0)
    await leaveAskedOnce(
      ctx,
      fields.map((field) => ({ object, field })),
      [],
      on,
    );
}

/** A live record with what a rule compares of it. */
export interface ComparedRecord {
  readonly id: string;
  /** null where its title may not be read */
  readonly title: string | null;
  readonly folded: Folded;
}

/** Of these records those that live and that somebody sees, by what they may read of them. */
export async function comparedRecords(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  rule: ModelMatchRule,
  ids: readonly string[],
): Promise<readonly ComparedRecord[]> {
  const near: Look['near'] = (parameter) => `SELECT unnest(${parameter(ids, 'uuid[]')}) AS record`;
  const found = await readCompared(ctx, on, { access, rule, near });
  return found.map(({ texts, ...one }) => ({ ...one, folded: foldedOf(rule, texts) }));
}
