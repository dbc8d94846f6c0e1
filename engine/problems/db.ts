import type { ProblemRow } from './problem-row.ts';

/** What stops the start, or is told at the start. */
export const dbProblems = {
  'db.unreachable': [
    503,
    'The database at {where} does not answer: {reason}.',
    '无法连接位于 {where} 的数据库：{reason}。',
  ],
  'db.login': [
    503,
    'The database at {where} refuses the login of DATABASE_URL: {reason}.',
    '位于 {where} 的数据库拒绝了 DATABASE_URL 中的登录：{reason}。',
  ],
  'db.version': [
    503,
    'PostgreSQL {given} is too old; {least} to {most} are supported.',
    'PostgreSQL {given} 版本过低，支持 {least} 至 {most}。',
  ],
  'db.version_untested': [
    503,
    'PostgreSQL {given} is newer than what was tested ({least} to {most}).',
    'PostgreSQL {given} 高于已测试的版本（{least} 至 {most}）。',
  ],
  'db.encoding': [
    503,
    'The database is encoded as {given}; create it with ENCODING ‘UTF8’.',
    '数据库编码为 {given}，请使用 ENCODING ‘UTF8’ 创建数据库。',
  ],
  'db.icu': [
    503,
    'This PostgreSQL was built without ICU, by which names are sorted.',
    '此 PostgreSQL 未包含 ICU，无法按语言排序。',
  ],
  'db.trigrams': [
    503,
    'The extension pg_trgm cannot be created: {reason}. Ask an administrator of the database to run CREATE EXTENSION pg_trgm.',
    '无法创建扩展 pg_trgm：{reason}。请让数据库管理员执行 CREATE EXTENSION pg_trgm。',
  ],
  'db.chinese_search': [
    503,
    'The database’s LC_CTYPE is {given}, so its trigrams leave out Chinese characters: searching them will be slow. Create it with LC_CTYPE ‘C.UTF-8’.',
    '数据库的 LC_CTYPE 为 {given}，三元组索引会忽略汉字，中文搜索会很慢。请使用 LC_CTYPE ‘C.UTF-8’ 创建数据库。',
  ],
  'db.roles': [
    503,
    'The login {given} may not create roles, so all workspaces share it. ALTER ROLE … CREATEROLE gives each its own.',
    '登录 {given} 无权创建角色，所有工作区将共用它。执行 ALTER ROLE … CREATEROLE 后，每个工作区使用各自的登录。',
  ],
  'db.newer': [
    503,
    'The database was written by a newer version of Guanxi (step {given}, this one knows {known}). Start that version.',
    '数据库由更新版本的 Guanxi 写入（步骤 {given}，当前版本只到 {known}），请启动该版本。',
  ],
  'db.platform': [
    503,
    'The embedded PostgreSQL does not run on {given} ({reason}); set DATABASE_URL to a server of your own.',
    '内置 PostgreSQL 无法在 {given} 上运行（{reason}），请用 DATABASE_URL 指定您自己的数据库。',
  ],
  'db.in_use': [
    503,
    'Another Guanxi (process {pid}) is using the data folder {folder}.',
    '另一个 Guanxi（进程 {pid}）正在使用数据目录 {folder}。',
  ],
  'db.folder': [
    503,
    'The data folder {folder} cannot be used: {reason}.',
    '数据目录 {folder} 无法使用：{reason}。',
  ],
  'db.start': [
    503,
    'The embedded PostgreSQL did not start: {reason}. Its log: {log}',
    '内置 PostgreSQL 启动失败：{reason}。日志：{log}',
  ],
} satisfies Record<string, ProblemRow>;
