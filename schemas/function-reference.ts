import { type FunctionEntry, functionCatalogue } from '../engine/expression/index.ts';

const TITLES: Readonly<Record<FunctionEntry['group'], string>> = {
  logic: 'Conditions · 条件',
  list: 'Lists · 列表',
  text: 'Texts · 文本',
  number: 'Numbers · 数值',
  date: 'Dates and moments · 日期与时间',
  change: 'Changes (rules only) · 修改（仅用于规则）',
};

const shown = (kind: string): string => (kind === 'same' ? 'value' : kind);

/** How it is written: `left(string, decimal)`, `a + b`. */
function signature({ name, form, takes, rest }: FunctionEntry): string {
  const [first, second] = takes.map(shown);
  if (form === 'prefix') return `${name}${first}`;
  if (form === 'infix') return `${first} ${name} ${second === 'members' ? 'list' : second}`;
  if (form === 'ternary') return 'bool ? value : value';
  return `${name}(${takes.map(shown).join(', ')}${rest ? ', …' : ''})`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function row(entry: FunctionEntry): string {
  const { gives, docs, example } = entry;
  const columns = [
    `\`${signature(entry)}\``,
    shown(gives),
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
