import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCommand, EXIT } from './define-command.ts';
import { folderOf } from './packages.ts';
import { labels } from './texts.ts';

export const validateCommand = defineCommand({
  name: 'validate',
  usage: '<folder> [--fix]',
  summary: labels(
    'Says everything that is wrong with the documents of a folder.',
    '检查文件夹中的文档并列出全部问题。',
  ),
  words: [1, 1],
  options: {
    fix: {
      type: 'boolean',
      help: labels('write ids into documents that have none', '为缺少 id 的文档补写 id'),
    },
  },
  run: async (call) => {
    const { terminal, options } = call;
    const { validateFolder } = await import('../packages/index.ts');
    const folder = folderOf(call);
    const { documents, completed } = await validateFolder(folder);
    const fixed = options.fix ? completed : [];
    for (const { path, text } of fixed) await writeFile(join(folder, path), text);
    terminal.answer({ documents, fixed: fixed.map(({ path }) => path) }, () => {
      if (fixed.length > 0) terminal.say(terminal.text('validate.fixed', { count: fixed.length }));
      terminal.say(terminal.text('validate.good', { count: documents }));
    });
    return EXIT.ok;
  },
});
