import { beforeAll, describe, expect, test } from 'vitest';
import type { ProblemItem } from '../../../engine/errors.ts';
import type { WireValue } from '../../../engine/field-types/index.ts';
import {
  type Body,
  completeIds,
  type Document,
  resolveModel,
  systemDocuments,
} from '../../../engine/model/index.ts';
import type { Model } from '../../../engine/model/model.ts';
import { judge } from '../../../engine/rules/index.ts';
import { objectBody } from '../../support/workspace-of.ts';

/** What rules make of a record, without a database. */

const option = (value: string) => ({ value, labels: { en: value, 'zh-CN': value } });

const FIELDS = {
  kind: { type: 'select', options: ['a', 'b', 'c'].map(option) },
  note: { type: 'text', schema: { default: 'by default' } },
  more: { type: 'text' },
  last: { type: 'text' },
  choice: { type: 'multiSelect', options: ['x', 'y', 'z'].map(option) },
};

function modelWith(rules: readonly Body[], required: readonly string[] = []): Model {
  const body = objectBody('thing', FIELDS, { 'x-rules': rules, required });
  const document: Document = completeIds({ kind: 'object', key: 'thing', package: 'local', body });
  const documents = new Map([...systemDocuments(), ['object/thing', document] as const]);
  const options = { version: 1, workspace: 'main', schema: 'ws', physical: new Map(), aliases: [] };
  const resolution = resolveModel(documents, options);
  if ('problems' in resolution) throw new Error(JSON.stringify(resolution.problems));
  return resolution.model;
}

let model: Model;

function outcome(given: Body, before?: Record<string, WireValue>, unseen: readonly string[] = []) {
  const { changes, problems } = judge({
    model,
    object: model.objects.get('thing')!,
    user: { id: null, name: 'engine', email: null, roles: [] },
    rights: {
      isKnown: ({ name }) => !unseen.includes(name),
      canWrite: () => true,
      told: <Field>(field: Field) => field,
      canAssign: true,
      canTransfer: true,
    },
    now: new Date(0),
    given,
    path: '',
    ...(before && { before: new Map(Object.entries(before)) }),
  });
  return {
    written: Object.fromEntries([...changes].map(([{ name }, value]) => [name, value])),
    told: problems.map(({ path, code }: ProblemItem) => `${path} ${code}`),
    problems,
  };
}

describe('what is hidden', () => {
  beforeAll(() => {
    model = modelWith(
      [
        { when: 'kind == "a"', hide: ['note'], clear: true },
        { when: 'note == null', hide: ['more'], clear: true },
        { when: 'more == null', require: ['last'] },
        { when: 'kind == "b"', hide: ['last'] },
      ],
      ['last'],
    );
  });

  test('and emptied is empty for the other rules, however many follow each other', () => {
    const before = { kind: 'c', note: 'one', more: 'two', last: 'three' };
    expect(outcome({ kind: 'a' }, before)).toMatchObject({
      written: { kind: 'a', note: null, more: null },
      told: [],
    });
    expect(outcome({ kind: 'a' }, { ...before, last: null }).told).toEqual(['/last record.required']);
  });

  test('gets no default in a new record, and that is known to the others', () => {
    expect(outcome({ kind: 'a', last: 'x' }).written).toEqual({ kind: 'a', last: 'x' });
    expect(outcome({ kind: 'c', last: 'x', more: 'y' }).written).toMatchObject({
      note: 'by default',
      more: 'y',
    });
  });

  test('is asked of nobody, also where every record must have it', () => {
    expect(outcome({ kind: 'b' }).told).toEqual([]);
    expect(outcome({ kind: 'c' }).told).toEqual(['/last record.required']);
  });

  test('keeps what is stored, and takes nothing new', () => {
    const before = { kind: 'b', note: 'one', more: 'two', last: 'three' };
    expect(outcome({ more: 'other' }, before).written).toEqual({ more: 'other' });
    expect(outcome({ last: 'four' }, before).told).toEqual(['/last record.hidden']);
    expect(outcome({ last: 'three' }, before).told).toEqual([]);
    // a rule that empties says so: what is given goes the same way
    expect(outcome({ kind: 'a', note: 'new' }, before)).toMatchObject({ told: [] });
  });
});

describe('choices', () => {
  test('outside of those that a rule allows are refused with the nearest', () => {
    model = modelWith([{ when: 'kind == "a"', options: { choice: ['x', 'y'] } }]);
    const { told, problems } = outcome({ kind: 'a', choice: ['x', 'z'] });
    expect(told).toEqual(['/choice record.rule_option']);
    expect(problems[0]).toMatchObject({ suggestion: 'x' });
    expect(outcome({ kind: 'b', choice: ['x', 'z'] }).told).toEqual([]);
  });
});

describe('null', () => {
  test('in a condition is not met, in a check it passes', () => {
    model = modelWith([
      { when: 'size(note) > 3', require: ['last'] },
      { check: 'more < note', field: 'more', message: { en: 'Too late.' } },
    ]);
    expect(outcome({ note: null, more: 'x' }).told).toEqual([]);
    expect(outcome({ note: 'abcd', more: 'x' }).told).toEqual(['/more record.rule', '/last record.required']);
  });
});

test('what the actor may not know is not named by what refuses them', () => {
  const message = { en: 'Say more.', 'zh-CN': '请补充。' };
  model = modelWith(
    [
      { when: 'kind == "a"', require: ['more'] },
      { when: 'kind == "b"', require: ['more'], message },
      { when: 'kind == "c"', options: { choice: ['x'] } },
    ],
    ['last'],
  );
  const unseen = ['more', 'last', 'choice'];
  const answered = (given: Body) => outcome(given, undefined, unseen).problems;
  expect(answered({ kind: 'a' })).toMatchObject([{ path: '', code: 'record.unseen' }]);
  expect(answered({ kind: 'b' })).toMatchObject([
    { path: '', code: 'record.unseen' },
    { path: '', code: 'record.rule', message },
  ]);
  const text = JSON.stringify(answered({ kind: 'a' }).concat(answered({ kind: 'c' })));
  expect(text).not.toMatch(/more|last|choice/i);
  // who names a field that they may not know is told the same as of one that there is not
  expect(outcome({ kind: 'c', choise: [] }, undefined, unseen).told).toContain('/choise record.field');
  expect(outcome({ kind: 'c', choice: [] }, undefined, unseen).told).toContain('/choice record.field');
});
