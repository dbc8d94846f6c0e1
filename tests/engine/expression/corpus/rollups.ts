import type { ShortField } from '../../../support/workspace-of.ts';
import type { SOURCES } from './sources.ts';

/** A roll-up field as real CRMs have it, over the records of `CHILDREN`. */
export interface CorpusRollup {
  readonly name: string;
  readonly from: keyof typeof SOURCES;
  readonly title: string;
  readonly on: string;
  readonly rollup: Readonly<Record<string, unknown>>;
  /** what beside `rollup` the field says */
  readonly words?: Omit<ShortField, 'type'>;
  /** of the parent named `main` of its object */
  readonly expected: unknown;
}

const offers = (rest: object) => ({ object: 'offer', via: 'firm', ...rest });
const issues = (rest: object) => ({ object: 'issue', via: 'firm', ...rest });
const gifts = (rest: object) => ({ object: 'gift', via: 'human', ...rest });
const chores = (rest: object) => ({ object: 'chore', via: 'human', ...rest });
const items = (rest: object) => ({ object: 'item', via: 'offer', ...rest });

export const ROLLUPS: readonly CorpusRollup[] = [
  {
    name: 'open_revenue',
    from: 'dynamicsRollup',
    title: 'Estimated revenue of all open opportunities of an account',
    on: 'firm',
    rollup: offers({ function: 'sum', field: 'amount', filter: 'stage.kind == "open"' }),
    expected: '300.50',
  },
  {
    name: 'won_revenue',
    from: 'dynamicsReports',
    title: 'Sales pipeline value: what is won',
    on: 'firm',
    rollup: offers({ function: 'sum', field: 'amount', filter: 'stage.kind == "won"' }),
    expected: '1000.00',
  },
  {
    name: 'weighted_revenue',
    from: 'dynamicsRollup',
    title: 'A roll-up over a calculated field: weighted revenue',
    on: 'firm',
    rollup: offers({ function: 'sum', field: 'weighted', filter: 'stage.kind == "open"' }),
    // of each the value that the field shows: 100.13 and 10.03
    expected: '110.16',
  },
  {
    name: 'offers_in_all',
    from: 'hubspot',
    title: 'Count of associated deals',
    on: 'firm',
    rollup: offers({ function: 'count' }),
    expected: 4,
  },
  {
    name: 'average_offer',
    from: 'hubspot',
    title: 'Average Amount of associated deals',
    on: 'firm',
    rollup: offers({ function: 'avg', field: 'amount' }),
    expected: '433.50',
  },
  {
    name: 'largest_offer',
    from: 'hubspot',
    title: 'Max of associated deals',
    on: 'firm',
    rollup: offers({ function: 'max', field: 'amount' }),
    expected: '1000.00',
  },
  {
    name: 'smallest_open',
    from: 'hubspot',
    title: 'Min of associated deals, with a condition',
    on: 'firm',
    rollup: offers({ function: 'min', field: 'amount', filter: 'stage.kind == "open"' }),
    expected: '100.25',
  },
  {
    name: 'next_close',
    from: 'dlrs',
    title: 'The next close date of open opportunities',
    on: 'firm',
    rollup: offers({ function: 'min', field: 'closes', filter: 'stage.kind == "open"' }),
    expected: '2026-05-01',
  },
  {
    name: 'newest_kind',
    from: 'dlrs',
    title: 'Last: a value of the latest opportunity on the account',
    on: 'firm',
    rollup: offers({ function: 'last', field: 'kind', sort: ['closes'] }),
    expected: 'Renewal',
  },
  {
    name: 'kinds_sold',
    from: 'dlrs',
    title: 'Count Distinct of what was sold',
    on: 'firm',
    rollup: offers({ function: 'countDistinct', field: 'kind' }),
    expected: 2,
  },
  {
    name: 'has_renewal',
    from: 'donors',
    title: 'ANY: whether one of them is a renewal',
    on: 'firm',
    rollup: offers({ function: 'any', field: 'renewal' }),
    expected: true,
  },
  {
    name: 'urgent_issues',
    from: 'dynamicsRollup',
    title: 'Total count of high priority open cases',
    on: 'firm',
    rollup: issues({ function: 'count', filter: 'priority == "High" && closed == null' }),
    expected: 2,
  },
  {
    name: 'earliest_urgent',
    from: 'dynamicsRollup',
    title: 'Earliest created time of all high priority open cases for an account',
    on: 'firm',
    rollup: issues({ function: 'min', field: 'opened', filter: 'priority == "High" && closed == null' }),
    expected: '2026-03-01T01:00:00.000Z',
  },
  {
    name: 'critical_open',
    from: 'oracle',
    title: 'Total Open Critical Service Requests',
    on: 'firm',
    rollup: issues({
      function: 'count',
      filter: 'priority in ["High", "Critical"] && status in ["New", "In progress", "Waiting"]',
    }),
    expected: 2,
  },
  {
    name: 'satisfaction',
    from: 'pylon',
    title: 'Average satisfaction of closed issues',
    on: 'firm',
    rollup: issues({ function: 'avg', field: 'satisfaction', filter: 'closed != null' }),
    words: { scale: 2 },
    expected: '4.50',
  },
  {
    name: 'hours_spent',
    from: 'dlrs',
    title: 'Sum of hours on cases',
    on: 'firm',
    rollup: issues({ function: 'sum', field: 'hours' }),
    expected: '3.7500',
  },
  {
    name: 'all_escalated',
    from: 'pylon',
    title: 'Issues that are escalated, against all of them',
    on: 'firm',
    rollup: issues({ function: 'all', field: 'escalated' }),
    expected: false,
  },
  {
    name: 'deciders',
    from: 'oracle',
    title: 'Decision Maker Contacts',
    on: 'firm',
    rollup: { object: 'human', via: 'firm', function: 'count', filter: 'role == "Decision maker"' },
    expected: 1,
  },
  {
    name: 'best_score',
    from: 'pylon',
    title: 'Max: the best score of active contacts',
    on: 'firm',
    rollup: { object: 'human', via: 'firm', function: 'max', field: 'score', filter: 'active' },
    expected: 70,
  },
  {
    name: 'staff_below',
    from: 'oracle',
    title: 'Total Number of Employees of an account and its hierarchy (one level)',
    on: 'firm',
    rollup: { object: 'firm', via: 'parent', function: 'sum', field: 'employees' },
    expected: 45,
  },
  {
    name: 'given_by_people',
    from: 'dlrsTool',
    title: 'What came from the contacts, at the account: a roll-up over a roll-up',
    on: 'firm',
    rollup: { object: 'human', via: 'firm', function: 'sum', field: 'given' },
    expected: '180.75',
  },
  {
    name: 'given',
    from: 'donors',
    title: 'SUM: total gifts, paid',
    on: 'human',
    rollup: gifts({ function: 'sum', field: 'amount', filter: 'paid' }),
    expected: '180.75',
  },
  {
    name: 'gift_count',
    from: 'donors',
    title: 'COUNT: number of gifts',
    on: 'human',
    rollup: gifts({ function: 'count', filter: 'paid' }),
    expected: 3,
  },
  {
    name: 'average_gift',
    from: 'gifts',
    title: 'AverageGiftAmount',
    on: 'human',
    rollup: gifts({ function: 'avg', field: 'amount', filter: 'paid' }),
    expected: '60.25',
  },
  {
    name: 'first_gift',
    from: 'gifts',
    title: 'FirstGiftAmount',
    on: 'human',
    rollup: gifts({ function: 'first', field: 'amount', filter: 'paid', sort: ['received'] }),
    expected: '50.00',
  },
  {
    name: 'last_drive',
    from: 'dlrs',
    title: 'Last: the drive of the latest gift',
    on: 'human',
    rollup: gifts({ function: 'last', field: 'drive', filter: 'paid', sort: ['received'] }),
    expected: 'spring',
  },
  {
    name: 'last_gift',
    from: 'gifts',
    title: 'LastGiftDate',
    on: 'human',
    rollup: gifts({ function: 'max', field: 'received', filter: 'paid' }),
    expected: '2026-03-04',
  },
  {
    name: 'drives_joined',
    from: 'dlrsTool',
    title: 'How many campaigns a contact has been part of',
    on: 'human',
    rollup: gifts({ function: 'countDistinct', field: 'drive' }),
    expected: 2,
  },
  {
    name: 'calls_held',
    from: 'hubspot',
    title: 'Number of sales activities logged',
    on: 'human',
    rollup: chores({ function: 'count', filter: 'kind == "Call" && done' }),
    expected: 2,
  },
  {
    name: 'talked',
    from: 'dynamicsRollup',
    title: 'Aggregate over activities of a record',
    on: 'human',
    rollup: chores({ function: 'sum', field: 'minutes', filter: 'done' }),
    expected: 45,
  },
  {
    name: 'items_total',
    from: 'dlrs',
    title: 'Sum of line totals, a formula, on the opportunity',
    on: 'offer',
    rollup: items({ function: 'sum', field: 'line_total' }),
    expected: '79.96',
  },
];

/** What the roll-ups are over; `main` are the parents that they are told of. */
export const CHILDREN: readonly (readonly [object: string, values: Readonly<Record<string, unknown>>])[] = [
  ['firm', { name: 'main' }],
  ['firm', { name: 'branch a', parent: 'main', employees: 40 }],
  ['firm', { name: 'branch b', parent: 'main', employees: 5 }],
  ['human', { name: 'main', firm: 'main', role: 'Decision maker', score: 70, active: true }],
  ['human', { name: 'second', firm: 'main', role: 'User', score: 90, active: false }],
  [
    'offer',
    { name: 'main', firm: 'main', stage: 'propose', amount: '200.25', closes: '2026-06-01', kind: 'New' },
  ],
  [
    'offer',
    { name: 'o2', firm: 'main', stage: 'qualify', amount: '100.25', closes: '2026-05-01', kind: 'New' },
  ],
  ['offer', { name: 'o3', firm: 'main', stage: 'won', amount: '1000', closes: '2026-01-01', kind: 'New' }],
  [
    'offer',
    { name: 'o4', firm: 'main', stage: 'lost', closes: '2026-07-01', kind: 'Renewal', renewal: true },
  ],
  ['item', { name: 'i1', offer: 'main', quantity: 3, price: '19.99' }],
  ['item', { name: 'i2', offer: 'main', quantity: 2, price: '10', discount: '0.0005' }],
  [
    'issue',
    {
      name: 's1',
      firm: 'main',
      priority: 'High',
      status: 'New',
      opened: '2026-03-02T01:00:00Z',
      hours: '1.5',
    },
  ],
  [
    'issue',
    { name: 's2', firm: 'main', priority: 'High', status: 'Waiting', opened: '2026-03-01T01:00:00Z' },
  ],
  [
    'issue',
    {
      ...{ name: 's3', firm: 'main', priority: 'Critical', status: 'Closed', opened: '2026-02-01T01:00:00Z' },
      ...{ closed: '2026-02-02T01:00:00Z', satisfaction: 5, hours: '2.25', escalated: true },
    },
  ],
  [
    'issue',
    {
      ...{ name: 's4', firm: 'main', priority: 'High', opened: '2026-01-01T01:00:00Z' },
      ...{ closed: '2026-01-02T01:00:00Z', satisfaction: 4, escalated: false },
    },
  ],
  ['gift', { name: 'g1', human: 'main', amount: '50', received: '2025-01-01', paid: true, drive: 'winter' }],
  ['gift', { name: 'g2', human: 'main', amount: '100', received: '2025-06-01', paid: true, drive: 'winter' }],
  [
    'gift',
    { name: 'g3', human: 'main', amount: '30.75', received: '2026-03-04', paid: true, drive: 'spring' },
  ],
  [
    'gift',
    { name: 'g4', human: 'main', amount: '999', received: '2026-04-01', paid: false, drive: 'spring' },
  ],
  ['chore', { name: 't1', human: 'main', kind: 'Call', done: true, minutes: 20 }],
  ['chore', { name: 't2', human: 'main', kind: 'Call', done: true, minutes: 15 }],
  ['chore', { name: 't3', human: 'main', kind: 'Call', done: false, minutes: 60 }],
  ['chore', { name: 't4', human: 'main', kind: 'Mail', done: true, minutes: 10 }],
];
