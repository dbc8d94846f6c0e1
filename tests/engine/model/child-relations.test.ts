import { expect, test } from 'vitest';
import { childRelations } from '../../../engine/model/index.ts';
import { sampleModel } from '../sample-model.ts';

const lookup = (target: string, settings = {}) => ({ type: 'lookup', settings: { target, ...settings } });

const model = sampleModel({
  account: { fields: { name: { type: 'text' }, parent: lookup('account'), visit: { type: 'text' } } },
  contact: { fields: { account: lookup('account'), billing: lookup('account') } },
  order: {
    fields: { buyer: lookup('account', { inverse: { name: 'orders', labels: { en: 'Orders placed' } } }) },
  },
  visit: { fields: { account: lookup('account') } },
});

test('records that point at one have a name on its side', () => {
  const relations = [...childRelations(model, 'account').values()];
  expect(relations.map(({ name, object, via }) => [name, object, via])).toEqual([
    ['orders', 'order', 'buyer'],
    ['account', 'account', 'parent'],
    ['contact', 'contact', 'account'],
    // a second relation from the same object
    ['contact_billing', 'contact', 'billing'],
    // a field of the target is called so
    ['visit_account', 'visit', 'account'],
  ]);
  expect(childRelations(model, 'account').get('orders')!.labels.en).toBe('Orders placed');
  expect([...childRelations(model, 'visit')]).toEqual([]);
});
