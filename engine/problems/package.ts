import type { ProblemRow } from './problem-row.ts';

/** Folders of documents. */
export const packageProblems = {
  'package.folder': [422, 'There is no folder “{folder}”.', '文件夹“{folder}”不存在。'],
  'package.invalid': [422, 'The documents are not valid.', '文档无效。'],
  'package.unknown': [404, 'There is no package “{name}” in this workspace.', '工作区中没有包“{name}”。'],
  'package.twice': [422, 'The package “{name}” is there twice.', '包“{name}”重复出现。'],
  'package.missing': [
    422,
    'This needs the package “{name}” ({range}), which is not installed.',
    '需要包“{name}”（{range}），但尚未安装。',
  ],
  'package.version': [
    422,
    'This needs “{name}” {range}; there is {version}.',
    '需要“{name}” {range}，当前为 {version}。',
  ],
  'package.range': [
    422,
    '“{range}” is no range of versions, such as ^1.2.0.',
    '“{range}”不是有效的版本范围，如 ^1.2.0。',
  ],
  'package.template': [422, 'There is no template “{name}”.', '不存在模板“{name}”。'],
  'package.json': [
    422,
    'The file “{file}” is not JSON: {reason}.',
    '文件“{file}”不是有效的 JSON：{reason}。',
  ],
} satisfies Record<string, ProblemRow>;
