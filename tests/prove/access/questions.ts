import type { Random } from '../parity/random.ts';
import { type Condition, type Path, textOf } from './conditions.ts';
import type { Oracle } from './oracle.ts';
import { type End, randomCondition, randomPath, WORDS } from './random-conditions.ts';
import { type Contents, isGranted } from './specification.ts';

/** One question to one surface. */
export type Question =
  | ListQuestion
  | {
      readonly surface: 'get';
      readonly object: string;
      readonly id: string;
      readonly fields?: readonly string[];
    }
  | AggregateQuestion
  | SearchQuestion
  | { readonly surface: 'models' }
  | { readonly surface: 'model' | 'form'; readonly object: string }
  | RecordQuestion
  | {
      readonly surface: 'explain';
      readonly object: string;
      readonly id: string;
      readonly action: 'read' | 'update' | 'delete';
      readonly field?: string;
    };

/** What stands beside a record: what became of it, who is in its team, what a form of it would be told. */
export interface RecordQuestion {
  readonly surface: 'history' | 'team' | 'check';
  readonly object: string;
  readonly id: string;
}

export interface ListQuestion {
  readonly surface: 'list' | 'query' | 'export';
  readonly object: string;
  readonly fields?: readonly string[];
  readonly filter?: Condition;
  readonly sort?: readonly SortKey[];
  readonly q?: string;
  readonly limit: number;
  readonly isCounted: boolean;
  readonly isDeleted: boolean;
}

/** A search over all objects, kept to one. */
export interface SearchQuestion {
  readonly surface: 'search';
  readonly object: string;
  readonly q: string;
}

export interface SortKey {
  readonly path: Path;
  readonly isDescending: boolean;
}

export interface AggregateQuestion {
  readonly surface: 'aggregate';
  readonly object: string;
  readonly group?: Path;
  readonly measure?: { readonly call: 'count' | 'sum' | 'min' | 'max'; readonly path: Path };
  readonly filter?: Condition;
}

const SOUNDS = ['曾', '丽', '曾丽', 'zengli', 'zen', 'cl', 'li', 'engl', '增丽'];

/** Pieces of words, words that all must be found, how something sounds, and what nothing is found by. */
function randomSearch(random: Random): string {
  const piece = (): string => {
    const word = random.pick(WORDS);
    const from = random.below(2);
    return word.slice(from, from + 2 + random.below(3));
  };
  const others = [() => '13800', () => random.pick(SOUNDS), () => `${piece()} ${random.pick(SOUNDS)}`];
  const asked = random.chance(0.5) ? piece() : random.pick([...others, () => `${piece()} ${piece()}`])();
  return random.chance(0.3) ? ` ${asked.toUpperCase()}` : asked;
}

export const SURFACES = [
  'list',
  'query',
  'export',
  'get',
  'aggregate',
  'search',
  'model',
  'form',
  'models',
  'explain',
  'history',
  'team',
  'check',
] as const;
export type Surface = (typeof SURFACES)[number];

/** What is asked for often enough to be answered: mostly of what the user may name. */
const TRIES = 12;

function knownTo<T>(random: Random, make: () => T, isKnown: (one: T) => boolean): T {
  let one = make();
  if (random.chance(0.12)) return one;
  for (let tried = 0; tried < TRIES && !isKnown(one); tried += 1) one = make();
  return one;
}

const ALL: readonly Surface[] = [
  'search',
  'list',
  'list',
  'list',
  'query',
  'export',
  'get',
  'get',
  'aggregate',
  'aggregate',
  'model',
  'form',
  'models',
  'explain',
  'history',
  'team',
  'check',
];

/** A random question of a user. */
export function randomQuestion(
  random: Random,
  { specification, rows }: Contents,
  oracle: Oracle,
  only?: Surface,
): Question {
  const names = [...specification.objects.values()].filter(isGranted).map(({ name }) => name);
  const object = knownTo(
    random,
    () => random.pick(names),
    (name) => oracle.can(name, 'read'),
  );
  const pathTo = (fits: (end: End) => boolean): Path =>
    knownTo(
      random,
      // conditions alone ask what kind of stage it is
      () =>
        randomPath(random, specification, object, (end) => fits(end) && !(end.field.stages && end.part)).path,
      (path) => oracle.canFollow(object, path),
    );
  const filter = (): Condition =>
    knownTo(
      random,
      () => randomCondition(random, specification, object, { isQuestion: true }),
      (condition) => oracle.canAsk(object, condition),
    );
  const fields = (): string[] => {
    const lists = [...specification.objects.get(object)!.fields.values()].filter(({ lines }) => lines);
    const asked = Array.from({ length: 1 + random.below(4) }, () =>
      pathTo(({ kind }) => kind !== 'moment').join('.'),
    );
    if (lists.length > 0 && random.chance(0.3))
      asked.push(`${random.pick(lists).name}${random.chance(0.5) ? '.name' : ''}`);
    return asked;
  };
  const surface = only ?? random.pick(ALL);
  switch (surface) {
    case 'list':
    case 'query':
    case 'export':
      return {
        surface,
        object,
        ...(random.chance(0.7) && { fields: fields() }),
        ...(random.chance(0.5) && { filter: filter() }),
        ...(random.chance(0.6) && {
          sort: Array.from({ length: 1 + random.below(2) }, () => ({
            path: pathTo(({ kind, field }) => kind !== 'moment' && field.name !== 'id'),
            isDescending: random.chance(0.5),
          })),
        }),
        ...(random.chance(0.2) && { q: randomSearch(random) }),
        limit: random.chance(0.5) ? 1_000 : 3 + random.below(8),
        isCounted: random.chance(0.5) && surface !== 'export',
        isDeleted: random.chance(0.12) && surface !== 'export',
      };
    case 'get':
      return {
        surface,
        object,
        id: random.pick(rows.get(object)!).id,
        ...(random.chance(0.6) && { fields: fields() }),
      };
    case 'aggregate': {
      const call = random.pick(['count', 'sum', 'min', 'max'] as const);
      const fits = ({ kind, field, part }: End): boolean =>
        call === 'count'
          ? kind !== 'moment' && !(field.targets && part === 'title')
          : kind === 'integer' && part === undefined;
      return {
        surface,
        object,
        ...(random.chance(0.7) && {
          group: pathTo(
            ({ kind, field, part }) =>
              kind !== 'moment' && field.name !== 'id' && !(field.targets && part === 'title'),
          ),
        }),
        ...(random.chance(0.6) && { measure: { call, path: pathTo(fits) } }),
        ...(random.chance(0.4) && { filter: filter() }),
      };
    }
    case 'explain': {
      const field = random.chance(0.4)
        ? random.pick(
            [...specification.objects.get(object)!.fields.values()].filter(
              ({ kind, isSystem, of }) => kind !== 'list' && !isSystem && !of,
            ),
          ).name
        : undefined;
      return {
        surface,
        object,
        id: random.pick(rows.get(object)!).id,
        action: field ? 'read' : random.pick(['read', 'update', 'delete'] as const),
        ...(field && { field }),
      };
    }
    case 'history':
    case 'team':
    case 'check':
      return { surface, object, id: random.pick(rows.get(object)!).id };
    case 'search':
      return { surface, object, q: randomSearch(random) };
    case 'models':
      return { surface };
    default:
      return { surface, object };
  }
}

export interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

const sortText = ({ path, isDescending }: SortKey): string => `${isDescending ? '-' : ''}${path.join('.')}`;

const address = (path: string, parameters: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(parameters).filter((one): one is [string, string] => one[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};

/** The request that asks it; lists go on at a cursor. */
export function requestOf(question: Question, user: string, cursor?: string): Asked {
  switch (question.surface) {
    case 'list': {
      const { object, fields, filter, sort, q, limit, isCounted, isDeleted } = question;
      return {
        method: 'GET',
        path: address(`/api/records/${object}`, {
          fields: fields?.join(','),
          filter: filter && textOf(filter),
          sort: sort?.map(sortText).join(','),
          q,
          limit: String(limit),
          count: isCounted ? 'exact' : undefined,
          deleted: isDeleted ? 'only' : undefined,
          cursor,
        }),
      };
    }
    case 'query': {
      const { object, fields, filter, sort, q, limit, isCounted, isDeleted } = question;
      const body = {
        fields,
        filter: filter && textOf(filter),
        sort: sort?.map(sortText),
        q,
        limit,
        ...(isCounted && { count: 'exact' }),
        ...(isDeleted && { deleted: 'only' }),
        cursor,
      };
      return { method: 'POST', path: `/api/records/${object}/query`, body };
    }
    case 'export': {
      const { object, fields, filter, sort, q } = question;
      const body = {
        format: 'jsonl',
        fields,
        filter: filter && textOf(filter),
        sort: sort?.map(sortText),
        q,
      };
      return { method: 'POST', path: `/api/records/${object}/export`, body };
    }
    case 'get':
      return {
        method: 'GET',
        path: address(`/api/records/${question.object}/${question.id}`, {
          fields: question.fields?.join(','),
        }),
      };
    case 'search': {
      const { object, q } = question;
      return { method: 'GET', path: address('/api/search', { q, objects: object, limit: '100' }) };
    }
    case 'aggregate': {
      const { object, group, filter } = question;
      return {
        method: 'GET',
        path: address(`/api/records/${object}/aggregate`, {
          group: group?.join('.'),
          measures: measureNames(question).join(','),
          filter: filter && textOf(filter),
        }),
      };
    }
    case 'models':
      return { method: 'GET', path: '/api/model' };
    case 'model':
      return { method: 'GET', path: `/api/model/${question.object}` };
    case 'form':
      return { method: 'GET', path: `/api/model/${question.object}/form` };
    case 'history':
      return { method: 'GET', path: `/api/records/${question.object}/${question.id}/history?limit=100` };
    case 'team':
      return { method: 'GET', path: `/api/records/${question.object}/${question.id}/collaborators` };
    case 'check':
      return {
        method: 'POST',
        path: `/api/records/${question.object}/check`,
        body: { id: question.id, values: {} },
      };
    case 'explain':
      return {
        method: 'GET',
        path: address(`/api/records/${question.object}/${question.id}/access`, {
          user,
          action: question.action,
          field: question.field,
        }),
      };
  }
}

export const measureNames = ({ measure }: AggregateQuestion): string[] =>
  measure ? ['count()', `${measure.call}(${measure.path.join('.')})`] : ['count()'];

/** Questions that ask for less, for the smallest that still goes wrong. */
export function smaller(question: Question): Question[] {
  if (question.surface === 'list' || question.surface === 'query' || question.surface === 'export') {
    const { fields, filter, sort, q, ...rest } = question;
    const whole = {
      ...rest,
      ...(fields && { fields }),
      ...(filter && { filter }),
      ...(sort && { sort }),
      ...(q && { q }),
    };
    const cut: Question[] = [];
    if (filter)
      cut.push(omit(whole, 'filter'), ...conditionsIn(filter).map((one) => ({ ...whole, filter: one })));
    if (sort) cut.push(omit(whole, 'sort'), ...sort.map((one) => ({ ...whole, sort: [one] })));
    if (q) cut.push(omit(whole, 'q'));
    if (fields === undefined || fields.length > 1)
      cut.push(...(fields ?? []).map((one) => ({ ...whole, fields: [one] })), { ...whole, fields: ['id'] });
    if (question.limit < 1_000) cut.push({ ...whole, limit: 1_000 });
    if (question.isCounted) cut.push({ ...whole, isCounted: false });
    return cut;
  }
  if (question.surface === 'aggregate') {
    const { filter, group, measure } = question;
    return [
      ...(filter
        ? [omit(question, 'filter'), ...conditionsIn(filter).map((one) => ({ ...question, filter: one }))]
        : []),
      ...(group ? [omit(question, 'group')] : []),
      ...(measure ? [omit(question, 'measure')] : []),
    ];
  }
  if (question.surface === 'get' && question.fields && question.fields.length > 1)
    return question.fields.map((one) => ({ ...question, fields: [one] }));
  return [];
}

const omit = <T extends object>(from: T, name: keyof T): T => {
  const { [name]: _, ...rest } = from;
  return rest as T;
};

const conditionsIn = (condition: Condition): Condition[] => {
  if (condition.op === 'not') return [condition.of];
  if (condition.op === 'and' || condition.op === 'or') return [condition.left, condition.right];
  return [];
};
