import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../support/engine.ts';

let guanxi: TestEngine;
let document: any;
beforeAll(async () => {
  guanxi = await testEngine();
  document = (await guanxi.call('admin', 'GET', '/api/openapi.json')).body;
});
afterAll(() => guanxi.close());

const operations = (): any[] =>
  Object.entries<any>(document.paths).flatMap(([path, methods]) =>
    Object.entries<any>(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );

const references = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string' ? [member] : references(member),
  );
};

describe('the description of the API', () => {
  test('is OpenAPI 3.1: every operation has a name of its own, parameters and answers', () => {
    expect(document.openapi).toBe('3.1.0');
    const all = operations();
    expect(all.length).toBeGreaterThan(40);
    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
    for (const { path, parameters = [], responses, operationId } of all) {
      expect(operationId).toMatch(/^[a-z][a-z0-9_]*$/);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const stated = parameters.filter((one: any) => one.in === 'path').map((one: any) => one.name);
      expect([path, stated]).toEqual([path, inPath]);
      for (const one of parameters) if (one.in === 'path') expect(one.required).toBe(true);
      for (const response of Object.values<any>(responses)) {
        expect(response.$ref ?? response.description).toBeTruthy();
      }
    }
  });

  test('refers to nothing that is not there', () => {
    for (const reference of references(document)) {
      const parts = reference.split('/').slice(1);
      expect([reference, parts.reduce((at: any, part) => at?.[part], document)]).not.toContain(undefined);
    }
  });

  test('has schemas that compile, and records that fit them', async () => {
    const ajv = addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true }));
    const schemas = Object.entries<any>(document.components.schemas);
    for (const [name, schema] of schemas) {
      expect([name, typeof ajv.compile(schema)]).toEqual([name, 'function']);
    }
    const made = await guanxi.call('admin', 'POST', '/api/records/account', { name: 'Acme' });
    const validate = ajv.compile(document.components.schemas.account);
    expect([validate(made.body), validate.errors]).toEqual([true, null]);
    const create = ajv.compile(document.components.schemas['account.create']);
    expect([create({ name: 'x' }), create({}), create({ name: 'x', nmae: 1 })]).toEqual([true, false, false]);
  });

  test('tells members only what they may do', async () => {
    const { body } = await guanxi.call('member', 'GET', '/api/openapi.json');
    expect(body.paths['/api/records/product']).not.toHaveProperty('post');
    expect(body.paths['/api/records/lead']).toHaveProperty('post');
    expect(body.paths).not.toHaveProperty('/api/people');
    expect(body.components.schemas).not.toHaveProperty('product.create');
    const nobody = await guanxi.call('nobody', 'GET', '/api/openapi.json');
    expect(nobody.body.paths).not.toHaveProperty('/api/records/account');
    expect(JSON.stringify(nobody.body.components.schemas)).not.toContain('account');
  });
});

describe('catalogues', () => {
  test('serve what palettes and forms need to know of field types', async () => {
    const { body } = await guanxi.call('member', 'GET', '/api/catalogue/field-types');
    const byName = new Map<string, any>(body.entries.map((entry: any) => [entry.name, entry]));
    expect(byName.get('currency')).toMatchObject({
      kind: 'decimal',
      widget: 'currency',
      labels: { en: expect.any(String), 'zh-CN': expect.any(String) },
    });
    expect(byName.get('text').operators).toEqual(
      expect.arrayContaining(['==', 'contains', 'startsWith', 'in']),
    );
    expect(byName.get('currency').operators).toEqual(expect.arrayContaining(['==', '<', '>=']));
    expect(byName.get('currency').operators).not.toContain('contains');
    expect(byName.get('id').offered).toBe(false);
  });

  test('serve the functions of expressions', async () => {
    const { body } = await guanxi.call('member', 'GET', '/api/catalogue/functions');
    expect(body.entries.map(({ name }: { name: string }) => name)).toContain('today');
  });
});
