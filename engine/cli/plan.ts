import { defineCommand, EXIT } from './define-command.ts';
import { folderOf, planPackages, readPackages } from './packages.ts';
import { isDestructive, sayEffects, sayPlan } from './plan-text.ts';
import { labels } from './texts.ts';

export const planCommand = defineCommand({
  name: 'plan',
  usage: '<folder>',
  summary: labels(
    'Says what applying a folder would change. Changes nothing.',
    '说明应用该文件夹会带来的变更，不做任何修改。',
  ),
  words: [1, 1],
  run: async (call) => {
    const { terminal } = call;
    const sent = await readPackages(folderOf(call));
    const { packages, plan, effects } = await call.withServer((server) => planPackages(server, sent));
    terminal.answer({ packages, ...plan, effects }, () => {
      sayPlan(terminal, packages.join(', '), plan);
      sayEffects(terminal, effects);
    });
    if (isDestructive(plan)) return EXIT.destructive;
    return plan.changes.length > 0 ? EXIT.changes : EXIT.ok;
  },
});
