import type { TestEngine } from '../../support/engine.ts';
import { objectBody, publishInto, type TestDocuments } from '../../support/workspace-of.ts';

const label = (en: string) => ({ en, 'zh-CN': `${en}（中）` });

/** Orders with their lines: totals above, formulas and rules in the lines. */
export const ORDERS: TestDocuments = {
  'object/purchase': objectBody(
    'purchase',
    {
      name: { type: 'text' },
      status: {
        type: 'select',
        options: ['open', 'closed'].map((value) => ({ value, labels: label(value) })),
        schema: { default: 'open' },
      },
      ceiling: { type: 'currency' },
      why: { type: 'text' },
      items: { type: 'lineItems', lineItems: { target: 'purchase_line', via: 'purchase' } },
      total: {
        type: 'rollup',
        rollup: { function: 'sum', object: 'purchase_line', via: 'purchase', field: 'amount' },
      },
      pieces: {
        type: 'rollup',
        rollup: { function: 'sum', object: 'purchase_line', via: 'purchase', field: 'quantity' },
      },
    },
    {
      required: ['name'],
      'x-rules': [
        { check: 'total <= ceiling', message: label('Too dear.') },
        { when: 'coalesce(total, 0) < 1000', hide: ['why'], clear: true },
        {
          when: 'items.sum(i, i.amount) >= 5000',
          require: ['ceiling'],
          message: label('A ceiling is needed.'),
        },
        { check: '!items.exists(i, i.quantity > 900)', message: label('Too many of one.') },
      ],
    },
  ),
  'object/purchase_line': objectBody(
    'purchase_line',
    {
      purchase: { type: 'lookup', target: 'purchase', onDelete: 'cascade' },
      name: { type: 'text' },
      quantity: { type: 'integer', schema: { default: 1, minimum: 1 } },
      price: { type: 'currency', schema: { minimum: 0 } },
      amount: { type: 'formula', returns: 'currency', expression: 'quantity * price' },
      number: { type: 'autonumber', format: 'L-{0000}' },
    },
    {
      head: { ownership: 'none', titleField: 'name' },
      required: ['name', 'purchase'],
      'x-rules': [{ check: 'purchase.status != "closed"', message: label('The order is closed.') }],
    },
  ),
  'role/buyer': {
    name: 'buyer',
    labels: label('Buyer'),
    grants: [
      {
        object: 'purchase',
        do: ['create', 'read', 'update', 'delete'],
        rows: { read: 'all', update: 'own', delete: 'own' },
      },
    ],
  },
  'role/reader': {
    name: 'reader',
    labels: label('Reader'),
    grants: [{ object: 'purchase', do: ['read'], rows: { read: 'own' } }],
  },
};

/** Publishes orders; `member` buys, `other` reads what is theirs. */
export async function publishOrders(world: TestEngine): Promise<void> {
  const { status, text } = await publishInto(world, ORDERS, 'orders');
  if (status !== 200) throw new Error(text);
  for (const [user, role] of [
    ['member', 'buyer'],
    ['other', 'reader'],
  ] as const) {
    const put = await world.call('operator', 'PUT', `/api/people/${world.users[user]}/roles`, {
      roles: [role],
    });
    if (put.status >= 300) throw new Error(put.text);
  }
}
