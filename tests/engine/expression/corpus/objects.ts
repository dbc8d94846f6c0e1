import type { ShortField } from '../../../support/workspace-of.ts';

type Fields = Readonly<Record<string, ShortField>>;

const text: ShortField = { type: 'text' };
const date: ShortField = { type: 'date' };
const moment: ShortField = { type: 'datetime' };
const money: ShortField = { type: 'currency' };
const whole: ShortField = { type: 'integer' };
const share: ShortField = { type: 'percent' };
const flag: ShortField = { type: 'boolean' };
const number: ShortField = { type: 'decimal', scale: 4 };
const to = (target: string, name?: string): ShortField => ({
  type: 'lookup',
  target,
  onDelete: 'null',
  ...(name && { inverse: { name, labels: { en: name, 'zh-CN': name } } }),
});

/** The objects of a small CRM, without what the corpus computes in them. `tried` says which rule is tried. */
export const OBJECTS: Readonly<Record<string, Fields>> = {
  firm: {
    ...{ name: text, industry: text, kind: text, country: text, state: text, postcode: text, number: text },
    ...{ revenue: money, employees: whole, discount: share, founded: date, website: text, tried: text },
    parent: to('firm', 'subsidiaries'),
  },
  human: {
    ...{
      name: text,
      first_name: text,
      last_name: text,
      salutation: text,
      email: text,
      role: text,
      tried: text,
    },
    ...{ phone: text, mobile: text, home_phone: text, prefers: text, birthday: date, last_contact: date },
    ...{ no_calls: flag, active: flag, score: whole },
    firm: to('firm', 'humans'),
  },
  offer: {
    ...{ name: text, kind: text, reason: text, next_step: text, priority: text, area: text, tried: text },
    ...{ amount: money, cost: money, discount: share, probability: share, quantity: whole, term: whole },
    ...{ closes: date, delivered: date, begins: date, ends: date, reviewed: moment, renewal: flag },
    stage: { type: 'stage' },
    firm: to('firm', 'offers'),
    human: to('human', 'offers'),
  },
  item: {
    ...{ name: text, product: text, quantity: whole, price: money, discount: share, due: date, tried: text },
    offer: to('offer', 'items'),
  },
  issue: {
    ...{
      name: text,
      priority: text,
      status: text,
      origin: text,
      opened: moment,
      closed: moment,
      tried: text,
    },
    ...{ satisfaction: whole, hours: number, number: text, reason: text, escalated: flag },
    firm: to('firm', 'issues'),
    human: to('human', 'issues'),
  },
  gift: {
    ...{ name: text, amount: money, received: date, paid: flag, drive: text, tried: text, kind: text },
    human: to('human', 'gifts'),
    firm: to('firm', 'gifts'),
  },
  chore: {
    ...{ name: text, kind: text, due: date, done: flag, minutes: whole, held: moment, tried: text },
    human: to('human', 'chores'),
    offer: to('offer', 'chores'),
  },
};

export const PIPELINE = {
  name: 'main',
  object: 'offer',
  labels: { en: 'Main', 'zh-CN': '主流程' },
  stages: [
    ['qualify', 'open', '0.1'],
    ['propose', 'open', '0.5'],
    ['won', 'won', '1'],
    ['lost', 'lost', '0'],
  ].map(([name, kind, probability]) => ({ name, kind, probability, labels: { en: name, 'zh-CN': name } })),
};
