import { writeFile } from 'node:fs/promises';
import type { DescribedObject } from '../packages/index.ts';
import { defineCommand, EXIT } from './define-command.ts';
import type { Server } from './server.ts';
import { labels } from './texts.ts';

/** Every object that the caller may read, with the schema of its records. */
async function describedObjects(server: Server): Promise<DescribedObject[]> {
  const { objects } = await server.call<{ objects: { name: string }[] }>('GET', '/api/model');
  const described: DescribedObject[] = [];
  for (const { name } of objects) described.push(await server.call('GET', `/api/model/${name}`));
  return described;
}

export const typesCommand = defineCommand({
  name: 'types',
  usage: '<file>',
  summary: labels('Writes TypeScript types of the records.', '生成记录的 TypeScript 类型。'),
  words: [1, 1],
  run: async ({ words: [file], terminal, withServer }) => {
    const { recordTypes } = await import('../packages/index.ts');
    const objects = await withServer(describedObjects);
    await writeFile(file!, await recordTypes(objects));
    terminal.answer({ file, objects: objects.map(({ name }) => name) }, () =>
      terminal.say(terminal.text('types.done', { count: objects.length, file: file! })),
    );
    return EXIT.ok;
  },
});
