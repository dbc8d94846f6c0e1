import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../engine/access/index.ts';
import type { ProblemItem } from '../../../engine/errors.ts';
import { readRow } from '../../../engine/imports/cells.ts';
import { mapFile } from '../../../engine/imports/map.ts';
import { readOptions } from '../../../engine/imports/options.ts';
import { inOrder } from '../../../engine/imports/order.ts';
import { pipeline, role, sampleModel } from '../sample-model.ts';

const options = [
  { value: 'low', labels: { en: 'Low', 'zh-CN': '低' } },
  { value: 'high', labels: { en: 'High', 'zh-CN': '高' } },
];

const model = sampleModel(
  {
    firm: {
      labels: { en: 'Firm', 'zh-CN': '公司' },
      fields: {
        name: { type: 'text', labels: { en: 'Name', 'zh-CN': '名称' } },
        code: { type: 'text', unique: true },
        parent: { type: 'lookup', settings: { target: 'firm' }, labels: { en: 'Parent', 'zh-CN': '上级' } },
      },
    },
    job: {
      labels: { en: 'Job', 'zh-CN': '项目' },
      aliases: new Map([['size', 'amount']]),
      pipelines: [
        pipeline('fast', { start: 'open', end: 'won' }, { labels: { en: 'Fast', 'zh-CN': '快速' } }),
      ],
      fields: {
        name: { type: 'text', labels: { en: 'Name', 'zh-CN': '名称' } },
        firm: { type: 'lookup', settings: { target: 'firm' }, labels: { en: 'Firm', 'zh-CN': '公司' } },
        amount: { type: 'currency', labels: { en: 'Amount', 'zh-CN': '金额' } },
        risk: { type: 'select', options, labels: { en: 'Risk', 'zh-CN': '风险' } },
        fee: { type: 'currency', labels: { en: 'Cost', 'zh-CN': '费用' } },
        cost: { type: 'currency', labels: { en: 'Fee', 'zh-CN': '费用' } },
        number: { type: 'autonumber', labels: { en: 'Number' } },
        stage: { type: 'stage', labels: { en: 'Stage', 'zh-CN': '阶段' } },
        secret: { type: 'text', labels: { en: 'Secret' } },
      },
    },
  },
  [
    role('importer', {
      grants: [
        { object: 'firm', do: ['create', 'read', 'import'], rows: {}, fields: { '*': 'write' } },
        {
          object: 'job',
          do: ['create', 'read', 'import'],
          rows: {},
          fields: { '*': 'write', secret: 'none' },
        },
      ],
    }),
  ],
);
const access = accessOf(model, { kind: 'user', roles: ['importer'] });
const where = { locale: 'en', timeZone: 'Asia/Shanghai', currency: 'CNY' };

function map(headings: readonly string[], file: object = {}) {
  const problems: ProblemItem[] = [];
  const given = { object: 'job', file: 'jobs.csv', ...file };
  const [read] = readOptions({ files: [given] }).files;
  const form = { encoding: 'utf-8', delimiter: ',', headings, rows: 1 } as const;
  const source = { name: 'jobs.csv', open: async function* () {} };
  const object = access.object(given.object)!;
  const plan = mapFile({ model, access, object }, source, form, read!, '/files/0', problems);
  return { plan, problems, columns: plan.columns.map(({ heading, name }) => `${heading} = ${name}`) };
}

const faults = (headings: readonly string[], file?: object) =>
  map(headings, file).problems.map(({ path, code, suggestion }) =>
    `${path} ${code} ${suggestion ?? ''}`.trim(),
  );

describe('headings', () => {
  it('are names, former names and labels in every language, in any case and width', () => {
    expect(map(['name', 'Size', '公司', 'ＲＩＳＫ', 'stage_pipeline', 'owner']).columns).toEqual([
      'name = name',
      'Size = amount',
      '公司 = firm',
      'ＲＩＳＫ = risk',
      'stage_pipeline = stage_pipeline',
      'owner = owner',
    ]);
  });

  it('are left out and said where they are no field that can be written', () => {
    const { plan, problems } = map([
      'name',
      'Amuont',
      'Colour',
      'number',
      'created_at',
      'secret',
      '',
      '_reason',
    ]);
    expect(problems).toEqual([]);
    expect(plan.ignored).toEqual([
      { heading: 'Amuont', suggestion: 'amount' },
      { heading: 'Colour' },
      { heading: 'number' },
      { heading: 'created_at' },
      { heading: 'secret' },
    ]);
  });

  it('are refused where they may mean several fields, or none of them means any', () => {
    expect(faults(['name', '费用'])).toEqual(['/files/0/columns/费用 import.heading_ambiguous fee']);
    expect(faults(['fee'])).toEqual([]);
    expect(faults(['x', 'y'])).toEqual(['/files/0/columns import.no_columns']);
    expect(faults(['name', '名称'])).toEqual(['/files/0/columns/名称 import.field_twice']);
    expect(faults(['name', 'name'])).toEqual(['/files/0/columns/name import.heading_twice']);
  });

  it('follow the options, which must make sense', () => {
    const columns = { Title: 'name', Deal: { field: 'amount' }, Notes: { skip: true } };
    expect(map(['Title', 'Deal', 'Notes', 'Risk'], { columns }).columns).toEqual([
      'Title = name',
      'Deal = amount',
      'Risk = risk',
    ]);
    const several = { Deal: ['name', { field: 'amount' }] };
    expect(map(['Deal'], { columns: several }).columns).toEqual(['Deal = name', 'Deal = amount']);
    expect(faults(['Deal'], { columns: { Deal: ['name', 'nam'] } })).toEqual([
      '/files/0/columns/Deal/1/field import.field name',
    ]);
    expect(
      faults(['Title', 'firm'], {
        columns: {
          Titles: 'name',
          Title: { field: 'nam' },
          firm: { by: 'parent' },
        },
        constants: { number: '1', secret: 'x', risk: 'low' },
        key: 'amount',
      }),
    ).toEqual([
      '/files/0/columns/Title/field import.field name',
      '/files/0/columns/firm/by import.key',
      '/files/0/columns/Titles import.heading Title',
      '/files/0/key import.key',
      '/files/0/constants/number import.field_locked',
      '/files/0/constants/secret import.field',
    ]);
  });

  it('find records by what identifies them, or by what they are told', () => {
    const by = (file: object) => map(['firm'], file).plan.columns[0]!.target!.by.map(({ name }) => name);
    expect(by({})).toEqual(['name', 'code']);
    expect(by({ columns: { firm: { by: 'code' } } })).toEqual(['code']);
    expect(by({ columns: { firm: { by: '_key' } } })).toEqual([]);
  });
});

describe('a row', () => {
  const headings = ['name', 'amount', 'risk', 'firm', 'stage_pipeline'];
  const file = {
    columns: { risk: { values: { Whatever: 'low', none: null } }, amount: { values: { free: 0 } } },
    constants: { risk: '高', cost: '5' },
  };
  const read = (...cells: string[]) => {
    const { plan } = map(headings, file);
    const { values, fallbacks, asks, problems } = readRow(plan, { row: 2, cells }, where);
    return {
      values: Object.fromEntries(values),
      fallbacks: Object.fromEntries(fallbacks),
      asks: [...asks.values()].map(({ text }) => text),
      problems: problems.map(({ heading, code }) => `${heading} ${code}`),
    };
  };

  it('is read by its field types, its maps of values and its constants', () => {
    expect(read('A', '1,000.5', 'WHATEVER', ' Acme ', '快速')).toEqual({
      values: { name: 'A', amount: '1000.5', risk: 'low', stage_pipeline: 'fast' },
      fallbacks: { cost: '5' },
      asks: ['Acme'],
      problems: [],
    });
    expect(read('A', 'free', 'none')).toMatchObject({
      values: { name: 'A', amount: 0 },
      fallbacks: { risk: 'high' },
    });
  });

  it('is refused with every reason', () => {
    const { problems, fallbacks } = read('A', 'much', 'lowest', '', '', 'more');
    expect(problems).toEqual([' import.cells', 'amount value.number', 'risk value.option']);
    expect(fallbacks).toEqual({ cost: '5' });
  });
});

describe('files', () => {
  it('are written after those that they point at', () => {
    const jobs = map(['name', 'firm']).plan;
    const firms = map(['name', 'parent'], { object: 'firm' }).plan;
    const order = (...plans: (typeof jobs)[]) => inOrder(plans).map(({ object }) => object.object.name);
    expect(order(jobs, firms)).toEqual(['firm', 'job']);
    expect(order(firms, jobs)).toEqual(['firm', 'job']);
    expect(order(jobs, jobs, firms)).toEqual(['firm', 'job', 'job']);
  });
});
