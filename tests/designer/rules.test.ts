import { describe, expect, test } from 'vitest';
import { type Body, objectDocument, toDocuments } from '../../designer/draft/documents.ts';
import { renameField } from '../../designer/draft/rename-field.ts';
import { revertChange } from '../../designer/draft/revert.ts';
import {
  BLANK_RULE,
  faultsOfRule,
  moveRule,
  putRule,
  readRule,
  removeRule,
  rulesOf,
} from '../../designer/rules/rules.ts';

const SHIPPED: readonly Body[] = [
  { id: 'rul_aaaaaaaa', when: 'a == 1', require: ['b'], message: { en: 'B!' } },
  { id: 'rul_bbbbbbbb', check: 'b > a', field: 'b', message: { en: 'More.' }, package: 'other' },
  { id: 'rul_cccccccc', options: { kind: ['x'] } },
];

const documents = toDocuments([
  {
    kind: 'object',
    key: 'plant',
    package: 'local',
    body: { 'x-object': { name: 'plant' }, properties: {}, 'x-rules': SHIPPED },
  },
]);
const rulesAfter = (edit: ReturnType<typeof removeRule>) =>
  rulesOf(objectDocument(edit(documents), 'plant')!);

describe('rules of a document', () => {
  test('that are read and written read as before', () => {
    for (const [at, rule] of SHIPPED.entries()) {
      const edit = putRule('plant', rule.id, readRule(rule));
      expect(JSON.stringify(rulesAfter(edit)[at])).toBe(JSON.stringify(rule));
    }
  });

  test('another effect leaves nothing of the one before', () => {
    const edit = putRule('plant', 'rul_bbbbbbbb', {
      ...readRule(SHIPPED[1]!),
      effect: 'hide',
      fields: ['b'],
      clear: true,
    });
    expect(rulesAfter(edit)[1]).toEqual({
      id: 'rul_bbbbbbbb',
      hide: ['b'],
      clear: true,
      message: { en: 'More.' },
      package: 'other',
    });
  });

  test('are added, moved and removed', () => {
    const added = rulesAfter(putRule('plant', undefined, { ...BLANK_RULE, when: ' a == 2 ', fields: ['b'] }));
    expect(added[3]).toEqual({
      id: expect.stringMatching(/^rul_[0-9a-z]{16}$/),
      when: 'a == 2',
      require: ['b'],
    });
    const order = (edit: Parameters<typeof rulesAfter>[0]) =>
      rulesAfter(edit).map(({ id }) => id.slice(4, 5));
    expect(order(moveRule('plant', 'rul_bbbbbbbb', -1))).toEqual(['b', 'a', 'c']);
    expect(order(moveRule('plant', 'rul_cccccccc', 1))).toEqual(['a', 'b', 'c']);
    expect(order(removeRule('plant', 'rul_aaaaaaaa'))).toEqual(['b', 'c']);
    const none = ['a', 'b', 'c'].reduce(
      (now, letter) => removeRule('plant', `rul_${letter.repeat(8)}`)(now),
      documents,
    );
    expect(objectDocument(none, 'plant')!.body).not.toHaveProperty('x-rules');
  });

  test('go back one by one, as the plan names them', () => {
    const changed = [
      putRule('plant', 'rul_aaaaaaaa', { ...readRule(SHIPPED[0]!), when: 'a == 9' }),
      removeRule('plant', 'rul_bbbbbbbb'),
      moveRule('plant', 'rul_cccccccc', -1),
      putRule('plant', undefined, { ...BLANK_RULE, id: 'rul_dddddddd', fields: ['b'] }),
    ].reduce((now, edit) => edit(now), documents);
    const back = ['rul_aaaaaaaa', 'rul_bbbbbbbb', 'rul_dddddddd'].reduce(
      (now, rule) => revertChange(now, documents, { document: 'object/plant', rule }),
      changed,
    );
    const all = revertChange(back, documents, { document: 'object/plant', words: ['rules'] });
    expect(rulesOf(objectDocument(all, 'plant')!)).toEqual(SHIPPED);
  });

  test('follow a field that gets another name', () => {
    const body = {
      ...objectDocument(documents, 'plant')!.body,
      properties: { b: { 'x-field': { type: 'text', labels: {} } }, kind: {} },
    };
    const given = toDocuments([{ kind: 'object', key: 'plant', package: 'local', body }]);
    const renamed = [
      { object: 'plant', from: 'b', to: 'c' },
      { object: 'plant', from: 'kind', to: 'sort' },
    ].reduce(renameField, given);
    const [first, second, third] = rulesOf(objectDocument(renamed, 'plant')!);
    expect([first!.require, second!.field, third!.options]).toEqual([['c'], 'c', { sort: ['x'] }]);
  });

  test('say what they still need', () => {
    expect(faultsOfRule(BLANK_RULE)).toEqual(['fields']);
    expect(faultsOfRule({ ...BLANK_RULE, effect: 'check' })).toEqual(['check', 'message']);
    expect(faultsOfRule({ ...BLANK_RULE, effect: 'options', options: { kind: [] } })).toEqual(['options']);
    for (const rule of SHIPPED) expect(faultsOfRule(readRule(rule))).toEqual([]);
  });
});
