import { expect, test } from 'vitest';
import { checkExpression } from '../../../engine/expression/index.ts';
import { newRecordScope } from '../../../engine/model/index.ts';
import { wholeObjects } from '../../../engine/model/scope.ts';
import { judge } from '../../../engine/rules/index.ts';
import { sampleModel } from '../sample-model.ts';

const USER = '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e';

const plain = sampleModel({ task: { fields: { name: { type: 'text' }, more: { type: 'text' } } } });
const scope = newRecordScope(wholeObjects(plain.objects)('task')!);

function expression(source: string) {
  const checked = checkExpression(source, scope);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.expression;
}

const model = sampleModel({
  task: {
    fields: {
      name: { type: 'text', default: 'Untitled' },
      due: { type: 'date', defaultExpression: expression('today() + days(14)') },
      asked: { type: 'user', defaultExpression: expression('user.id') },
      effort: { type: 'decimal', settings: { scale: 1 }, defaultExpression: expression('1 / 3') },
      nothing: { type: 'text', defaultExpression: expression('null') },
    },
  },
});

const object = model.objects.get('task')!;

const situation = {
  model,
  object,
  user: { id: USER, name: 'Li', email: null, roles: [] },
  rights: {
    isKnown: () => true,
    canWrite: () => true,
    told: <Field>(field: Field) => field,
    canAssign: true,
    canTransfer: true,
  },
  // past midnight in Shanghai
  now: new Date('2026-02-27T16:30:00.000Z'),
  path: '',
};

function judged(given: object, before?: ReadonlyMap<string, null>) {
  const { changes, problems } = judge({ ...situation, given, ...(before && { before }) });
  expect(problems).toEqual([]);
  return Object.fromEntries([...changes].map(([field, value]) => [field.name, value]));
}

test('a new record has what its fields begin with, literal or computed', () => {
  expect(judged({})).toEqual({
    owner: USER,
    name: 'Untitled',
    due: '2026-03-14',
    asked: USER,
    effort: '0.3',
  });
});

test('what the body says wins, also when it says nothing', () => {
  expect(judged({ name: 'Call back', due: null, effort: 2 })).toMatchObject({
    name: 'Call back',
    effort: '2.0',
  });
  expect(judged({ due: null })).not.toHaveProperty('due', '2026-03-14');
});

test('a record that is there begins with nothing', () => {
  expect(judged({}, new Map())).toEqual({});
});

test('an expression for a new record knows who makes it and what its maker said', () => {
  const isKnown = (source: string) => checkExpression(source, scope).ok;
  expect(['name', 'owner', 'user.email', 'owner.name'].filter(isKnown)).toHaveLength(4);
  expect(['nmae', 'user.nmae', 'created_at', 'id', 'version'].filter(isKnown)).toEqual([]);
});

test('defaults follow each other, whatever the order of the fields', () => {
  const chain = sampleModel({
    task: {
      fields: {
        more: { type: 'text', defaultExpression: expression('"re: " + name') },
        name: { type: 'text', defaultExpression: expression('"by " + user.name') },
      },
    },
  });
  const written = (given: object) => {
    const { changes } = judge({ ...situation, model: chain, object: chain.objects.get('task')!, given });
    return Object.fromEntries([...changes].map(([field, value]) => [field.name, value]));
  };
  expect(written({})).toMatchObject({ name: 'by Li', more: 're: by Li' });
  expect(written({ name: 'x' })).toMatchObject({ more: 're: x' });
  // whoever says that there is none means it
  expect(written({ name: null })).not.toHaveProperty('more');
});
