import type { ProblemItem } from '../../engine/errors.ts';
import {
  checkDocuments,
  type DocumentFile,
  type Documents,
  readDocuments,
  systemDocuments,
  takeFolder,
} from '../../engine/model/index.ts';

/** A small package that is right in every way; tests say what they change of it. */

type Json = any;

const labels = (en: string, zh: string) => ({ en, 'zh-CN': zh });

const field = (type: string, en: string, zh: string, words: Json = {}, beside: Json = {}): Json => ({
  'x-field': { type, labels: labels(en, zh), ...words },
  ...beside,
});

export const SAMPLE: Readonly<Record<string, Json>> = {
  'package.guanxi.json': {
    $schema: '.schemas/package.schema.json',
    name: 'sample',
    labels: labels('Sample', '示例'),
    version: '1.0.0',
  },
  'objects/account.json': {
    $schema: '../.schemas/object.schema.json',
    'x-object': {
      name: 'account',
      labels: labels('Account', '客户'),
      plural: labels('Accounts', '客户'),
      titleField: 'name',
      icon: 'bank',
    },
    properties: {
      name: field('text', 'Name', '名称', { search: 'A' }, { maxLength: 120 }),
      industry: field('select', 'Industry', '行业', { optionSet: 'industry' }),
      email: field('email', 'E-mail', '邮箱', { unique: true }),
      parent: field('lookup', 'Parent', '上级客户', { target: 'account', onDelete: 'null' }),
    },
    required: ['name'],
  },
  'objects/opportunity.json': {
    $schema: '../.schemas/object.schema.json',
    'x-object': { name: 'opportunity', labels: labels('Opportunity', '商机'), titleField: 'name' },
    properties: {
      name: field('text', 'Name', '商机名称'),
      account: field('lookup', 'Account', '客户', { target: 'account' }),
      amount: field('currency', 'Amount', '金额', {}, { minimum: 0 }),
      stage: field('stage', 'Stage', '阶段'),
      close_date: field('date', 'Expected close', '预计成交日期'),
      risk: field(
        'select',
        'Risk',
        '风险',
        {
          options: [
            { value: 'low', labels: labels('Low', '低') },
            { value: 'high', labels: labels('High', '高'), color: 'red' },
          ],
        },
        { default: 'low' },
      ),
    },
    required: ['name', 'account'],
  },
  'calendars/office.json': {
    $schema: '../.schemas/calendar.schema.json',
    name: 'office',
    labels: labels('Office', '办公'),
    workdays: [1, 2, 3, 4, 5],
    hours: [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '18:00' },
    ],
    days: [
      { date: '2026-10-01', labels: labels('National Day', '国庆节') },
      { date: '2026-10-10', works: true, labels: labels('Working day', '调休上班') },
    ],
  },
  'option-sets/industry.json': {
    $schema: '../.schemas/option-set.schema.json',
    name: 'industry',
    labels: labels('Industry', '行业'),
    options: [
      { value: 'software', labels: labels('Software', '软件') },
      { value: 'retail', labels: labels('Retail', '零售') },
    ],
  },
  'pipelines/opportunity.sales.json': {
    $schema: '../.schemas/pipeline.schema.json',
    name: 'sales',
    object: 'opportunity',
    labels: labels('Sales', '销售流程'),
    stages: [
      { name: 'new', labels: labels('New', '新建'), kind: 'open', probability: '0.2' },
      { name: 'won', labels: labels('Won', '赢单'), kind: 'won' },
      { name: 'lost', labels: labels('Lost', '输单'), kind: 'lost' },
    ],
  },
  'layouts/opportunity.standard.json': {
    $schema: '../.schemas/layout.schema.json',
    name: 'standard',
    object: 'opportunity',
    labels: labels('Standard', '标准'),
    highlights: ['amount', 'owner'],
    sections: [
      {
        labels: labels('Basics', '基本信息'),
        fields: ['name', 'account', 'stage', { field: 'amount', span: 2 }],
      },
    ],
  },
  'views/opportunity.mine.json': {
    $schema: '../.schemas/view.schema.json',
    name: 'mine',
    object: 'opportunity',
    labels: labels('Mine', '我的商机'),
    columns: ['name', 'account.industry', { field: 'amount', width: 120 }, 'stage'],
    filter: 'owner == user.id && stage.kind == "open" && account.industry != "retail"',
    sort: ['-close_date', 'account.name'],
  },
  'roles/sales.json': {
    $schema: '../.schemas/role.schema.json',
    name: 'sales',
    labels: labels('Sales', '销售'),
    grants: [
      {
        object: 'opportunity',
        do: ['create', 'read', 'update'],
        rows: { update: 'own' },
        fields: { '*': 'write', amount: 'read' },
      },
      { object: '*', do: ['read'] },
    ],
  },
  'navigation/main.json': {
    $schema: '../.schemas/navigation.schema.json',
    name: 'main',
    roles: ['sales'],
    items: [
      { labels: labels('Sales', '销售'), items: [{ object: 'opportunity' }, { view: 'opportunity.mine' }] },
      { object: 'account' },
    ],
    home: 'opportunity',
  },
};

/** The sample as files, some of them changed: a function changes a copy, a text stands as it is, null takes the file away. */
export function sampleFiles(
  changes: Readonly<Record<string, ((body: Json) => void) | string | null>> = {},
): DocumentFile[] {
  const paths = [...new Set([...Object.keys(SAMPLE), ...Object.keys(changes)])];
  return paths.flatMap((path) => {
    const change = changes[path];
    if (change === null) return [];
    if (typeof change === 'string') return [{ path, text: change }];
    const body = structuredClone(SAMPLE[path]);
    change?.(body);
    return [{ path, text: JSON.stringify(body, null, 2) }];
  });
}

/** What a workspace that has nothing but `current` comes to with a folder, and everything that is wrong. */
export function takeFiles(
  files: readonly DocumentFile[],
  current: Documents = systemDocuments(),
): { documents: Documents; problems: readonly ProblemItem[] } {
  const read = readDocuments(files);
  const { documents, problems } = takeFolder(current, read.documents, read.package);
  const together = checkDocuments(documents, { broken: read.broken });
  return { documents, problems: [...(read.problems ?? []), ...problems, ...together] };
}
