import type { FieldTypeInfo } from '../../designer/api/types.ts';
import { type Documents, type MetaDocument, toDocuments } from '../../designer/draft/documents.ts';
import { catalogueRoutes } from '../../engine/http/catalogue.ts';

/** The field types as `GET /api/catalogue/field-types` tells them. */
export async function fieldTypeInfos(): Promise<readonly FieldTypeInfo[]> {
  const call = { params: { name: 'field-types' } } as unknown as Parameters<
    (typeof catalogueRoutes)[0]['handler']
  >[0];
  return (await (await catalogueRoutes[0]!.handler(call)).json()).entries;
}

const of = (kind: string, key: string, body: object, from = 'shop'): MetaDocument => ({
  kind,
  key,
  package: from,
  body,
});

const label = (en: string, zh: string) => ({ en, 'zh-CN': zh });

/** Two objects of a package, a form, two lists, and three roles: everything, most of it, a little. */
export const sample = (): Documents =>
  toDocuments([
    of('object', 'garden', {
      'x-object': { id: 'obj_garden00', name: 'garden', labels: label('Garden', '花园'), titleField: 'name' },
      properties: {
        name: { 'x-field': { id: 'fld_gname000', type: 'text', labels: label('Name', '名称') } },
        size: {
          'x-field': { id: 'fld_gsize000', type: 'decimal', labels: label('Size', '面积') },
          minimum: 0,
        },
      },
      required: ['name'],
    }),
    of('object', 'plant', {
      'x-object': {
        id: 'obj_plant000',
        name: 'plant',
        labels: label('Plant', '植物'),
        titleField: 'name',
        unique: [['name', 'kind']],
      },
      properties: {
        name: {
          'x-field': { id: 'fld_pname000', type: 'text', labels: label('Name', '名称') },
          maxLength: 80,
        },
        kind: {
          'x-field': {
            id: 'fld_pkind000',
            type: 'select',
            labels: label('Kind', '种类'),
            notes: 'kept',
            options: [
              { value: 'tree', labels: label('Tree', '树') },
              { value: 'herb', labels: label('Herb', '草') },
            ],
          },
          default: 'tree',
        },
        garden: {
          'x-field': {
            id: 'fld_pgarden0',
            type: 'lookup',
            target: 'garden',
            labels: label('Garden', '花园'),
          },
        },
        price: {
          'x-field': {
            id: 'fld_pprice00',
            type: 'currency',
            labels: label('Price', '价格'),
            defaultExpression: 'coalesce(garden.size, 0) * 2',
          },
        },
      },
      required: ['name', 'kind'],
      'x-rules': [{ id: 'rul_plant000', when: 'kind == "tree" && price > 0', require: ['price'] }],
    }),
    of('layout', 'plant.standard', {
      id: 'lay_plant000',
      name: 'standard',
      object: 'plant',
      labels: label('Standard', '标准'),
      highlights: ['kind', 'price'],
      sections: [
        { id: 'sec_basics00', labels: label('Basics', '基本'), columns: 2, fields: ['name', 'kind'] },
        { id: 'sec_money000', labels: label('Money', '金额'), fields: [{ field: 'price', span: 2 }] },
      ],
    }),
    of('layout', 'garden.standard', {
      name: 'standard',
      object: 'garden',
      labels: label('Standard', '标准'),
      sections: [{ labels: label('Basics', '基本'), fields: ['name', 'size'] }],
      related: [{ object: 'plant', via: 'garden', columns: ['name', 'kind', 'price'] }],
    }),
    of('view', 'plant.all', {
      name: 'all',
      object: 'plant',
      labels: label('All', '全部'),
      columns: [{ field: 'name', width: 200 }, 'kind', 'garden.size'],
      sort: ['-price', 'name'],
    }),
    of('view', 'plant.trees', {
      name: 'trees',
      object: 'plant',
      labels: label('Trees', '树'),
      columns: ['name'],
      filter: 'kind == "tree" && garden.size > 10',
      group: 'kind',
    }),
    of('role', 'boss', {
      name: 'boss',
      labels: label('Boss', '主管'),
      grants: [{ object: '*', do: ['read', 'update'] }],
    }),
    of('role', 'gardener', {
      name: 'gardener',
      labels: label('Gardener', '园丁'),
      grants: [
        { object: 'plant', do: ['create', 'read', 'update'], fields: { '*': 'write', price: 'read' } },
        { object: 'garden', do: ['read'] },
      ],
    }),
    of('role', 'guest', {
      name: 'guest',
      labels: label('Guest', '访客'),
      grants: [{ object: 'plant', do: ['read'], fields: { '*': 'none', name: 'read' } }],
    }),
  ]);
