import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { quote } from '../db/names.ts';
import { EXPECTED, itemsOf, type Labels, Problem, type ProblemItem, problemItem } from '../errors.ts';
import { isCellProblem, quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { insertRecords } from './create.ts';
import { tableOf } from './frame.ts';
import { lockCounting } from './gapless.ts';
import { countLines } from './given-lines.ts';
import { keepAnswer, type RepeatKey } from './idempotency.ts';
import { type NumberSupply, reserveNumbers } from './numbering.ts';
import { assertBulk, assertCan, objectAccessOf } from './plan.ts';
import { type Connection, runStatement } from './postgres.ts';
import { isPostgresError, problemOf } from './postgres-errors.ts';
import { type NewRecord, type PreparedRecord, prepareRecords, type Written } from './prepare.ts';
import { recordIdOf } from './read.ts';
import { deleteInside } from './remove.ts';
import { rollingUpOnce } from './rollups.ts';
import { withSecrets } from './secrets.ts';
import { lockTree } from './tree.ts';
import { updateInside } from './update.ts';
import { wantedForLines } from './wanted-numbers.ts';

/** One line of a batch, read but not yet judged. */
interface Operation {
  readonly op: 'create' | 'update' | 'delete' | 'upsert';
  readonly id?: string;
  readonly key?: string;
  readonly values: unknown;
  readonly path: string;
}

export type BatchResult =
  | { readonly op: Operation['op']; readonly id: string; readonly version: number }
  | { readonly op: string; readonly problem: Problem };

const OPERATIONS = ['create', 'update', 'delete', 'upsert'] as const;
const MEMBERS = ['op', 'id', 'key', 'values'];

function readOperation(line: unknown, path: string): Operation | ProblemItem {
  if (typeof line !== 'object' || line === null || Array.isArray(line)) {
    return problemItem(path, 'record.shape', { given: quoted(line) });
  }
  const { op, id, key, values } = line as Record<string, unknown>;
  const refuse = (name: string, given: unknown, expected: string | Labels): ProblemItem =>
    problemItem(`${path}/${name}`, 'request.value', { name, given: quoted(given ?? null), expected });
  const unknown = Object.keys(line).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) {
    return problemItem(`${path}/${unknown}`, 'request.parameter', {
      name: unknown,
      known: MEMBERS.join(', '),
    });
  }
  const word = OPERATIONS.find((one) => one === op);
  if (!word) return refuse('op', op, OPERATIONS.join(' | '));
  if ((word === 'update' || word === 'delete') && typeof id !== 'string')
    return refuse('id', id, EXPECTED.id);
  if (word === 'upsert' && typeof key !== 'string') return refuse('key', key, EXPECTED.uniqueField);
  return {
    op: word,
    ...(typeof id === 'string' && { id }),
    ...(typeof key === 'string' && { key }),
    values,
    path: `${path}/values`,
  };
}

/** Reads all lines, or refuses all with what is wrong in each. */
function readOperations(body: unknown): readonly Operation[] {
  const lines = Array.isArray(body) ? body : [];
  if (!Array.isArray(body) || lines.length === 0 || lines.length > LIMITS.batchSize) {
    throw new Problem('record.batch_size', { limit: LIMITS.batchSize, given: lines.length });
  }
  const read = lines.map((line, index) => readOperation(line, `/${index}`));
  const problems = read.filter((one): one is ProblemItem => 'code' in one);
  if (problems.length > 0) throw new Problem('record.batch', {}, problems);
  return read as Operation[];
}

/** The id of the live record whose unique field holds the value of an upsert; undefined where there is none. */
async function findByKey(
  ctx: RequestContext,
  on: Connection,
  object: ObjectAccess,
  { key, values, path }: Operation,
): Promise<string | undefined> {
  const field = object.object.fields.get(object.object.aliases.get(key!) ?? key!);
  const isKey = field && (field.unique || field.externalId) && object.readableRows(field.name).length > 0;
  const refuse = () => {
    const params = { name: 'key', given: quoted(key), expected: EXPECTED.uniqueField };
    return new Problem('record.invalid', {}, [
      problemItem(path.replace(/values$/, 'key'), 'request.value', params),
    ]);
  };
  if (!isKey) throw refuse();
  const given = (values as Record<string, unknown> | null)?.[key!];
  const [sought] = await withSecrets(ctx, object.object, [{ [field.name]: given ?? null }]);
  const secret = (sought as Record<string, unknown>)[field.name];
  const value = secret === null ? null : field.type.normalise(secret, field);
  // what is no value of the field is judged with the rest of the record
  if (value === null || isCellProblem(value)) return undefined;
  const column = `t.${quote(field.columns[0]!.name)}`;
  const unique = field.type.uniqueKey ?? ((source: (part: string) => string) => source(''));
  const text = `SELECT t.id FROM ${tableOf(ctx.model, object.object)} t WHERE ${unique(() => column)} = ${unique(() => `$1::${field.columns[0]!.type}`)} AND t.deleted_at IS NULL LIMIT 1`;
  const { rows } = await runStatement(on, { text, values: [field.type.toRow(value, field)['']] });
  return rows[0]?.[0] ?? undefined;
}

/** Lines under way in a transaction. */
interface Run {
  readonly ctx: RequestContext;
  readonly client: Connection;
  readonly access: Access;
  readonly object: ObjectAccess;
  readonly numbers: NumberSupply;
}

const mayCreate = ({ op }: Operation): boolean => op === 'create' || op === 'upsert';

/** Locks the records of several lines in the order of their ids: two batches never wait for each other in a circle. */
async function lockInOrder(
  { model }: RequestContext,
  client: Connection,
  { object }: ObjectAccess,
  operations: readonly Operation[],
): Promise<void> {
  const ids = operations.flatMap(({ id }) => (id !== undefined && isUuid(id) ? [id] : []));
  if (ids.length < 2) return;
  const text = `SELECT t.id FROM ${tableOf(model, object)} t WHERE t.id = ANY($1::uuid[]) ORDER BY t.id FOR NO KEY UPDATE OF t`;
  await runStatement(client, { text, values: [ids] });
}

/** Runs lines in one transaction; what they may need of auto-numbers is taken before it. */
async function inTransaction<Result>(
  ctx: RequestContext,
  objectName: string,
  operations: readonly Operation[],
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertBulk(object, operations.length);
  const count = object.can('create') ? operations.filter(mayCreate).length : 0;
  const bodies = operations.map(({ values }) => values);
  const lines = countLines(object.object, bodies);
  if (lines > LIMITS.batchLines)
    throw new Problem('record.batch_lines', { limit: LIMITS.batchLines, given: lines });
  const wanted = [{ object: object.object, count }, ...wantedForLines(ctx, object, bodies)];
  const numbers = await reserveNumbers(ctx, wanted);
  return persistentTransaction(ctx.db.forWorkspace(ctx.workspace), (client) =>
    rollingUpOnce(ctx, client, async (inside) => {
      await lockCounting(inside, client, { open: wanted });
      await lockTree(inside, client, object.object, bodies);
      await lockInOrder(inside, client, object, operations);
      return work({ ctx: inside, client, access, object, numbers: numbers(client) });
    }),
  );
}

/** Creates of one stretch: judged together, written by one statement. */
async function createAll(
  { ctx, client, access, object, numbers }: Run,
  records: readonly NewRecord[],
): Promise<readonly Written[]> {
  assertCan(object, 'create');
  const judged = await prepareRecords(ctx, client, access, object, records, numbers);
  const problems = judged.flatMap((one) => ('problems' in one ? one.problems : []));
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
  const prepared = judged.map((one) => (one as { prepared: PreparedRecord }).prepared);
  await insertRecords(ctx, client, object, prepared, { numbers });
  return prepared.map(({ id }) => ({ id, version: 1 }));
}

async function runOne(run: Run, operation: Operation): Promise<Written> {
  const { ctx, client, object } = run;
  const { op, values, path } = operation;
  const { name } = object.object;
  if (op === 'delete') return deleteInside(ctx, client, name, recordIdOf(operation.id!));
  const id = op === 'upsert' ? await findByKey(ctx, client, object, operation) : operation.id;
  if (op === 'update' || id !== undefined) {
    return updateInside(ctx, client, name, { id: recordIdOf(id!), values, path }, run.numbers);
  }
  return (await createAll(run, [{ values, path }]))[0]!;
}

/** Says which line a refusal belongs to; items that name theirs keep it. */
function atLine(error: unknown, { path }: Operation): unknown {
  // under another version of the model the whole of it is sent again
  if (!(error instanceof Problem) || error.code === 'record.model_changed') return error;
  const line = path.replace(/\/values$/, '');
  const placed = itemsOf(error).map((item) =>
    /^\/\d+(\/|$)/.test(item.path) ? item : { ...item, path: line + item.path },
  );
  return new Problem('record.batch', {}, placed, error.cause);
}

/** All lines in one transaction: with the first refusal nothing is written. */
async function runAll(run: Run, operations: readonly Operation[]): Promise<BatchResult[]> {
  const results: BatchResult[] = [];
  for (let index = 0; index < operations.length; ) {
    const operation = operations[index]!;
    const stretch = operations.slice(index).findIndex(({ op }) => op !== 'create');
    const creates = stretch < 0 ? operations.length - index : stretch;
    try {
      if (creates > 0) {
        const written = await createAll(run, operations.slice(index, index + creates));
        results.push(...written.map(({ id, version }) => ({ op: 'create' as const, id, version })));
        index += creates;
      } else {
        const { id, version } = await runOne(run, operation);
        results.push({ op: operation.op, id, version });
        index += 1;
      }
    } catch (error) {
      throw atLine(isPostgresError(error) ? problemOf(error, run.object.object) : error, operation);
    }
  }
  return results;
}

async function keepBatch(
  ctx: RequestContext,
  client: Connection,
  key: RepeatKey,
  answer: string,
): Promise<void> {
  const values: unknown[] = [];
  const kept = keepAnswer(ctx, key, { status: 200, answer }, values);
  await runStatement(client, { text: `WITH ${kept} SELECT`, values });
}

/** The answer of a batch as it goes out. */
export const batchAnswer = (
  results: readonly BatchResult[],
  problemBody: (problem: Problem) => unknown,
): string =>
  JSON.stringify({
    results: results.map((one) =>
      'problem' in one ? { op: one.op, problem: problemBody(one.problem) } : one,
    ),
  });

/** All or nothing. */
export async function runBatch(
  ctx: RequestContext,
  objectName: string,
  body: unknown,
  key: RepeatKey | undefined,
  answerOf: (results: readonly BatchResult[]) => string,
): Promise<readonly BatchResult[]> {
  const operations = readOperations(body);
  return inTransaction(ctx, objectName, operations, async (run) => {
    const results = await runAll(run, operations);
    if (key) await keepBatch(ctx, run.client, key, answerOf(results));
    return results;
  });
}

/** Each line by itself: what is refused is reported beside what was done. */
export async function runEach(
  ctx: RequestContext,
  objectName: string,
  body: unknown,
): Promise<readonly BatchResult[]> {
  const results: BatchResult[] = [];
  const operations = readOperations(body);
  assertBulk(objectAccessOf(ctx, objectName).object, operations.length);
  for (const operation of operations) {
    try {
      const done = await inTransaction(ctx, objectName, [operation], (run) => runOne(run, operation));
      results.push({ op: operation.op, id: done.id, version: done.version });
    } catch (error) {
      const problem = isPostgresError(error) ? problemOf(error, ctx.model.objects.get(objectName)!) : error;
      if (!(problem instanceof Problem)) throw problem;
      results.push({ op: operation.op, problem });
    }
  }
  return results;
}
