import type { ShortField } from '../../../support/workspace-of.ts';
import type { SOURCES } from './sources.ts';

type Values = Readonly<Record<string, unknown>>;

/** A formula field as real CRMs have it: what is written in a record, and what it then shows. */
export interface CorpusFormula {
  readonly name: string;
  readonly from: keyof typeof SOURCES;
  /** what it is called there */
  readonly title: string;
  readonly on: string;
  readonly returns: ShortField;
  readonly expression: string;
  /** dates may be written as days from today: `+3d`; relations by the name of a record of `people.ts` */
  readonly cases: readonly (readonly [values: Values, expected: unknown])[];
}

const text: ShortField = { type: 'text' };
const money: ShortField = { type: 'currency' };
const whole: ShortField = { type: 'integer' };
const flag: ShortField = { type: 'boolean' };
const date: ShortField = { type: 'date' };
const share: ShortField = { type: 'percent' };
const number = (scale: number): ShortField => ({ type: 'decimal', scale });

export const FORMULAS: readonly CorpusFormula[] = [
  {
    name: 'account_rating',
    from: 'advanced',
    title: 'Account Rating',
    on: 'firm',
    returns: text,
    expression:
      'revenue > 10000000 && country in ["United States", "America", "USA", "NA", "US"] ? (kind == "Manufacturing Partner" ? "Hot" : kind in ["Channel Partner/Reseller", "Installation Partner"] ? "Warm" : "Cold") : "Cold"',
    cases: [
      [{ revenue: '20000000', country: 'USA', kind: 'Manufacturing Partner' }, 'Hot'],
      [{ revenue: '20000000', country: 'NA', kind: 'Installation Partner' }, 'Warm'],
      [{ revenue: '20000000', country: 'CN', kind: 'Manufacturing Partner' }, 'Cold'],
      [{}, 'Cold'],
    ],
  },
  {
    name: 'account_region',
    from: 'advanced',
    title: 'Account Region',
    on: 'firm',
    returns: text,
    expression:
      'state == null ? "None" : state in ["AK", "AZ", "CA", "OR", "WA"] ? "West" : "CO:ID:MT:KS:OK:TX:WY".contains(state) ? "Central" : state in ["NY", "NJ", "MA"] ? "East" : "Other"',
    cases: [
      [{}, 'None'],
      [{ state: 'CA' }, 'West'],
      [{ state: 'TX' }, 'Central'],
      [{ state: 'HI' }, 'Other'],
    ],
  },
  {
    name: 'round_robin',
    from: 'samples',
    title: 'Round-Robin Case Assignment',
    on: 'issue',
    returns: whole,
    expression: 'number(number) % 3 + 1',
    cases: [
      [{ number: '00001028' }, 3],
      [{ number: '00001027' }, 2],
      [{ number: 'C-7' }, null],
    ],
  },
  {
    name: 'case_aging',
    from: 'samples',
    title: 'Case Aging (for open cases)',
    on: 'issue',
    returns: whole,
    expression: 'closed != null ? null : daysBetween(date(opened), today())',
    cases: [
      [{ opened: '-12d' }, 12],
      [{ opened: '-12d', closed: '-2d' }, null],
      [{}, null],
    ],
  },
  {
    name: 'case_colour',
    from: 'samples',
    title: 'Case Categorization',
    on: 'issue',
    returns: text,
    expression: 'case_aging > 20 ? "RED" : case_aging > 10 ? "YELLOW" : case_aging != null ? "GREEN" : null',
    cases: [
      [{ opened: '-21d' }, 'RED'],
      [{ opened: '-11d' }, 'YELLOW'],
      [{ opened: '-1d' }, 'GREEN'],
      [{ opened: '-30d', closed: '-1d' }, null],
    ],
  },
  {
    name: 'case_due',
    from: 'samples',
    title: 'Case Due Date Calculation',
    on: 'issue',
    returns: date,
    expression: 'date(opened) + days(priority == "High" ? 2 : priority == "Medium" ? 5 : 7)',
    cases: [
      [{ opened: '2026-03-04T05:00:00.000Z', priority: 'High' }, '2026-03-06'],
      [{ opened: '2026-03-04T05:00:00.000Z', priority: 'Medium' }, '2026-03-09'],
      [{ opened: '2026-03-04T18:00:00.000Z' }, '2026-03-12'],
      [{ priority: 'High' }, null],
    ],
  },
  {
    name: 'hours_to_close',
    from: 'hubspot',
    title: 'Time between two date properties',
    on: 'issue',
    returns: number(2),
    expression: 'hoursBetween(opened, closed)',
    cases: [
      [{ opened: '2026-03-04T05:00:00.000Z', closed: '2026-03-05T07:20:00.000Z' }, '26.33'],
      [{ opened: '2026-03-04T05:00:00.000Z' }, null],
    ],
  },
  {
    name: 'won_commission',
    from: 'commission',
    title: 'Commission of won opportunities',
    on: 'offer',
    returns: money,
    expression: 'stage.kind == "won" ? round(amount * 0.1, 2) : 0',
    cases: [
      [{ stage: 'won', amount: '1234.55' }, '123.46'],
      [{ stage: 'propose', amount: '1234.55' }, '0.00'],
      [{ stage: 'won' }, null],
    ],
  },
  {
    name: 'commission_at_most',
    from: 'samples',
    title: 'Commission Maximum',
    on: 'offer',
    returns: money,
    expression: 'min(amount * 0.02, max(1000, 5000 * 0.1), 10000)',
    cases: [
      [{ amount: '20000' }, '400.00'],
      [{ amount: '9000000' }, '1000.00'],
    ],
  },
  {
    name: 'deal_size',
    from: 'samples',
    title: 'Deal Size Grouping',
    on: 'offer',
    returns: whole,
    expression: 'amount > 1000000 ? 1 : amount > 100000 ? 2 : 3',
    cases: [
      [{ amount: '1000000.01' }, 1],
      [{ amount: '1000000' }, 2],
      [{ amount: '100000' }, 3],
      [{}, 3],
    ],
  },
  {
    name: 'big_deal_bonus',
    from: 'advanced',
    title: 'Opportunity Big Deal Commission',
    on: 'offer',
    returns: money,
    expression: 'quantity > 5 && amount / quantity > 100 ? quantity * 50 : 0',
    cases: [
      [{ quantity: 6, amount: '900' }, '300.00'],
      [{ quantity: 6, amount: '600' }, '0.00'],
      [{ quantity: 0, amount: '600' }, '0.00'],
    ],
  },
  {
    name: 'weighted',
    from: 'dynamics',
    title: 'Weighted Revenue',
    on: 'offer',
    returns: money,
    expression: 'amount * coalesce(probability, stage.probability)',
    cases: [
      [{ amount: '1000', stage: 'propose' }, '500.00'],
      [{ amount: '1000', stage: 'propose', probability: '0.35' }, '350.00'],
    ],
  },
  {
    name: 'discounted',
    from: 'commission',
    title: 'Discounted amount when a discount has been applied',
    on: 'offer',
    returns: money,
    expression: 'discount == null || discount == 0 ? amount : amount * (1 - discount)',
    cases: [
      [{ amount: '80', discount: '0.125' }, '70.00'],
      [{ amount: '80', discount: '0' }, '80.00'],
      [{ amount: '80' }, '80.00'],
    ],
  },
  {
    name: 'margin',
    from: 'advanced',
    title: 'Gross Margin (share of the total)',
    on: 'offer',
    returns: share,
    expression: '(amount - coalesce(cost, 0)) / amount',
    cases: [
      [{ amount: '300', cost: '200' }, '0.3333'],
      [{ amount: '300' }, '1'],
      [{ amount: '0', cost: '200' }, null],
    ],
  },
  {
    name: 'total_contract_value',
    from: 'samples',
    title: 'Total Contract Value from Recurring and Non-Recurring Revenue',
    on: 'offer',
    returns: money,
    expression: 'coalesce(amount, 0) + coalesce(term, 0) * coalesce(cost, 0)',
    cases: [
      [{ amount: '500', term: 12, cost: '100' }, '1700.00'],
      [{ amount: '500' }, '500.00'],
      [{}, '0.00'],
    ],
  },
  {
    name: 'monthly_value',
    from: 'samples',
    title: 'Monthly Subscription-Based Calculated Amounts',
    on: 'offer',
    returns: money,
    expression: 'term > 0 ? amount / term : amount',
    cases: [
      [{ amount: '100', term: 3 }, '33.33'],
      [{ amount: '100', term: 0 }, '100.00'],
      [{ amount: '100' }, '100.00'],
    ],
  },
  {
    name: 'days_left',
    from: 'dynamicsReports',
    title: 'Days to close',
    on: 'offer',
    returns: whole,
    expression: 'stage.kind == "open" ? daysBetween(today(), closes) : null',
    cases: [
      [{ stage: 'qualify', closes: '+9d' }, 9],
      [{ stage: 'qualify', closes: '-1d' }, -1],
      [{ stage: 'won', closes: '+9d' }, null],
    ],
  },
  {
    name: 'overdue',
    from: 'samples',
    title: 'Opportunity Overdue',
    on: 'offer',
    returns: flag,
    expression: 'stage.kind == "open" && closes < today()',
    cases: [
      [{ stage: 'qualify', closes: '-1d' }, true],
      [{ stage: 'qualify', closes: '+0d' }, false],
      [{ stage: 'lost', closes: '-1d' }, false],
      [{ stage: 'qualify' }, null],
    ],
  },
  {
    name: 'reminder',
    from: 'advanced',
    title: 'Opportunity Reminder Date (seven days before)',
    on: 'offer',
    returns: date,
    expression: 'closes - days(7)',
    cases: [
      [{ closes: '2026-03-05' }, '2026-02-26'],
      [{}, null],
    ],
  },
  {
    name: 'renewal_month',
    from: 'zoho',
    title: 'Age in months between two dates',
    on: 'offer',
    returns: whole,
    expression: 'monthsBetween(begins, coalesce(ends, today()))',
    cases: [
      [{ begins: '2025-01-31', ends: '2026-01-30' }, 11],
      [{ begins: '2025-01-31', ends: '2026-01-31' }, 12],
    ],
  },
  {
    name: 'contract_ends',
    from: 'dynamics',
    title: 'Adding months and days to a date (ADDMONTHS, SUBTRACTDAYS)',
    on: 'offer',
    returns: date,
    expression: 'addMonths(begins, term) - days(1)',
    cases: [
      [{ begins: '2026-01-01', term: 12 }, '2026-12-31'],
      [{ begins: '2025-01-31', term: 1 }, '2025-02-27'],
      [{ begins: '2026-01-01' }, null],
    ],
  },
  {
    name: 'close_quarter',
    from: 'samples',
    title: 'Quarter of a date, as a text',
    on: 'offer',
    returns: text,
    expression: 'text(year(closes)) + "-Q" + text(quarter(closes))',
    cases: [
      [{ closes: '2026-03-31' }, '2026-Q1'],
      [{ closes: '2026-10-01' }, '2026-Q4'],
    ],
  },
  {
    name: 'month_end',
    from: 'samples',
    title: 'Last Day of Month',
    on: 'offer',
    returns: date,
    expression: 'date(year(closes), month(closes), 1) == null ? null : endOfMonth(closes)',
    cases: [
      [{ closes: '2024-02-10' }, '2024-02-29'],
      [{ closes: '2026-12-31' }, '2026-12-31'],
    ],
  },
  {
    name: 'leap_year',
    from: 'samples',
    title: 'Leap Year Calculation',
    on: 'offer',
    returns: flag,
    expression: 'date(year(closes), 2, 29) != null',
    cases: [
      [{ closes: '2024-07-01' }, true],
      [{ closes: '2100-07-01' }, false],
      [{ closes: '2000-07-01' }, true],
    ],
  },
  {
    name: 'delivery_level',
    from: 'zoho',
    title: 'Due date by a level entered by hand',
    on: 'offer',
    returns: date,
    expression: 'begins + days(priority == "A" ? 14 : priority == "B" ? 10 : priority == "C" ? 5 : 0)',
    cases: [
      [{ begins: '2026-02-20', priority: 'A' }, '2026-03-06'],
      [{ begins: '2026-02-20', priority: 'C' }, '2026-02-25'],
      [{ begins: '2026-02-20' }, '2026-02-20'],
    ],
  },
  {
    name: 'business_day_due',
    from: 'samples',
    title: 'Find Number of Business Days; Next Business Day',
    on: 'offer',
    returns: date,
    expression: 'isWorkday(begins) ? addWorkdays(begins, 3) : addWorkdays(begins, 4)',
    cases: [
      // China's calendar: National Day, and the weekends worked for it
      [{ begins: '2025-09-29' }, '2025-10-10'],
      [{ begins: '2025-10-04' }, '2025-10-13'],
    ],
  },
  {
    name: 'revenue_text',
    from: 'advanced',
    title: 'Opportunity Revenue Text Display',
    on: 'offer',
    returns: text,
    expression: 'amount == null ? "no amount" : "CNY " + fixed(amount, 0) + " (" + coalesce(kind, "?") + ")"',
    cases: [
      [{ amount: '1234.50', kind: 'New' }, 'CNY 1235 (New)'],
      [{ amount: '7' }, 'CNY 7 (?)'],
      [{}, 'no amount'],
    ],
  },
  {
    name: 'parent_industry',
    from: 'advanced',
    title: 'Cross-object formula: of the account’s parent and its parent',
    on: 'offer',
    returns: text,
    expression: 'coalesce(firm.parent.parent.industry, firm.parent.industry, firm.industry)',
    cases: [
      [{ firm: 'grandchild' }, 'Energy'],
      [{ firm: 'child' }, 'Energy'],
      [{ firm: 'alone' }, 'Retail'],
      [{}, null],
    ],
  },
  {
    name: 'account_discount',
    from: 'advanced',
    title: 'Contact’s Account Discount Percent',
    on: 'human',
    returns: share,
    expression: 'coalesce(firm.discount, firm.parent.discount, 0)',
    cases: [
      [{ firm: 'child' }, '0.05'],
      [{ firm: 'grandchild' }, '0.15'],
      [{}, '0'],
    ],
  },
  {
    name: 'full_name',
    from: 'dynamics',
    title: 'CONCAT: a full name',
    on: 'human',
    returns: text,
    expression:
      'has(first_name) && has(last_name) ? trim(coalesce(salutation + " ", " ") + first_name + " " + last_name) : coalesce(last_name, first_name)',
    cases: [
      [{ salutation: 'Dr', first_name: 'Lei', last_name: 'Li' }, 'Dr Lei Li'],
      [{ first_name: 'Lei', last_name: 'Li' }, 'Lei Li'],
      [{ last_name: '李' }, '李'],
      [{}, null],
    ],
  },
  {
    name: 'preferred_phone',
    from: 'samples',
    title: 'Preferred Contact Phone',
    on: 'human',
    returns: text,
    expression:
      'no_calls == true ? "Do not call" : prefers == "Work" ? "w. " + phone : prefers == "Home" ? "h. " + home_phone : prefers == "Mobile" ? "m. " + mobile : coalesce(mobile, phone, "No preferred phone")',
    cases: [
      [{ prefers: 'Work', phone: '1' }, 'w. 1'],
      [{ prefers: 'Mobile' }, null],
      [{ no_calls: true, phone: '1' }, 'Do not call'],
      [{}, 'No preferred phone'],
    ],
  },
  {
    name: 'birthday_soon',
    from: 'samples',
    title: 'Birthdays This Month',
    on: 'human',
    returns: flag,
    expression: 'month(birthday) == month(today())',
    cases: [
      [{ birthday: '+0d' }, true],
      [{}, null],
    ],
  },
  {
    name: 'age',
    from: 'zoho',
    title: 'Age based on the date of birth',
    on: 'human',
    returns: whole,
    expression: 'yearsBetween(birthday, today())',
    cases: [
      [{ birthday: '-366d' }, 1],
      [{ birthday: '-364d' }, 0],
    ],
  },
  {
    name: 'time_since_contact',
    from: 'advanced',
    title: 'Time Since Last Contact',
    on: 'human',
    returns: text,
    expression:
      'last_contact == null ? "Never" : daysBetween(last_contact, today()) > 30 ? "Over a month ago" : text(daysBetween(last_contact, today())) + " days ago"',
    cases: [
      [{}, 'Never'],
      [{ last_contact: '-31d' }, 'Over a month ago'],
      [{ last_contact: '-30d' }, '30 days ago'],
    ],
  },
  {
    name: 'completeness',
    from: 'samples',
    title: 'Lead Data Completeness',
    on: 'human',
    returns: share,
    expression:
      '((has(phone) ? 1 : 0) + (has(email) ? 1 : 0) + (has(firm) ? 1 : 0) + (has(role) ? 1 : 0)) / 4',
    cases: [
      [{ phone: '1', email: 'a@example.com', role: 'x', firm: 'alone' }, '1'],
      [{ phone: '1' }, '0.25'],
      [{}, '0'],
    ],
  },
  {
    name: 'lead_score',
    from: 'samples',
    title: 'Lead Scoring',
    on: 'human',
    returns: whole,
    expression:
      '(role == "Director" ? 5 : role == "Manager" ? 3 : 0) + (email.endsWith("@gmail.com") ? -2 : has(email) ? 4 : 0) + (firm.employees > 500 ? 7 : 0)',
    cases: [
      [{ role: 'Director', email: 'a@example.com', firm: 'child' }, 16],
      [{ role: 'Manager', email: 'a@gmail.com' }, 1],
      [{}, 0],
    ],
  },
  {
    name: 'mail_domain',
    from: 'zohoHelp',
    title: 'Parts of a text: Substring, Find, Lower',
    on: 'human',
    returns: text,
    expression: 'find(email, "@") > 0 ? lower(mid(email, find(email, "@") + 1, size(email))) : null',
    cases: [
      [{ email: 'Li@Example.COM' }, 'example.com'],
      [{ email: 'none' }, null],
      [{}, null],
    ],
  },
  {
    name: 'line_total',
    from: 'samples',
    title: 'Discount Amount of a product line',
    on: 'item',
    returns: money,
    expression: 'quantity * price * (1 - coalesce(discount, 0))',
    cases: [
      [{ quantity: 3, price: '19.99', discount: '0.1' }, '53.97'],
      [{ quantity: 3, price: '19.99' }, '59.97'],
      [{ quantity: 3 }, null],
    ],
  },
  {
    name: 'line_owner_firm',
    from: 'advanced',
    title: 'Cross-object formula: fields of the account, from further away',
    on: 'item',
    returns: text,
    expression: 'offer.firm.parent.name + " / " + offer.firm.name',
    cases: [
      [{ offer: 'of_child' }, 'top / child'],
      [{ offer: 'of_alone' }, null],
    ],
  },
  {
    name: 'payment_status',
    from: 'samples',
    title: 'Payment Status',
    on: 'gift',
    returns: text,
    expression:
      'received == null ? "Open" : paid == true ? "Paid" : received < today() - days(30) ? "More than 30 days late" : same(kind, "Wire") ? "Wire on its way" : "Due"',
    cases: [
      [{}, 'Open'],
      [{ received: '-40d', paid: true }, 'Paid'],
      [{ received: '-31d' }, 'More than 30 days late'],
      [{ received: '-3d', kind: 'Wire' }, 'Wire on its way'],
      [{ received: '-3d' }, 'Due'],
    ],
  },
];
