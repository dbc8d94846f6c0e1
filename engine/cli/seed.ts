import { Problem } from '../errors.ts';
import { type Call, defineCommand, EXIT, type Exit } from './define-command.ts';
import type { Server } from './server.ts';
import { labels } from './texts.ts';
import { type AwaitedImport, waitForImport } from './wait-for-import.ts';

interface ListedImport {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly dry_run?: true;
}

interface UndoneImport extends AwaitedImport {
  readonly name: string;
  readonly undo: { readonly removed: number; readonly kept: readonly unknown[] };
}

/** The imports of demo data that stand, of one package or of all. */
async function demoImports(server: Server, name: string): Promise<ListedImport[]> {
  const path = `/api/imports?name=${encodeURIComponent(`demo:${name}*`)}`;
  const { imports } = await server.call<{ imports: ListedImport[] }>('GET', path);
  return imports.filter(({ state, dry_run }) => state !== 'undone' && !dry_run);
}

/** The name of a package whose demo data is meant: that of a template or folder, or any. */
const prefixOf = (name: string | undefined): string => (name === undefined ? '' : `${name}@`);

async function remove({ terminal }: Call, server: Server, name: string | undefined): Promise<Exit> {
  const undone: UndoneImport[] = [];
  for (const { id } of await demoImports(server, prefixOf(name))) {
    const begun = await server.call<UndoneImport>('POST', `/api/imports/${id}/undo`, {});
    undone.push(await waitForImport(terminal, server, begun));
  }
  terminal.answer({ removed: undone }, () => {
    if (undone.length === 0) terminal.say(terminal.text('seed.none'));
    for (const one of undone) {
      const { removed, kept } = one.undo;
      terminal.say(terminal.text('seed.removed', { name: one.name, removed }));
      if (kept.length > 0) terminal.say(terminal.text('seed.kept', { kept: kept.length }));
    }
  });
  return EXIT.ok;
}

async function add({ terminal }: Call, server: Server, folder: string): Promise<Exit> {
  const { dayIn, readSeed } = await import('../packages/index.ts');
  const { settings } = await server.call<{ settings: { timeZone: string } }>('GET', '/api/me');
  const seed = await readSeed(folder, dayIn(settings.timeZone, new Date()));
  if (!seed) {
    terminal.answer({ seeded: null }, () => terminal.say(terminal.text('seed.none')));
    return EXIT.ok;
  }
  const name = seed.name.slice('demo:'.length);
  if ((await demoImports(server, prefixOf(name.split('@')[0]))).length > 0) {
    terminal.answer({ seeded: null, name }, () =>
      terminal.say(terminal.text('seed.there', { package: name })),
    );
    return EXIT.ok;
  }
  const form = new FormData();
  form.append('options', JSON.stringify(seed.options));
  for (const file of seed.files) form.append('files', new Blob([file.text]), file.name);
  const begun = await server.upload<AwaitedImport & { created: number; failed: number }>(
    '/api/imports',
    form,
  );
  const answer = await waitForImport(terminal, server, begun);
  terminal.answer(answer, () =>
    terminal.say(terminal.text('seed.done', { package: name, created: answer.created })),
  );
  return answer.failed > 0 || answer.state !== 'done' ? EXIT.error : EXIT.ok;
}

async function run(call: Call): Promise<Exit> {
  const [given] = call.words;
  if (call.options.remove) return call.withServer((server) => remove(call, server, given));
  const name = given ?? call.config.template;
  if (name === '') throw new Problem('cli.usage', { usage: call.usage });
  const { templateFolder } = await import('../packages/index.ts');
  const folder = await templateFolder(name);
  return call.withServer((server) => add(call, server, folder));
}

export const seedCommand = defineCommand({
  name: 'seed',
  usage: '[template or folder] | --remove [package]',
  summary: labels('Brings the demo data of a template in, or takes it away.', '加入或移除模板的演示数据。'),
  words: [0, 1],
  options: {
    remove: {
      type: 'boolean',
      help: labels('take demo data away; what was changed since stays', '移除演示数据，已被修改的记录会保留'),
    },
  },
  run,
});
