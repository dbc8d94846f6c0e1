import type { Labels } from '../errors.ts';

type Row = readonly [en: string, zh: string];

/** What the commands say on a terminal, with `{placeholders}`. Refusals are Problems and stand in errors.ts. */
const TEXTS = {
  'help.head': [
    'Guanxi: a CRM engine that is configured instead of programmed.',
    'Guanxi 关系：以配置代替编程的 CRM 引擎。',
  ],
  'help.usage': ['Usage: guanxi {usage}', '用法：guanxi {usage}'],
  'help.commands': ['Commands', '命令'],
  'help.options': ['Options', '选项'],
  'help.more': [
    'guanxi help <command> tells more. --json works everywhere.',
    '使用 guanxi help <命令> 查看详情。所有命令均支持 --json。',
  ],
  'help.exit': [
    'Exit: 0 ok · 1 error · 2 the plan has changes · 3 the plan has destructive changes',
    '退出码：0 成功 · 1 出错 · 2 计划有变更 · 3 计划有破坏性变更',
  ],
  'at.server': ['at {address}', '服务器：{address}'],
  'at.local': [
    'no server is running; the workspace was opened here',
    '没有运行中的服务器，已在此直接打开工作区',
  ],
  'plan.none': ['Nothing to change.', '没有需要变更的内容。'],
  'plan.head': ['{package}: plan against version {version}', '{package}：基于版本 {version} 的变更计划'],
  'plan.count': [
    'Plan: {added} to add, {changed} to change, {removed} to remove.',
    '计划：新增 {added} 项，修改 {changed} 项，移除 {removed} 项。',
  ],
  'plan.records': ['{count} records', '{count} 条记录'],
  'plan.effects': ['Who gains and who loses', '谁的权限会变化'],
  'plan.users': ['{count} users', '{count} 位用户'],
  'plan.no_role': ['No role', '无角色'],
  'plan.findings': ['Look at this first', '请先查看'],
  'plan.destructive': ['loses data', '会丢失数据'],
  'apply.ask': [
    'Some of these changes lose data. Type the name of the package to go on: ',
    '其中部分变更会丢失数据。输入包名以继续：',
  ],
  'apply.refused': [
    'Nothing was changed. To accept the loss: --allow-destructive',
    '未做任何变更。若确认接受数据丢失，请加 --allow-destructive',
  ],
  'apply.done': ['Version {version} is published.', '已发布版本 {version}。'],
  'apply.steps': [
    'Indexes and checks of the rows go on in the background.',
    '索引与数据检查在后台继续进行。',
  ],
  'export.done': ['{count} files written to {folder}', '已写入 {count} 个文件到 {folder}'],
  'export.left': [
    '{path} is no document of the workspace and was left as it is',
    '{path} 不属于工作区的文档，保持原样',
  ],
  'audit.changed': ['entry {id} of {at} was changed (seal {seal})', '{at} 的记录 {id} 被修改（封条 {seal}）'],
  'audit.deleted': ['entry {id} of {at} is gone (seal {seal})', '{at} 的记录 {id} 被删除（封条 {seal}）'],
  'audit.inserted': [
    'entry {id} of {at} was put in afterwards (seal {seal})',
    '{at} 的记录 {id} 系事后插入（封条 {seal}）',
  ],
  'audit.seal_changed': ['seal {seal} was changed', '封条 {seal} 被修改'],
  'audit.seal_missing': ['seal {seal} is missing', '缺少封条 {seal}'],
  'audit.seal_forged': ['seal {seal} was not made by this server', '封条 {seal} 并非由本服务器生成'],
  'audit.proven': [
    '{proven} entries are as they were sealed: {seals} seals from number {begins} on.',
    '{proven} 条记录与封存时一致：自第 {begins} 号起共 {seals} 个封条。',
  ],
  'audit.removed': ['{removed} entries were removed for their age.', '{removed} 条记录已过保留期并被清理。'],
  'audit.erased': ['The values of {erased} of them were erased.', '其中 {erased} 条的值已按要求删除。'],
  'audit.unsealed': ['{unsealed} entries are not sealed yet.', '{unsealed} 条记录尚未封存。'],
  'audit.other_keys': [
    '{otherKeys} seals were made with another secret key: they hold together, but are not proven to be ours.',
    '{otherKeys} 个封条使用其他密钥生成：链条完整，但无法证明出自本服务器。',
  ],
  'audit.head': [
    'Write down {head} somewhere else: with --head it shows later whether the end was cut off.',
    '请将 {head} 另行保存：之后可用 --head 检查末尾是否被截断。',
  ],
  'keys.data': [
    'key {version}: {values} values, made on {day} (master {master})',
    '第 {version} 版密钥：{values} 个值，生成于 {day}（主密钥 {master}）',
  ],
  'keys.index': [
    'the key by which values are found, made on {day} (master {master})',
    '用于查找的索引密钥，生成于 {day}（主密钥 {master}）',
  ],
  'keys.master': [
    '{fields} encrypted fields; the secret key in use is master {master}.',
    '共 {fields} 个加密字段；当前密钥对应主密钥 {master}。',
  ],
  'keys.turned': ['{turned} values sealed anew, {left} to go…', '已重新加密 {turned} 个值，剩余 {left} 个……'],
  'keys.rotated': [
    '{turned} values sealed anew: all of them are under key {version}.',
    '已重新加密 {turned} 个值，全部使用第 {version} 版密钥。',
  ],
  'keys.unopened': [
    '{unopened} values do not open and were left as they are.',
    '{unopened} 个值无法打开，保持原样。',
  ],
  'audit.good': ['Nothing was tampered with.', '未发现篡改。'],
  'audit.bad': ['{count} faults.', '发现 {count} 处异常。'],
  'validate.good': ['{count} documents, nothing is wrong.', '共 {count} 个文档，未发现问题。'],
  'validate.fixed': ['{count} files given their ids.', '已为 {count} 个文件补全 id。'],
  'import.head': ['{name}: {rows} rows', '{name}：{rows} 行'],
  'import.progress': [
    '{taken} of {rows} rows, {rate} a second, {left} s left',
    '已处理 {taken} / {rows} 行，每秒 {rate} 行，剩余 {left} 秒',
  ],
  'import.file': [
    '{file} → {object}: {created} created, {updated} changed, {failed} refused',
    '{file} → {object}：新建 {created}，更新 {updated}，拒绝 {failed}',
  ],
  'import.ignored': ['not a field, left out: {headings}', '不是字段，已忽略：{headings}'],
  'import.perhaps': ['{heading} (perhaps {suggestion}?)', '{heading}（是否为 {suggestion}？）'],
  'import.rows': ['{rows} rows, first row {first}', '{rows} 行，首次出现在第 {first} 行'],
  'import.errors': ['Refused rows: {file}', '被拒绝的行：{file}'],
  'import.dry': ['A dry run: nothing was written.', '试运行：未写入任何数据。'],
  'import.undo': ['To take it back: POST /api/imports/{id}/undo', '撤销：POST /api/imports/{id}/undo'],
  'seed.none': ['There is no demo data.', '没有演示数据。'],
  'seed.there': ['The demo data of {package} is here already.', '{package} 的演示数据已存在。'],
  'seed.done': ['{package}: {created} demo records.', '{package}：已加入 {created} 条演示记录。'],
  'seed.removed': ['{name}: {removed} records removed.', '{name}：已移除 {removed} 条记录。'],
  'seed.kept': [
    '{kept} records stay: they were changed since, or others refer to them.',
    '保留 {kept} 条记录：已被修改，或被其他记录引用。',
  ],
  'types.done': ['{count} types written to {file}', '已写入 {count} 个类型到 {file}'],
  'doctor.good': ['Everything is in order.', '一切正常。'],
  'doctor.bad': ['{count} things need attention.', '有 {count} 项需要处理。'],
  'user.done': ['{email} can sign in now. Password: {password}', '{email} 现在可以登录。密码：{password}'],
  'user.created': ['{email} can sign in now.', '{email} 现在可以登录。'],
  'build.current': ['The UIs are built already.', '界面已是最新构建。'],
  'build.start': ['Building {name} …', '正在构建 {name} …'],
  'build.done': ['{name} is built ({seconds} s).', '{name} 构建完成（{seconds} 秒）。'],
} satisfies Record<string, Row>;

export type TextName = keyof typeof TEXTS;

/** A text of the table in a language, placeholders filled. */
export function textOf(
  name: TextName,
  locale: string,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const [en, zh] = TEXTS[name];
  const text = locale.startsWith('zh') ? zh : en;
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => (key in params ? String(params[key]) : whole));
}

/** Both languages of one text. */
export const labels = (en: string, zh: string): Labels => ({ en, 'zh-CN': zh });
