/** Adds a field to an object as the designer does: a draft, a plan in words, one publish; then takes it away again. */
import { call } from './guanxi.ts';

const ADDRESS = '/api/metadata/draft/object/account';

const { body: document } = await call('GET', ADDRESS);
const renewalRisk = {
  'x-field': {
    type: 'select',
    labels: { en: 'Renewal risk (example)', 'zh-CN': '续约风险（示例）' },
    options: ['low', 'medium', 'high'].map((value) => ({ value, labels: { en: value } })),
  },
};
await call('PUT', ADDRESS, {
  ...document,
  properties: { ...document.properties, renewal_risk: renewalRisk },
});

const plan = await call('POST', '/api/metadata/draft/plan', {});
for (const { op, sentence } of plan.changes) console.log(op, sentence.en ?? sentence);
const { version } = await call('POST', '/api/metadata/draft/publish', { hash: plan.hash });
console.log(`version ${version}`);

// no restart: the field is there
const account = await call('POST', '/api/records/account', { name: '示例：续约客户', renewal_risk: 'high' });
console.log(account.renewal_risk);
await call('DELETE', `/api/records/account/${account.id}`);

// removing is archiving: what it held is kept, and comes back when the field does
const { body: current } = await call('GET', ADDRESS);
const { renewal_risk: _, ...others } = current.properties;
await call('PUT', ADDRESS, { ...current, properties: others });
const removal = await call('POST', '/api/metadata/draft/plan', {});
await call('POST', '/api/metadata/draft/publish', { hash: removal.hash });
