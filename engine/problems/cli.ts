import type { ProblemRow } from './problem-row.ts';

/** What the command line is refused for. */
export const cliProblems = {
  'cli.command': [
    400,
    'There is no command “{name}”; see guanxi help.',
    '没有命令“{name}”，请使用 guanxi help 查看。',
  ],
  'cli.option': [400, 'There is no option “{name}” here.', '此命令没有选项“{name}”。'],
  'cli.usage': [400, 'Usage: guanxi {usage}', '用法：guanxi {usage}'],
  'cli.file': [400, 'The file “{file}” cannot be read: {reason}.', '无法读取文件“{file}”：{reason}。'],
  'cli.json': [400, 'The file “{file}” is not JSON: {reason}.', '文件“{file}”不是有效的 JSON：{reason}。'],
  'cli.unreachable': [503, 'No server answers at {address}.', '{address} 没有服务器响应。'],
  'cli.key': [
    401,
    'The server at {address} wants to know who asks: set GUANXI_KEY, or GUANXI_ADMIN_EMAIL and GUANXI_ADMIN_PASSWORD.',
    '{address} 的服务器需要身份验证：请设置 GUANXI_KEY，或 GUANXI_ADMIN_EMAIL 与 GUANXI_ADMIN_PASSWORD。',
  ],
  'cli.sources': [
    500,
    'The UIs are built from their sources, which this installation does not have.',
    '构建界面需要源代码，当前安装中没有。',
  ],
} satisfies Record<string, ProblemRow>;
