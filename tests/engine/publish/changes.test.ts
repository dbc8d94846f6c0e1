import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '../../../engine/errors.ts';
import { fieldTypes } from '../../../engine/field-types/index.ts';
import type { Document } from '../../../engine/model/index.ts';
import { changeKinds, planDocuments, readState } from '../../../engine/publish/index.ts';
import { schemaFaults } from '../../support/catalogue-lint.ts';
import {
  document,
  editing,
  field,
  object,
  type PublishWorld,
  publishWorld,
  settings,
  type TestWorkspace,
} from './publish-world.ts';

const option = (value: string, label = value) => ({ value, labels: { en: label, 'zh-CN': label } });
const stage = (name: string, kind = 'open') => ({ name, labels: { en: name, 'zh-CN': name }, kind });

const DOCUMENTS: readonly Document[] = [
  object(
    'item',
    {
      note: field('text', { label: 'Note' }, { maxLength: 100 }),
      amount: field('currency', { label: 'Amount' }),
      risk: field('select', { label: 'Risk', options: [option('low', 'Low'), option('high', 'High')] }),
      branch: field('select', { label: 'Branch', optionSet: 'branch' }),
      stage: field('stage', { label: 'Stage' }),
      serial: field('autonumber', { label: 'Serial' }),
      parent: field('lookup', { label: 'Parent', target: 'item', onDelete: 'null' }),
    },
    {},
    { labels: { en: 'Item', 'zh-CN': '项目' } },
  ),
  document('option-set', {
    name: 'branch',
    labels: { en: 'Branch', 'zh-CN': '行业' },
    options: [option('it')],
  }),
  document('option-set', {
    name: 'trade',
    labels: { en: 'Trade', 'zh-CN': '行当' },
    options: [option('it'), option('food')],
  }),
  document('pipeline', {
    name: 'main',
    object: 'item',
    labels: { en: 'Main', 'zh-CN': '主流程' },
    stages: [stage('new'), stage('talk'), stage('won', 'won')],
  }),
  document('layout', {
    name: 'standard',
    object: 'item',
    labels: { en: 'Standard', 'zh-CN': '标准' },
    sections: [{ labels: { en: 'All', 'zh-CN': '全部' }, columns: 2, fields: ['name'] }],
  }),
  document('role', {
    name: 'reader',
    labels: { en: 'Reader', 'zh-CN': '读者' },
    grants: [{ object: 'item', do: ['read'] }],
  }),
  document('view', {
    name: 'all',
    object: 'item',
    labels: { en: 'All', 'zh-CN': '全部' },
    columns: ['name'],
  }),
  document('navigation', { name: 'main', labels: { en: 'Main' }, items: [{ object: 'item' }] }),
];

type Change = (documents: Map<string, Document>) => void;

interface Row {
  readonly change: Change;
  /** kind, sentence in English and in Chinese */
  readonly says: readonly (readonly [kind: string, en: string, zh: string])[];
  readonly rows?: number;
}

const item = (change: (body: any) => void): Change => editing('object/item', change);
const pipeline = (change: (body: any) => void): Change => editing('pipeline/item.main', change);

const ROWS: Readonly<Record<string, Row>> = {
  'a field': {
    change: item((body) => {
      body.properties.renewal = field('select', { label: '续约风险', options: [option('low')] });
    }),
    says: [['add-field', 'Add field “续约风险” to Item (select)', '新增字段“续约风险”（项目，单选）']],
  },
  'the label of a field': {
    change: item((body) => {
      body.properties.note['x-field'].labels = { en: 'Remark', 'zh-CN': '备注' };
    }),
    says: [['relabel', 'Relabel “Note” of Item as “Remark”', '“Note”（项目）更名为“备注”']],
  },
  'the name of a field': {
    change: item((body) => {
      const { note, ...rest } = body.properties;
      body.properties = { note, ...rest, remark: note };
      delete body.properties.note;
    }),
    says: [
      [
        'rename-field',
        'Rename field “Note” of Item in the API from note to remark',
        '字段“Note”（项目）的 API 名称由 note 改为 remark',
      ],
      ['reorder-fields', 'Change the order of the fields of Item', '调整项目的字段顺序'],
    ],
  },
  'what a field asks of values': {
    change: item((body) => {
      body.properties.note.maxLength = 3;
      body.properties.note['x-field'].help = { en: 'Short', 'zh-CN': '简短' };
    }),
    says: [
      [
        'change-limits',
        'Change the limits of field “Note” of Item: longest length',
        '修改字段“Note”（项目）的取值限制：最大长度',
      ],
      ['change-field', 'Change field “Note” of Item: help text', '修改字段“Note”（项目）：提示'],
    ],
    rows: 1,
  },
  'numbers that none may be missing of': {
    change: item((body) => {
      body.properties.serial['x-field'].gapless = true;
    }),
    says: [
      [
        'change-gapless',
        'Count field “Serial” of Item without gaps from now on: whoever makes records then waits for others who do',
        '字段“Serial”（项目）今后连续编号、不断号：同时新建记录的人将互相等待',
      ],
    ],
  },
  'the option set of a field': {
    change: item((body) => {
      body.properties.branch['x-field'].optionSet = 'trade';
    }),
    says: [
      [
        'change-option-set',
        'Let field “Branch” of Item offer the options of the set “trade”',
        '字段“Branch”（项目）改用选项集“trade”',
      ],
    ],
    rows: 0,
  },
  required: {
    change: item((body) => {
      body.required = ['amount'];
    }),
    says: [['require-field', 'Make field “Amount” of Item required', '字段“Amount”（项目）改为必填']],
    rows: 1,
  },
  unique: {
    change: item((body) => {
      body.properties.note['x-field'].unique = true;
    }),
    says: [
      ['make-unique', 'Make the values of field “Note” of Item unique', '字段“Note”（项目）的值不得重复'],
    ],
    rows: 0,
  },
  'the type of a text': {
    change: item((body) => {
      body.properties.note['x-field'].type = 'longText';
    }),
    says: [
      [
        'change-type',
        'Change field “Note” of Item from text to long text',
        '字段“Note”（项目）的类型由文本改为多行文本',
      ],
    ],
  },
  'archiving a field': {
    change: item((body) => {
      delete body.properties.note;
    }),
    says: [
      [
        'archive-field',
        'Archive field “Note” of Item: its values are kept and no longer shown',
        '归档字段“Note”（项目）：已有值保留，不再显示',
      ],
    ],
    rows: 1,
  },
  'an option': {
    change: item((body) => {
      body.properties.risk['x-field'].options.push(option('extreme', 'Extreme'));
    }),
    says: [['add-option', 'Add option “Extreme” to “Risk” of Item', '“Risk”（项目）新增选项“Extreme”']],
  },
  'archiving an option': {
    change: item((body) => {
      body.properties.risk['x-field'].options[1].archived = true;
    }),
    says: [
      [
        'archive-option',
        'Archive option “High” of “Risk” of Item: records that have it keep it',
        '归档“Risk”（项目）的选项“High”：已有记录保留该值',
      ],
    ],
    rows: 1,
  },
  'label, colour and order of options': {
    change: item((body) => {
      const { options } = body.properties.risk['x-field'];
      options[0].labels = { en: 'Small', 'zh-CN': '小' };
      options[1].color = 'red';
      options.reverse();
    }),
    says: [
      [
        'reorder-options',
        'Change the order of the options of “Risk” of Item',
        '调整“Risk”（项目）的选项顺序',
      ],
      [
        'change-option',
        'Change option “High” of “Risk” of Item: colour',
        '修改“Risk”（项目）的选项“High”：颜色',
      ],
      ['relabel', 'Relabel “Low” of Risk as “Small”', '“Low”（Risk）更名为“小”'],
    ],
  },
  'an option of a set': {
    change: editing('option-set/branch', (body) => {
      body.options.push(option('bank', 'Bank'));
    }),
    says: [['add-option', 'Add option “Bank” to “Branch”', '“行业”新增选项“Bank”']],
  },
  'archiving an option of a set': {
    change: editing('option-set/branch', (body) => {
      body.options[0].archived = true;
    }),
    says: [
      [
        'archive-option',
        'Archive option “it” of “Branch”: records that have it keep it',
        '归档“行业”的选项“it”：已有记录保留该值',
      ],
    ],
    rows: 1,
  },
  'a stage': {
    change: pipeline((body) => {
      body.stages.splice(2, 0, stage('offer'));
    }),
    says: [
      [
        'add-stage',
        'Add stage “offer” to pipeline “Main” of Item',
        '阶段流程“主流程”（项目）新增阶段“offer”',
      ],
    ],
  },
  'archiving a stage': {
    change: pipeline((body) => {
      body.stages.splice(1, 1);
    }),
    says: [
      [
        'archive-stage',
        'Archive stage “talk” of pipeline “Main” of Item: records in it stay',
        '归档阶段流程“主流程”（项目）的阶段“talk”：其中的记录保留',
      ],
    ],
    rows: 1,
  },
  'the probability of a stage': {
    change: pipeline((body) => {
      body.stages[1].probability = '0.6';
    }),
    says: [
      [
        'change-stage',
        'Change stage “talk” of pipeline “Main” of Item: probability',
        '修改阶段流程“主流程”（项目）的阶段“talk”：赢率',
      ],
    ],
    rows: 1,
  },
  'how an object presents itself': {
    change: item((body) => {
      body['x-object'].icon = 'flag';
      body['x-object'].labels = { en: 'Thing', 'zh-CN': '事项' };
    }),
    says: [
      ['change-object', 'Change object “Thing”: icon', '修改对象“事项”：图标'],
      ['relabel', 'Relabel “Item” as “Thing”', '“项目”更名为“事项”'],
    ],
  },
  'a system field’s name': {
    change: item((body) => {
      body.properties.owner = { 'x-field': { system: 'owner', labels: { en: 'Keeper', 'zh-CN': '保管人' } } };
    }),
    says: [
      [
        'relabel-system-field',
        'Relabel the system field “Keeper” of Item',
        '修改系统字段“保管人”（项目）的名称',
      ],
    ],
  },
  'layouts, views and roles': {
    change: (documents) => {
      editing('layout/item.standard', (body) => {
        body.sections[0].fields.push('note');
      })(documents);
      editing('view/item.all', (body) => {
        body.columns.push('note');
      })(documents);
      documents.delete('role/reader');
    },
    says: [
      ['change-document', 'Change layout “Standard” of Item', '修改布局“标准”（项目）'],
      ['change-document', 'Change view “All” of Item', '修改视图“全部”（项目）'],
      ['remove-document', 'Remove role “Reader”', '移除角色“读者”'],
    ],
  },
  'the settings': {
    change: editing('settings/workspace', (body) => {
      body.currency = 'USD';
    }),
    says: [
      [
        'change-currency',
        'Change the currency of the workspace from CNY to USD',
        '工作区货币由 CNY 改为 USD',
      ],
    ],
    rows: 0,
  },
  'how long the audit is kept': {
    change: editing('settings/workspace', (body) => {
      body.auditMonths = 24;
    }),
    says: [
      [
        'change-retention',
        'Keep the audit for 24 months; older entries are removed for good',
        '审计记录保留 24 个月，更早的记录将被永久清理',
      ],
    ],
    rows: 0,
  },
  'the rates': {
    change: editing('settings/workspace', (body) => {
      body.rates = [{ currency: 'USD', rate: '7.1' }];
    }),
    says: [['change-document', 'Change the settings of the workspace', '修改工作区设置']],
  },
};

let world: PublishWorld;
let workspace: TestWorkspace;

beforeAll(async () => {
  world = await publishWorld();
  workspace = await world.workspace(...DOCUMENTS);
  await workspace.insert('item', {
    name: 'one',
    note: 'long enough',
    risk: 'high',
    branch: 'it',
    stage: 'talk',
    'stage/pipeline': 'main',
  });
});
afterAll(async () => world?.close());

describe('a change of', () => {
  test.each(Object.entries(ROWS))(
    '%s is told, published and taken back',
    async (_, { change, says, rows }) => {
      const before = (await workspace.model()).version;
      const plan = await workspace.plan(change);
      const told = plan.changes.map(({ kind, sentence }) => [kind, sentence.en, sentence['zh-CN']]);
      expect(told.toSorted()).toEqual([...says].toSorted());
      if (rows !== undefined) expect(plan.changes.find((one) => one.rows !== undefined)?.rows).toBe(rows);
      const earlier = (await readState(workspace)).documents;
      await workspace.publish(change);
      expect(await workspace.drift()).toEqual([]);
      // the documents of before, as one who restores the version has them
      const undo = await planDocuments(workspace, earlier);
      const kinds = new Map(changeKinds().map((kind) => [kind.name, kind.undo]));
      expect(undo.changes.map(({ kind }) => kind).toSorted()).toEqual(
        plan.changes.map(({ kind }) => kinds.get(kind)).toSorted(),
      );
      await workspace.publish((documents) => {
        documents.clear();
        for (const [address, one] of earlier) documents.set(address, one);
      });
      expect((await workspace.model()).version).toBe(before + 2);
      expect(await workspace.values('item', 'note')).toEqual(['long enough']);
      expect(await workspace.drift()).toEqual([]);
    },
  );

  test('own options for those of a set is told once, with who holds what that does not offer', async () => {
    const plan = await workspace.plan(
      item((body) => {
        const { options: _, ...words } = body.properties.risk['x-field'];
        body.properties.risk['x-field'] = { ...words, optionSet: 'branch' };
      }),
    );
    expect(plan.changes.map(({ kind, rows }) => [kind, rows])).toEqual([['change-option-set', 1]]);
    expect(plan.findings.map(({ code, count }) => [code, count])).toEqual([['publish.options_left', 1]]);
  });

  test('anything else is refused, and says why', async () => {
    const refused: Readonly<Record<string, Change>> = {
      'publish.target': item((body) => {
        body.properties.parent['x-field'].target = 'user';
      }),
      'publish.type': item((body) => {
        body.properties.amount['x-field'].type = 'text';
      }),
      'publish.ownership': item((body) => {
        body['x-object'].ownership = 'none';
      }),
      'publish.stored_name': pipeline((body) => {
        body.stages[1].name = 'speak';
      }),
    };
    for (const [code, change] of Object.entries(refused)) {
      const problem = await workspace.plan(change).catch((error: unknown) => error);
      expect(problem).toBeInstanceOf(Problem);
      expect((problem as Problem).items.map((one) => one.code)).toContain(code);
    }
  });

  test('a pipeline in use stays', async () => {
    const gone: Change = (documents) => {
      documents.delete('pipeline/item.main');
      documents.set(
        'pipeline/item.other',
        document('pipeline', {
          name: 'other',
          object: 'item',
          labels: { en: 'Other' },
          stages: [stage('a'), stage('b', 'won')],
        }),
      );
    };
    const { findings } = await workspace.plan(gone);
    expect(findings).toMatchObject([{ code: 'publish.pipeline_in_use', count: 1, blocking: true }]);
  });
});

describe('the catalogue', () => {
  test('names what takes a change back', () => {
    const names = new Set(changeKinds().map(({ name }) => name));
    for (const { undo } of changeKinds()) expect(names).toContain(undo);
  });

  test('types that convert have the columns of those that they take', () => {
    const facts = { name: 'x', labels: {}, settings: { target: 'user' }, schema: {}, options: [] };
    const types = new Map(fieldTypes().map((type) => [type.name, type]));
    for (const type of fieldTypes()) {
      for (const from of type.convertFrom ?? []) {
        const parts = new Map(
          types
            .get(from)!
            .columns(facts)
            .map((column) => [column.part, column]),
        );
        for (const column of type.columns(facts)) expect(parts.get(column.part)).toEqual(column);
      }
    }
  });

  test('leaves nothing in the database that the rules for SQL forbid', async () => {
    expect(await schemaFaults(world.db.direct(), workspace.workspace.schema)).toEqual([]);
  });

  test('of an empty plan is empty', async () => {
    expect((await workspace.plan(() => {})).changes).toEqual([]);
    expect((await workspace.plan((all) => void all.set('settings/workspace', settings()))).changes).toEqual(
      [],
    );
  });
});
