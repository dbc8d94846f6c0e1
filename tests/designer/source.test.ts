import { json } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { changeBetween, rangeAt } from '../../designer/source/place.ts';

const body = { name: 'a', 'x/y': { list: [1, { deep: 'two' }, true] }, last: null };

describe('a path in the text of a document', () => {
  const state = EditorState.create({ doc: JSON.stringify(body, null, 2), extensions: [json()] });
  const at = (path: string) => {
    const { from, to } = rangeAt(state, path);
    return state.sliceDoc(from, to);
  };

  test('is a short value itself, or the name of what holds others', () => {
    expect(at('objects/x.json#/name')).toBe('"a"');
    expect(at('#/x~1y')).toBe('"x/y"');
    expect(at('#/x~1y/list')).toBe('"list"');
    expect(at('#/x~1y/list/0')).toBe('1');
    expect(at('#/x~1y/list/1')).toBe('{');
    expect(at('#/x~1y/list/1/deep')).toBe('"two"');
    expect(at('#/last')).toBe('null');
  });

  test('ends where there is no way on, and at the beginning for the whole', () => {
    expect(at('#/x~1y/list/9')).toBe('"list"');
    expect(at('#/name/none')).toBe('"a"');
    expect(at('#/none')).toBe('{');
    expect(at('objects/x.json')).toBe('{');
  });

  test('is found in a text that is not whole yet', () => {
    const broken = EditorState.create({ doc: '{"a": {"b": 1, "c": }', extensions: [json()] });
    const { from, to } = rangeAt(broken, '#/a/b');
    expect(broken.sliceDoc(from, to)).toBe('1');
  });
});

test('only what differs is exchanged', () => {
  const apply = (from: string, to: string) => {
    const { from: start, to: end, insert } = changeBetween(from, to);
    expect(from.slice(0, start) + insert + from.slice(end)).toBe(to);
    return insert.length + end - start;
  };
  expect(apply('{"a": 1, "b": 2}', '{"a": 1, "b": 3}')).toBe(2);
  expect(apply('aaa', 'aaaa')).toBe(1);
  expect(apply('aaaa', 'aa')).toBe(2);
  expect(apply('', 'x')).toBe(1);
  expect(apply('same', 'same')).toBe(0);
});
