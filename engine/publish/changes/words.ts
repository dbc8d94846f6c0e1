import type { Labels } from '../../errors.ts';

/** What the words of documents are called in sentences. A word without a name here is told by itself. */
const WORDS: Readonly<Record<string, Labels>> = {
  labels: { en: 'name', 'zh-CN': '名称' },
  plural: { en: 'plural', 'zh-CN': '复数名称' },
  description: { en: 'description', 'zh-CN': '说明' },
  titleField: { en: 'title field', 'zh-CN': '标题字段' },
  icon: { en: 'icon', 'zh-CN': '图标' },
  capabilities: { en: 'capabilities', 'zh-CN': '能力' },
  help: { en: 'help text', 'zh-CN': '提示' },
  notes: { en: 'notes for administrators', 'zh-CN': '管理员备注' },
  search: { en: 'search', 'zh-CN': '搜索' },
  readOnly: { en: 'read-only', 'zh-CN': '只读' },
  externalId: { en: 'external id', 'zh-CN': '外部编号' },
  default: { en: 'default', 'zh-CN': '默认值' },
  defaultExpression: { en: 'default', 'zh-CN': '默认值' },
  onDelete: { en: 'what happens on deletion', 'zh-CN': '删除时的处理' },
  inverse: { en: 'name on the other side', 'zh-CN': '在对方对象上的名称' },
  targets: { en: 'objects', 'zh-CN': '可关联的对象' },
  filter: { en: 'filter', 'zh-CN': '筛选条件' },
  format: { en: 'format', 'zh-CN': '格式' },
  country: { en: 'country', 'zh-CN': '国家' },
  expression: { en: 'formula', 'zh-CN': '公式' },
  pattern: { en: 'pattern', 'zh-CN': '格式' },
  rollup: { en: 'roll-up', 'zh-CN': '汇总' },
  returns: { en: 'result', 'zh-CN': '结果类型' },
  path: { en: 'mirrored field', 'zh-CN': '引用的字段' },
  optionsFrom: { en: 'source of options', 'zh-CN': '选项来源' },
  dependsOn: { en: 'field that it depends on', 'zh-CN': '依赖字段' },
  parents: { en: 'values for which it is offered', 'zh-CN': '适用的值' },
  allowOther: { en: 'other values', 'zh-CN': '其他值' },
  object: { en: 'object', 'zh-CN': '对象' },
  schema: { en: 'JSON Schema', 'zh-CN': 'JSON Schema' },
  unit: { en: 'unit', 'zh-CN': '单位' },
  case: { en: 'letters', 'zh-CN': '字母大小写' },
  width: { en: 'width', 'zh-CN': '全角/半角' },
  spaces: { en: 'spaces', 'zh-CN': '空格' },
  optionSet: { en: 'option set', 'zh-CN': '选项集' },
  minLength: { en: 'shortest length', 'zh-CN': '最短长度' },
  maxLength: { en: 'longest length', 'zh-CN': '最大长度' },
  minimum: { en: 'least value', 'zh-CN': '最小值' },
  maximum: { en: 'greatest value', 'zh-CN': '最大值' },
  precision: { en: 'digits', 'zh-CN': '位数' },
  scale: { en: 'decimals', 'zh-CN': '小数位数' },
  color: { en: 'colour', 'zh-CN': '颜色' },
  probability: { en: 'probability', 'zh-CN': '赢率' },
  kind: { en: 'kind', 'zh-CN': '类别' },
  when: { en: 'condition', 'zh-CN': '条件' },
  package: { en: 'package', 'zh-CN': '安装包' },
  'x-extensions': { en: 'extensions', 'zh-CN': '扩展' },
};

/** A list of words in both languages: `help text, default` and `提示、默认值`. */
export function tellWords(words: readonly string[]): Labels {
  const told = [...new Map(words.map((word) => [WORDS[word] ?? { en: word, 'zh-CN': word }, true])).keys()];
  return { en: told.map(({ en }) => en).join(', '), 'zh-CN': told.map((one) => one['zh-CN']).join('、') };
}
