import { expect, test } from 'vitest';
import { addressOf, type Document, resolveModel, systemDocuments } from '../../../engine/model/index.ts';
import type { Model } from '../../../engine/model/model.ts';
import { structureChange } from '../../../engine/publish/ddl.ts';
import { differencesOf } from '../../../engine/publish/differences.ts';
import { keepArchived } from '../../../engine/publish/keep-archived.ts';
import { structureOf } from '../../../engine/publish/structure.ts';
import { edit, field, object, settings } from './publish-world.ts';

const setOf = (...documents: readonly Document[]) =>
  new Map([...systemDocuments(), ...[settings(), ...documents].map((one) => [addressOf(one), one] as const)]);

function modelOf(documents: ReturnType<typeof setOf>): Model {
  const options = { version: 1, workspace: 'w', schema: 'ws_w', physical: new Map(), aliases: [] };
  const resolution = resolveModel(documents, options);
  if ('problems' in resolution) throw new Error(JSON.stringify(resolution.problems));
  return resolution.model;
}

const structure = (documents: ReturnType<typeof setOf>) => structureOf(modelOf(documents));
const NONE = structureOf(undefined);

const PARENT = object('parent', { child: field('lookup', { target: 'child' }) });
const CHILD = object('child', {
  parent: field('lookup', { target: 'parent' }),
  code: field('text', { unique: true }),
});

test('statements are one to a message, qualified, and need no row', () => {
  const { statements, steps, locks } = structureChange('ws_w', NONE, structure(setOf(PARENT, CHILD)));
  expect(steps).toEqual([]);
  expect(locks).toEqual([]);
  for (const statement of statements) {
    expect(statement).not.toMatch(/;|NULLS (NOT )?DISTINCT|TRIGGER|SERIAL/i);
    expect(statement).toMatch(/"ws_w"\."o_/);
  }
  // two that point at each other: the second key comes when both tables stand
  const late = statements.filter((one) => /^ALTER TABLE "ws_w"\."o_(parent|child)_/.test(one));
  expect(late).toHaveLength(1);
  expect(late[0]).toMatch(/ADD CONSTRAINT "fk_\w+" FOREIGN KEY/);
});

test('a table with rows is never read by the switch', () => {
  const before = setOf(object('parent'), object('child'));
  const { statements, steps, locks } = structureChange(
    'ws_w',
    structure(before),
    structure(setOf(object('parent'), CHILD)),
  );
  expect(statements.map((one) => one.replaceAll(/_[0-9a-z]{6,8}(_[0-9a-z]{8})?(?=")/g, ''))).toEqual([
    'ALTER TABLE "ws_w"."o_child" ADD "c_parent" uuid, ADD "c_code" text COLLATE "C"',
    'ALTER TABLE "ws_w"."o_child" ADD CONSTRAINT "fk" FOREIGN KEY ("c_parent") REFERENCES "ws_w"."o_parent" ("id") NOT VALID',
  ]);
  expect(steps.map(({ kind }) => kind)).toEqual(['index', 'index', 'validate']);
  for (const { kind, sql } of steps)
    if (kind === 'index') expect(sql).toMatch(/^CREATE (UNIQUE )?INDEX CONCURRENTLY /);
  expect(locks.map(({ mode }) => mode)).toEqual(['ACCESS EXCLUSIVE', 'SHARE ROW EXCLUSIVE']);
});

test('the same documents have the same structure', () => {
  const { statements, steps } = structureChange(
    'ws_w',
    structure(setOf(PARENT, CHILD)),
    structure(setOf(PARENT, CHILD)),
  );
  expect([...statements, ...steps]).toEqual([]);
});

test('what is left out is kept, archived, in its place', () => {
  const before = setOf(object('item', { a: field('text'), b: field('text'), c: field('text') }));
  const item = before.get('object/item')!;
  const next = new Map(before).set(
    'object/item',
    edit(item, (body) => {
      delete body.properties.b;
    }),
  );
  const { properties } = keepArchived(before, next).get('object/item')!.body;
  expect(Object.keys(properties)).toEqual(['name', 'a', 'b', 'c']);
  expect(properties.b['x-field'].archived).toBe(true);
});

test('differences are told by id, whatever the order of keys', () => {
  const before = setOf(object('item', { a: field('text') }));
  const item = before.get('object/item')!;
  const { 'x-object': head, ...rest } = item.body;
  const { name, ...others } = head;
  const shuffled = { ...item, body: { ...rest, 'x-object': { ...others, name } } };
  expect(differencesOf(before, new Map(before).set('object/item', shuffled))).toEqual([]);
});
