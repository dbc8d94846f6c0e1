import type { Access, ObjectAccess } from '../access/index.ts';
import type { Entry } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { type ProblemItem, problemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import { uuidv7 } from '../ids.ts';
import type { ModelField } from '../model/model.ts';
import { conclude, type Reading, readChange, type StageMove, type Verdict } from '../rules/index.ts';
import { addedOnBehalf } from './behalf.ts';
import { keepConsents } from './consents.ts';
import { duplicateProblems, hasBlocking } from './duplicates.ts';
import { readDefaultFacts, readFacts } from './facts.ts';
import { withFiles } from './files.ts';
import { tableOf } from './frame.ts';
import { withGaplessNumbers } from './gapless.ts';
import { type GivenLine, type GivenLines, givenLines, strayProblems } from './given-lines.ts';
import { problemsBefore } from './judge-again.ts';
import { keptFilterProblems } from './kept-filters.ts';
import { withDrafts } from './line-drafts.ts';
import { lackingLines, planLines } from './lines.ts';
import { matchEntries } from './matches.ts';
import { newRecordRights, situationOf } from './narrow.ts';
import { freshNumbers, type NumberSupply } from './numbering.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';
import { isNamedIn, problemOf, type RefusedValue } from './postgres-errors.ts';
import { missingReferences, orphanProblems, portalProblems, referencesIn, refusalsOf } from './references.ts';
import { emptyRollupCells, rollupCreated } from './rollups.ts';
import { type Cell, cellsOf, insertMany, newRowCells } from './row.ts';
import { withSecrets } from './secrets.ts';
import { changesOf, type Trace, trailOf } from './trail.ts';
import { tooDeep } from './tree.ts';

/** A record after a write. */
export interface Written {
  readonly id: string;
  readonly version: number;
  /** the record as JSON, where the writer asked for it */
  readonly text?: string;
  /** entries that belong into the audit before anybody is shown that */
  readonly reads?: readonly Entry[];
}

/** A body of a new record, and where it stands in the request. */
export interface NewRecord {
  readonly values: unknown;
  readonly path: string;
  /** given by imports that know the ids of the rows that others of their rows point at */
  readonly id?: string;
  /** a line item, which belongs to the record that is written with it */
  readonly isLine?: boolean;
  /** where it stands among the line items of that */
  readonly place?: number;
}

/** A new record that has passed the rules. */
export interface PreparedRecord {
  readonly id: string;
  readonly path: string;
  readonly changes: ReadonlyMap<ModelField, WireValue>;
  readonly moves: readonly StageMove[];
  readonly place?: number;
  /** line items to be written behind it */
  readonly lines: readonly GivenLines[];
  /** how it was judged, where its rules are asked again behind its line items */
  readonly reading: Reading;
}

export type Judged = { readonly prepared: PreparedRecord } | { readonly problems: readonly ProblemItem[] };

/**
 * Judges new records; `on` is where what they refer to is looked up. Nothing is written but auto-numbers:
 * inside a transaction they are taken before it (`reserveNumbers`).
 */
export async function prepareRecords(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  records: readonly NewRecord[],
  numbersOf: NumberSupply = freshNumbers(ctx),
): Promise<readonly Judged[]> {
  const asked = records.map(({ values }) => ({ values }));
  const bodies = await withSecrets(ctx, object.object, await withFiles(ctx, on, object.object, asked));
  const situations = records.map(({ path }, index) =>
    situationOf(ctx, object, newRecordRights(ctx, object, bodies[index]), { given: bodies[index], path }),
  );
  const named = await readDefaultFacts(ctx, on, access, object.object, situations);
  const readings = situations.map((situation, index) =>
    withDrafts(ctx, access, readChange(situation, named[index])),
  );
  const facts = await readFacts(
    ctx,
    on,
    object.object,
    readings.map(({ after }) => after),
  );
  const verdicts = readings.map((reading, index) => conclude(reading, facts[index]));
  const references = verdicts.flatMap(({ changes }, index) =>
    referencesIn(ctx, object, changes, records[index]!.path)
      .filter(({ field }) => !(records[index]!.isLine && field.name === object.object.follows?.via))
      .map((reference) => ({ ...reference, index })),
  );
  const missing = await missingReferences(ctx, access, on, references);
  const lines = verdicts.map(({ changes }, index) => givenLines(access, changes, records[index]!.path));
  const missingOf = Map.groupBy(missing, ({ reference }) => (reference as (typeof references)[number]).index);
  const deep = await tooDeep(
    ctx,
    on,
    object.object,
    verdicts.map(({ changes }, index) => ({ changes, path: records[index]!.path })),
  );
  const alike = hasBlocking(ctx, object.object)
    ? await alikeProblems(ctx, on, access, object, verdicts, records)
    : [];
  const problems = verdicts.map((verdict, index) => [
    ...(alike[index] ?? []),
    ...(deep.has(index) ? [deep.get(index)!] : []),
    ...problemsBefore(object.object, lines[index]!, refusalsOf(verdict.problems, missingOf.get(index) ?? [])),
    ...lackingLines(
      lines[index]!.map((given) => planLines(given, [])),
      verdict,
      records[index]!.path,
    ),
    ...lines[index]!.flatMap(newLineProblems),
    ...orphanProblems(object, verdict.changes, records[index]!.path, true),
    ...keptFilterProblems(ctx, object.object, verdict.changes, records[index]!.path),
    ...portalProblems(ctx, object, verdict.changes, records[index]!.path),
  ]);
  const good = verdicts.filter((_, index) => problems[index]!.length === 0);
  const numbers = await numbersOf(
    object.object,
    good.map(({ changes }) => changes),
  );
  let next = 0;
  return verdicts.map(({ changes, moves }, index): Judged => {
    if (problems[index]!.length > 0) return { problems: problems[index]! };
    const { id = uuidv7(), path, place } = records[index]!;
    const own = [...changes].filter(([field]) => !field.type.apart);
    return {
      prepared: {
        id,
        path,
        changes: new Map([...own, ...numbers[next++]!]),
        moves,
        lines: lines[index]!,
        reading: readings[index]!,
        ...(place !== undefined && { place }),
      },
    };
  });
}

/** New records that are like one that is there, where a rule refuses that. */
async function alikeProblems(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  verdicts: readonly Verdict[],
  records: readonly NewRecord[],
): Promise<readonly (readonly ProblemItem[])[]> {
  const found: (readonly ProblemItem[])[] = [];
  for (const [index, { changes }] of verdicts.entries()) {
    const said = (name: string) => changes.get(object.object.fields.get(name)!) ?? null;
    found.push(await duplicateProblems(ctx, on, access, object, { said }, records[index]!.path));
  }
  return found;
}

/** What is wrong with the line items of a record that is not there yet: none of them can be. */
const newLineProblems = (given: GivenLines): ProblemItem[] => [
  ...strayProblems(given),
  ...given.lines
    .filter(({ isNew }) => !isNew)
    .map(({ id, path }) => problemItem(`${path}/id`, 'record.line', { given: id })),
];

/** What the history says of the line items of a new record. */
const linesOf = ({ lines }: PreparedRecord): Trace['changes'] =>
  Object.fromEntries(
    lines
      .filter((given) => given.lines.length > 0)
      .map((given) => [given.field.id, [null, { added: given.lines.map((line) => told(given, line)) }]]),
  );

/** Of a link what is linked, of a line item itself. */
const told = ({ field }: GivenLines, { id, values }: GivenLine): string =>
  field.lines!.to === undefined ? id : String(values[field.lines!.to]);

const valueIn =
  ({ object }: ObjectAccess, { changes }: PreparedRecord) =>
  (name: string): WireValue =>
    changes.get(object.fields.get(name)!) ?? null;

export const traceOf = (
  ctx: RequestContext,
  object: ObjectAccess,
  record: PreparedRecord,
  onBehalf?: string,
): Trace => ({
  object: object.object,
  record: record.id,
  version: 1,
  operation: 'create',
  changes: { ...changesOf(undefined, record.changes), ...linesOf(record) },
  moves: record.moves,
  matches: matchEntries(ctx, object.object, valueIn(object, record)),
  onBehalf,
});

/**
 * Inserts records in one flat statement with everything that they leave behind; without events
 * (`isHeard` false) where workflows and notices shall not hear of them. Gapless numbers are taken just before.
 */
export async function insertRows(
  ctx: RequestContext,
  on: Connection,
  object: ObjectAccess,
  judged: readonly PreparedRecord[],
  isHeard = true,
): Promise<void> {
  const prepared = await withGaplessNumbers(ctx, on, object.object, judged);
  const values: unknown[] = [];
  const behalfOf = await addedOnBehalf(ctx, on, object, prepared);
  const traces = prepared.map((one) => traceOf(ctx, object, one, behalfOf(one)));
  const ctes = trailOf(ctx, traces, values, isHeard);
  const rows = prepared.map((one) => rowCells(ctx, object, one));
  const text = `WITH ${ctes.join(', ')} ${insertMany(tableOf(ctx.model, object.object), rows, values)}`;
  await runStatement(on, { name: statementName(text), text, values }).catch((error: unknown) => {
    throw problemOf(error, object.object, refusedRecord(prepared, error));
  });
  await rollupCreated(
    ctx,
    on,
    object.object,
    prepared.map(({ changes }) => changes),
  );
  await keepConsents(ctx, on, object.object, prepared);
}

export const rowCells = (ctx: RequestContext, { object }: ObjectAccess, record: PreparedRecord): Cell[] => [
  ...newRowCells(ctx, record.id),
  ...emptyRollupCells(object),
  ...cellsOf(ctx, record.changes, record.moves),
  ...(record.place === undefined
    ? []
    : [{ column: 'place', type: 'int', value: String(record.place), empty: null }]),
];

/** The value and path of the record that a refused statement complains of, as far as it can be told. */
export function refusedRecord(prepared: readonly PreparedRecord[], error: unknown): RefusedValue {
  return (field) => {
    const holds = ({ changes }: PreparedRecord) => {
      const value = changes.get(field);
      return value !== undefined && value !== null && isNamedIn(error, value);
    };
    const found = prepared.length === 1 ? prepared[0] : prepared.findLast(holds);
    return found && { value: found.changes.get(field) ?? null, path: found.path };
  };
}
