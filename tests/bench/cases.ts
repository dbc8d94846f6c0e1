/** The workload: what is asked, of ours and of the hand-written server alike, from one seeded stream. */

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: unknown;
}

/** What the requests are drawn from. */
export interface World {
  readonly opportunities: readonly string[];
  readonly accounts: readonly string[];
  readonly users: readonly string[];
  /** positions about 1,000 pages deep: ours as cursors, the other's as the last sort key and id */
  readonly deep: readonly { readonly cursor: string; readonly date: string; readonly id: string }[];
}

export const STAGES = ['lead', 'qualify', 'discover', 'proposal', 'quote', 'negotiate', 'won', 'lost'];
export const FIELDS = [
  'id',
  'name',
  'stage',
  'amount',
  'chance',
  'close_date',
  'source_channel',
  'owner',
  'account',
  'created_at',
  'updated_at',
  'select_1',
];
/** What a create writes. */
export const WRITTEN = [
  'name',
  'account',
  'owner',
  'stage',
  'amount',
  'chance',
  'close_date',
  'source_channel',
  'text_1',
  'text_2',
  'text_3',
  'number_1',
  'number_2',
  'date_1',
  'moment_1',
  'flag_1',
  'flag_2',
  'select_1',
  'select_2',
];

/** Numbers in [0, 1) that are the same on every machine (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Draw = () => number;
const whole = (draw: Draw, from: number, to: number): number => from + Math.floor(draw() * (to - from + 1));
const oneOf = <T>(draw: Draw, list: readonly T[]): T => list[whole(draw, 0, list.length - 1)]!;

export const newRecord = (draw: Draw, world: World, index: number): Record<string, unknown> => ({
  name: `新商机 ${index} 客户管理项目`,
  account: oneOf(draw, world.accounts),
  owner: oneOf(draw, world.users),
  stage: oneOf(draw, STAGES),
  amount: (whole(draw, 0, 1e8) / 100).toFixed(2),
  chance: whole(draw, 0, 100),
  close_date: `2026-0${whole(draw, 1, 9)}-1${whole(draw, 0, 9)}`,
  source_channel: 'web',
  text_1: 'text one',
  text_2: '文本二',
  text_3: null,
  number_1: '12.5000',
  number_2: 7,
  date_1: '2026-03-04',
  moment_1: '2026-03-04T05:06:07.000Z',
  flag_1: true,
  flag_2: false,
  select_1: 'opt3',
  select_2: 'kind2',
});

/** One request in both dialects. */
export interface Pair {
  readonly ours: Request;
  readonly hand: Request;
}

const RECORDS = '/api/records/opportunity';
const get = (path: string, query: Readonly<Record<string, string>>): Request => ({
  method: 'GET',
  path: `${path}?${new URLSearchParams(query)}`,
});

function range(draw: Draw) {
  const least = whole(draw, 0, 800_000);
  return { stage: oneOf(draw, STAGES), min: String(least), max: String(least + 200_000) };
}

function list(draw: Draw, name: 'R2' | 'R3', fields: readonly string[]): Pair {
  const { stage, min, max } = range(draw);
  const filter = `stage == "${stage}" && amount >= ${min} && amount < ${max}`;
  return {
    ours: get(RECORDS, { filter, sort: '-close_date', fields: fields.join(','), limit: '50' }),
    hand: get(`/q/${name}`, { stage, min, max }),
  };
}

/** Words that a fifth of all names hold, some that one in a thousand does, and one that none does. */
const SOUGHT = {
  S1: ['数据中', '软件采', '华信瑞', '信瑞达', '移动办', '信华瑞'],
  /** the same, but the other answers with any 50, as they lie, in no order: no list can be paged so */
  S1any: ['数据中', '软件采', '华信瑞', '信瑞达', '移动办', '信华瑞'],
  S2: ['数据', '采购', '华信', '瑞达', '信瑞', '信华'],
};

const search = (draw: Draw, name: keyof typeof SOUGHT): Pair => {
  const q = oneOf(draw, SOUGHT[name]);
  return {
    ours: get(RECORDS, { q, fields: FIELDS.join(','), limit: '50' }),
    hand: get(name === 'S1any' ? '/q/S1any' : '/q/S1', { q }),
  };
};

export type CaseName = 'R1' | 'R2' | 'R3' | 'R5' | 'R6' | 'S1' | 'S1any' | 'S2' | 'W1' | 'W2' | 'W3';

export const CASES: Readonly<Record<CaseName, (draw: Draw, world: World) => Pair>> = {
  R1: (draw, world) => {
    const id = oneOf(draw, world.opportunities);
    return {
      ours: get(`${RECORDS}/${id}`, { fields: FIELDS.join(',') }),
      hand: { method: 'GET', path: `/opportunities/${id}` },
    };
  },
  R2: (draw) => list(draw, 'R2', FIELDS),
  R3: (draw) => list(draw, 'R3', [...FIELDS, 'account.name', 'account.industry', 'owner.name']),
  R5: (draw, world) => {
    const { cursor, date, id } = oneOf(draw, world.deep);
    return {
      ours: get(RECORDS, { sort: '-close_date', fields: FIELDS.join(','), limit: '50', cursor }),
      hand: get('/q/R5', { date, id }),
    };
  },
  R6: () => ({
    ours: get(`${RECORDS}/aggregate`, { group: 'stage', measures: 'sum(amount),count()' }),
    hand: { method: 'GET', path: '/q/R6' },
  }),
  S1: (draw) => search(draw, 'S1'),
  S1any: (draw) => search(draw, 'S1any'),
  S2: (draw) => search(draw, 'S2'),
  W1: (draw, world) => {
    const body = newRecord(draw, world, 0);
    return {
      ours: { method: 'POST', path: RECORDS, body },
      hand: { method: 'POST', path: '/opportunities', body },
    };
  },
  W2: (draw, world) => {
    const id = oneOf(draw, world.opportunities);
    const body = { amount: (whole(draw, 0, 1e8) / 100).toFixed(2) };
    return {
      ours: { method: 'PATCH', path: `${RECORDS}/${id}`, body },
      hand: { method: 'PATCH', path: `/opportunities/${id}`, body },
    };
  },
  W3: (draw, world) => {
    const records = Array.from({ length: 100 }, (_, index) => newRecord(draw, world, index));
    return {
      ours: {
        method: 'POST',
        path: `${RECORDS}/batch`,
        body: records.map((values) => ({ op: 'create', values })),
      },
      hand: { method: 'POST', path: '/opportunities/batch', body: records },
    };
  },
};
