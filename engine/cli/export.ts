import { join } from 'node:path';
import { type Call, defineCommand, EXIT, type Exit, textOption } from './define-command.ts';
import { folderOf, type SentPackages } from './packages.ts';
import { labels } from './texts.ts';

interface ExportedPackages {
  readonly packages: readonly (SentPackages['packages'][number] & { readonly name: string })[];
}

async function run(call: Call): Promise<Exit> {
  const { terminal } = call;
  const folder = folderOf(call);
  const name = textOption(call, 'package');
  const query = name === undefined ? '' : `?package=${encodeURIComponent(name)}`;
  const { packages } = await call.withServer((server) =>
    server.call<ExportedPackages>('GET', `/api/packages/export${query}`),
  );
  const { writeFolder } = await import('../packages/index.ts');
  const written: { name: string; folder: string; files: number }[] = [];
  const left: string[] = [];
  for (const one of packages) {
    // one package is written where it is wanted, several side by side
    const to = name === undefined ? join(folder, one.name) : folder;
    const others = await writeFolder(to, one.files);
    left.push(...others.map((path) => join(to, path)));
    written.push({ name: one.name, folder: to, files: one.files.length });
  }
  terminal.answer({ packages: written, left }, () => {
    for (const { folder: to, files } of written) {
      terminal.say(terminal.text('export.done', { count: files, folder: to }));
    }
    for (const path of left) terminal.warn(terminal.text('export.left', { path }));
  });
  return EXIT.ok;
}

export const exportCommand = defineCommand({
  name: 'export',
  usage: '<folder> [--package <name>]',
  summary: labels(
    'Writes the documents of the workspace, a folder for each package.',
    '导出工作区的元数据文档，每个包一个文件夹。',
  ),
  words: [1, 1],
  options: {
    package: {
      type: 'string',
      value: '<name>',
      help: labels('only this one, into the folder itself', '仅导出该包，直接写入文件夹'),
    },
  },
  run,
});
