import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../errors.ts';
import { type Call, defineCommand, EXIT, type Exit, textOption } from './define-command.ts';
import { assertFile, assertFolder, readJsonFile } from './files.ts';
import type { Server } from './server.ts';
import type { Terminal } from './terminal.ts';
import { labels } from './texts.ts';
import { type AwaitedImport, waitForImport } from './wait-for-import.ts';

/** An import as the API tells it. */
interface ImportAnswer extends AwaitedImport {
  readonly name: string;
  readonly dry_run?: true;
  readonly failure?: { readonly message: string };
  readonly rows: number;
  readonly failed: number;
  readonly files: readonly FileAnswer[];
}

interface FileAnswer {
  readonly object: string;
  readonly file: string;
  readonly created: number;
  readonly updated: number;
  readonly failed: number;
  readonly ignored: readonly { readonly heading: string; readonly suggestion?: string }[];
  readonly problems: readonly {
    readonly column: string;
    readonly message: string;
    readonly suggestion?: string;
    readonly rows: number;
    readonly first: number;
  }[];
}

/** Options as the API takes them, and the folder in which the files lie. */
interface Sending {
  readonly options: { readonly files: readonly { readonly file: string }[] };
  readonly folder: string;
}

/** One file into one object, or several files by a file of options. */
function sendingOf(call: Call): Sending | undefined {
  const [first, second] = call.words;
  const optionsFile = textOption(call, 'options');
  const dry = call.options['dry-run'] ? { dryRun: true } : {};
  if (optionsFile !== undefined && first !== undefined && second === undefined) {
    return { options: { ...(readJsonFile(optionsFile) as Sending['options']), ...dry }, folder: first };
  }
  if (optionsFile !== undefined || first === undefined || second === undefined) return undefined;
  const mapping = textOption(call, 'mapping');
  const mapped = mapping === undefined ? {} : (readJsonFile(mapping) as object);
  const key = textOption(call, 'key');
  const file = { object: first, file: basename(second), ...mapped, ...(key !== undefined && { key }) };
  return { options: { files: [file], ...dry }, folder: dirname(second) };
}

async function formOf({ options, folder }: Sending): Promise<FormData> {
  const form = new FormData();
  form.append('options', JSON.stringify(options));
  const names = new Set(Array.isArray(options.files) ? options.files.map(({ file }) => String(file)) : []);
  for (const name of names) {
    assertFile(folder, name);
    form.append('files', await openAsBlob(join(folder, name)), name);
  }
  return form;
}

function sayFile(terminal: Terminal, file: FileAnswer): void {
  const { ignored, problems, ...counts } = file;
  const { object, created, updated, failed } = counts;
  terminal.say(terminal.text('import.file', { file: file.file, object, created, updated, failed }));
  if (ignored.length > 0) {
    const headings = ignored.map(({ heading, suggestion }) =>
      suggestion === undefined ? heading : terminal.text('import.perhaps', { heading, suggestion }),
    );
    terminal.say(`  ${terminal.text('import.ignored', { headings: headings.join(', ') })}`);
  }
  for (const { column, message, suggestion, rows, first } of problems) {
    const parts = [
      `${terminal.style('red', '✗')} ${column}`,
      message,
      suggestion === undefined ? '' : `→ ${suggestion}`,
      `(${terminal.text('import.rows', { rows, first })})`,
    ];
    terminal.say(`  ${parts.filter((part) => part !== '').join('  ')}`);
  }
}

/** Writes the refused rows beside the command's own output, where there are any. */
async function writeErrors(
  call: Call,
  server: Server,
  { id, failed }: ImportAnswer,
): Promise<string | undefined> {
  if (failed === 0) return undefined;
  const file = textOption(call, 'errors') ?? `import-${id.slice(-12)}.errors.csv`;
  await writeFile(file, await server.bytes(`/api/imports/${id}/errors.csv`));
  return file;
}

async function run(call: Call): Promise<Exit> {
  const { terminal } = call;
  const sending = sendingOf(call);
  if (!sending) throw new Problem('cli.usage', { usage: call.usage });
  if (call.options.options !== undefined) assertFolder(sending.folder);
  const form = await formOf(sending);
  return call.withServer(async (server) => {
    const begun = await server.upload<ImportAnswer>('/api/imports', form);
    const answer = await waitForImport(terminal, server, begun);
    const errors = await writeErrors(call, server, answer);
    terminal.answer({ ...answer, ...(errors !== undefined && { errors }) }, () => {
      terminal.say(terminal.text('import.head', { name: answer.name, rows: answer.rows }));
      for (const file of answer.files) sayFile(terminal, file);
      if (errors !== undefined) terminal.say(terminal.text('import.errors', { file: errors }));
      if (answer.failure) terminal.say(`${terminal.style('red', '✗')} ${answer.failure.message}`);
      const { id } = answer;
      terminal.say(answer.dry_run ? terminal.text('import.dry') : terminal.text('import.undo', { id }));
    });
    return answer.state === 'done' ? EXIT.ok : EXIT.error;
  });
}

export const importCommand = defineCommand({
  name: 'import',
  usage: '<object> <file> | --options <file> <folder>',
  summary: labels(
    'Brings the rows of CSV, XLSX and JSON Lines files in.',
    '导入 CSV、XLSX、JSON Lines 文件中的数据。',
  ),
  words: [1, 2],
  options: {
    mapping: {
      type: 'string',
      value: '<file>',
      help: labels(
        'JSON that says which column is which field: {"columns", "constants", "key"}',
        '说明列与字段对应关系的 JSON：{"columns", "constants", "key"}',
      ),
    },
    key: {
      type: 'string',
      value: '<field>',
      help: labels(
        'unique field: rows change the records that have its value',
        '唯一字段：已有该值的记录将被更新',
      ),
    },
    options: {
      type: 'string',
      value: '<file>',
      help: labels(
        'JSON of an import of several files; the folder of the files follows',
        '多文件导入的 JSON，后接文件所在文件夹',
      ),
    },
    'dry-run': {
      type: 'boolean',
      help: labels('only say what it would come to; nothing is written', '试运行：只说明结果，不写入数据'),
    },
    errors: {
      type: 'string',
      value: '<file>',
      help: labels('where refused rows are written', '被拒绝的行写入的文件'),
    },
  },
  run,
});
