import { type FunctionEntry, functionCatalogue } from '../engine/expression/index.ts';

const TITLES: Readonly<Record<FunctionEntry['group'], string>> = {
  logic: 'Conditions · 条件',
  list: 'Lists · 列表',
  text: 'Texts · 文本',
  number: 'Numbers · 数值',
  date: 'Dates and moments · 日期与时间',
  many: 'Related records and members of lists · 相关记录与列表成员',
  change: 'Changes (rules only) · 修改（仅用于规则）',
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

function row(entry: FunctionEntry): string {
  const { signature, gives, docs, example } = entry;
  const columns = [
    `\`${signature}\``,
    gives === 'same' ? 'value' : gives,
    docs.en ?? '',
    docs['zh-CN'] ?? '',
    `\`${example}\``,
  ];
  return `| ${columns.map(cell).join(' | ')} |`;
}

/** Every function and operator of expressions, in both languages, as Markdown. */
export function functionReference(): string {
  const groups = Map.groupBy(functionCatalogue(), ({ group }) => group);
  const sections = [...groups].map(([group, entries]) =>
    [
      `## ${TITLES[group]}`,
      '',
      '| function | gives | means | 含义 | example |',
      '| --- | --- | --- | --- | --- |',
      ...entries.map(row),
    ].join('\n'),
  );
  return [
    '# What expressions can say · 表达式函数',
    '',
    'Written by `npm run generate` from `functions/`. Kinds: `string decimal bool date timestamp duration list`; `value` is any one of them.',
    '',
    sections.join('\n\n'),
    '',
  ].join('\n');
}
