import type { Route } from '../../../engine/route.ts';
import { type Asked, type Hidden, questionsAbout } from '../surfaces.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Something hidden from somebody, and how it is changed behind their back. */
export interface Secret {
  readonly hidden: Hidden;
  /** whose roles they are, for who reads a difference */
  readonly roles: readonly string[];
  ask(asked: Asked): Promise<Answer>;
  change(): Promise<void>;
  undo(): Promise<void>;
  /** surfaces that the asker has a right to be told everything by */
  readonly told: ReadonlySet<Route['reads']>;
  /** roll-ups over what changes: they count all records, readable or not */
  readonly rollups: ReadonlySet<string>;
}

export interface Difference {
  readonly secret: Secret;
  readonly asked: Asked;
  readonly before: string;
  readonly after: string;
}

/** What differs between any two answers, whatever they are of. */
const EACH = new Set(['date', 'x-request-id']);

/**
 * What a change of a record may show to those who see the record: that it was changed. Whoever writes on what they
 * read is told so by the version, hidden fields or not.
 */
const CHANGED = ['version', 'updated_at', 'updated_by'];

function settled(value: unknown, { hidden, rollups }: Secret): unknown {
  if (Array.isArray(value)) return value.map((one) => settled(one, { hidden, rollups } as Secret));
  if (typeof value !== 'object' || value === null) return value;
  const isIt = hidden.isRecordSeen && 'id' in value && value.id === hidden.id;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !rollups.has(name) && !(isIt && CHANGED.includes(name)))
      .map(([name, one]) => [name, settled(one, { hidden, rollups } as Secret)]),
  );
}

/** The moment of asking itself: in what a new record would begin with, and in when the asker's key was used. */
const TELLS_NOW = /\/(check|keys)$/;
const MOMENT = /"\d{4}-\d\d-\d\dT[\d:.]+Z"/g;

/** An answer as it is compared: byte for byte, but for what may differ. */
function comparable(secret: Secret, { path }: Asked, { status, headers, text: said }: Answer): string {
  const { hidden, rollups } = secret;
  const text = TELLS_NOW.test(path) ? said.replaceAll(MOMENT, '"now"') : said;
  const isTouched = (hidden.isRecordSeen && text.includes(hidden.id)) || rollups.size > 0;
  const type = headers.get('Content-Type') ?? '';
  const pieces = /[/+]json\b/.test(type) ? [text] : /ndjson/.test(type) ? text.split('\n') : undefined;
  const told = [...headers]
    .filter(([name]) => !EACH.has(name) && !(isTouched && ['etag', 'content-length'].includes(name)))
    .map(([name, value]) => `${name}: ${value}`);
  const plain = (json: string): string =>
    json === '' ? '' : JSON.stringify(settled(JSON.parse(json), secret));
  const body = isTouched && pieces ? pieces.map(plain).join('\n') : text;
  return [status, body, ...told].join('\n');
}

const BUSY = 503;

/** What is answered when the server has time for it. */
async function answerTo(secret: Secret, asked: Asked): Promise<string> {
  for (let tried = 0; tried < 20; tried += 1) {
    const answer = await secret.ask(asked);
    if (answer.status !== BUSY) return comparable(secret, asked, answer);
  }
  throw new Error(`too busy for ${asked.method} ${asked.path}`);
}

const AT_ONCE = 6;

async function answersOf(secret: Secret, questions: readonly Asked[]): Promise<string[]> {
  const answers: string[] = [];
  for (let from = 0; from < questions.length; from += AT_ONCE) {
    const some = questions.slice(from, from + AT_ONCE).map((asked) => answerTo(secret, asked));
    answers.push(...(await Promise.all(some)));
  }
  return answers;
}

/** Asks everything, changes what is hidden, and asks again. */
export async function differencesOf(
  routes: readonly Route[],
  secret: Secret,
): Promise<{ readonly asked: number; readonly differences: readonly Difference[] }> {
  const open = routes.filter(({ reads }) => !secret.told.has(reads));
  const questions = questionsAbout(open, secret.hidden);
  const before = await answersOf(secret, questions);
  await secret.change();
  const after = await answersOf(secret, questions);
  await secret.undo();
  const differences = questions.flatMap((asked, index): Difference[] => {
    const [was, is] = [before[index]!, after[index]!];
    return was === is ? [] : [{ secret, asked, before: was, after: is }];
  });
  return { asked: questions.length, differences };
}

const MOST = 1_200;

/** The place where two texts begin to differ, with what is around. */
function around(text: string, other: string): string {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at += 1;
  return text.slice(Math.max(0, at - 200), at + MOST / 2);
}

export const describeDifference = ({ secret, asked, before, after }: Difference): string =>
  [
    `${asked.method} ${decodeURIComponent(asked.path)} ${asked.body ? JSON.stringify(asked.body) : ''}`,
    `  hidden ${JSON.stringify(secret.hidden)}`,
    `  roles  ${secret.roles.join(', ')}`,
    `  before …${around(before, after)}`,
    `  after  …${around(after, before)}`,
  ].join('\n');
