import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withBody, withDocument, withoutDocument } from '../../designer/draft/documents.ts';
import { SaveRefused, type Saving, saveDocuments, withParts } from '../../designer/draft/save.ts';
import { sample } from './sample.ts';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: any;
  readonly tag: string | null;
}

let calls: Call[];
let answer: (call: Call) => Response;
const saved = (body: unknown, tag: string) =>
  new Response(JSON.stringify({ body }), { headers: { ETag: tag } });
const refused = (status: number, problem: object) => new Response(JSON.stringify(problem), { status });

beforeEach(() => {
  calls = [];
  answer = ({ body }) => saved(body, `"${calls.length}"`);
  vi.stubGlobal('fetch', async (path: string, { method, headers, body }: RequestInit) => {
    const tag = (headers as Headers).get('If-Match');
    const call = { method: method!, path, body: body ? JSON.parse(String(body)) : null, tag };
    calls.push(call);
    return answer(call);
  });
});
afterEach(() => vi.unstubAllGlobals());

const saving = (): Saving => ({ etags: new Map(), decide: async () => null });

function changed() {
  const documents = sample();
  const layout = documents.get('layout/plant.standard')!;
  const object = documents.get('object/plant')!;
  const next = withBody(documents, layout, { ...layout.body, highlights: ['risk'] });
  return withBody(next, object, { ...object.body, required: ['risk'] });
}

describe('saving a draft', () => {
  test('sends what differs, objects first, each with the tag it was given', async () => {
    const by = saving();
    await saveDocuments(sample(), changed(), by);
    expect(calls.map(({ method, path, tag }) => [method, path, tag])).toEqual([
      ['PUT', '/api/metadata/draft/object/plant', null],
      ['PUT', '/api/metadata/draft/layout/plant.standard', null],
    ]);
    await saveDocuments(changed(), sample(), by);
    expect(calls.slice(2).map(({ tag }) => tag)).toEqual(['"1"', '"2"']);
  });

  test('a new document that is taken back is deleted, gone already is as good', async () => {
    const made = { kind: 'view', key: 'plant.new', package: 'local', body: { name: 'new', object: 'plant' } };
    answer = ({ method, body }) => (method === 'DELETE' ? refused(404, {}) : saved(body, '"1"'));
    const next = await saveDocuments(sample(), withDocument(sample(), made), saving());
    await saveDocuments(next, withoutDocument(next, 'view/plant.new'), saving());
    expect(calls.map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
  });

  test('when one is refused, those before it are put back', async () => {
    answer = ({ path, body }) =>
      path.includes('/layout/')
        ? refused(422, { title: 'No.', code: 'document.invalid', errors: [] })
        : saved(body, '"1"');
    const attempt = saveDocuments(sample(), changed(), saving());
    await expect(attempt).rejects.toBeInstanceOf(SaveRefused);
    expect(calls.map(({ path }) => path.split('/').at(-2))).toEqual(['object', 'layout', 'object']);
    expect(calls[2]!.body).toEqual(sample().get('object/plant')!.body);
  });

  test('what the server merged is what is shown', async () => {
    const merged = { ...sample().get('object/plant')!.body, merged: true };
    answer = ({ path, body }) => saved(path.includes('/object/') ? merged : body, '"1"');
    const next = await saveDocuments(sample(), changed(), saving());
    expect(next.get('object/plant')!.body).toEqual(merged);
  });

  test('a conflict is decided part by part: theirs goes in, then what stays mine', async () => {
    const parts = [
      { path: '#/highlights', code: 'x', message: '', mine: ['risk'], theirs: ['price'] },
      { path: '#/labels/en', code: 'x', message: '', mine: 'Standard', theirs: 'Default' },
    ];
    answer = ({ path, body }) =>
      path.includes('/layout/') && calls.length === 2
        ? refused(409, { title: 'Conflict', code: 'draft.conflict', errors: parts })
        : saved(body, `"${calls.length}"`);
    const next = await saveDocuments(sample(), changed(), {
      etags: new Map(),
      decide: async ({ parts: given }) =>
        given.map(({ path }) => (path === '#/highlights' ? 'mine' : 'theirs')),
    });
    expect(calls.slice(2).map(({ body }) => [body.highlights, body.labels.en])).toEqual([
      [['price'], 'Default'],
      [['risk'], 'Default'],
    ]);
    expect(calls.at(-1)!.tag).toBe('"3"');
    expect(next.get('layout/plant.standard')!.body.labels.en).toBe('Default');
  });

  test('parts are put into lists and objects, and taken out', () => {
    const body = { a: [{ b: 1 }], 'x/y': 2 };
    expect(
      withParts(body, [
        { path: '#/a/0/b', value: 3 },
        { path: '/x~1y', value: undefined },
        { path: '/gone/at/all', value: 1 },
      ]),
    ).toEqual({ a: [{ b: 3 }] });
    expect(body.a[0]!.b).toBe(1);
  });
});
