import type { paletteEn } from './palette-en.ts';

export const paletteZhCN: typeof paletteEn = {
  label: '搜索',
  placeholder: '记录、页面、操作…',
  records: '记录',
  near: '相近的记录',
  recent: '最近打开',
  places: '前往',
  actions: '操作',
  settings: '设置',
  create: '新建{{object, inSentence}}',
  found_one: '{{count}} 项结果',
  found_other: '{{count}} 项结果',
  nothing: '未找到与“{{q}}”相关的内容。',
  nothingYet: '输入文字查找记录，也可以用拼音或首字母。',
  searching: '正在搜索…',
  failed: '搜索未成功，仍可使用页面和操作。',
  keys: '选择',
  keysOpen: '打开',
  keysClose: '关闭',
};
