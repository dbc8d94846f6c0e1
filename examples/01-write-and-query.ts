/** Makes an account with two opportunities, asks for them in three ways, and puts them into the recycle bin. */
import { call } from './guanxi.ts';

const account = await call('POST', '/api/records/account', {
  name: '示例：北辰仪器有限公司',
  industry: 'manufacturing',
});
const [first] = await call('POST', '/api/records/opportunity/batch', [
  {
    op: 'create',
    values: { name: 'Spectrometers', account: account.id, amount: '120000', close_date: '2030-06-30' },
  },
  {
    op: 'create',
    values: { name: 'Service contract', account: account.id, amount: '30000', close_date: '2030-03-31' },
  },
]).then(({ results }) => results);
await call('PATCH', `/api/records/opportunity/${first.id}`, { stage: 'negotiation' });

// a filter is an expression: the same language as in rules and rights
const filter = encodeURIComponent(`account == "${account.id}" && amount >= 50000`);
const { records } = await call(
  'GET',
  `/api/records/opportunity?filter=${filter}&fields=name,stage,amount,account.name`,
);
console.log(records);

// long filters go into a body, relations are followed by a dot
const page = await call('POST', '/api/records/opportunity/query', {
  filter: `account.name.contains("北辰") && stage.kind == "open"`,
  sort: '-amount',
  fields: 'name,amount',
  count: 'capped',
});
console.log(page.count, page.records.length);

const sums = await call('POST', '/api/records/opportunity/aggregate', {
  filter: `account == "${account.id}"`,
  group: 'stage',
  measures: 'count(),sum(amount)',
});
console.log(sums.groups);

for (const { id } of page.records) await call('DELETE', `/api/records/opportunity/${id}`);
await call('DELETE', `/api/records/account/${account.id}`);
