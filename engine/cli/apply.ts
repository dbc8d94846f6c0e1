import { type Call, defineCommand, EXIT, type Exit } from './define-command.ts';
import { folderOf, type PlannedPackages, planPackages, readPackages } from './packages.ts';
import { isDestructive, sayEffects, sayPlan } from './plan-text.ts';
import type { Server } from './server.ts';
import { labels } from './texts.ts';

interface Applied {
  readonly version: number;
  /** whether indexes and checks of the rows are still being made */
  readonly hasSteps: boolean;
}

/** Whether the loss that a plan tells of is accepted: said beforehand, or by a person who types the name. */
async function isAccepted(
  { terminal, options }: Call,
  { packages, plan }: PlannedPackages,
): Promise<boolean> {
  if (!isDestructive(plan) || options['allow-destructive']) return true;
  const answer = await terminal.ask(terminal.text('apply.ask'));
  return answer !== undefined && packages.includes(answer.trim());
}

async function apply(call: Call, server: Server): Promise<Exit> {
  const { terminal } = call;
  const sent = await readPackages(folderOf(call));
  const planned = await planPackages(server, sent);
  const { packages, plan, effects } = planned;
  sayPlan(terminal, packages.join(', '), plan);
  sayEffects(terminal, effects);
  if (plan.changes.length === 0) {
    terminal.answer({ packages, version: plan.baseVersion, changes: [] }, () => {});
    return EXIT.ok;
  }
  if (!(await isAccepted(call, planned))) {
    terminal.warn(terminal.text('apply.refused'));
    terminal.answer({ packages, ...plan }, () => {});
    return EXIT.destructive;
  }
  const applied = await server.call<Applied>('POST', '/api/packages/apply', { ...sent, hash: plan.hash });
  terminal.answer({ ...applied, changes: plan.changes }, () => {
    terminal.say(terminal.text('apply.done', { version: applied.version }));
    if (applied.hasSteps) terminal.say(terminal.text('apply.steps'));
  });
  return EXIT.ok;
}

export const applyCommand = defineCommand({
  name: 'apply',
  usage: '<folder> [--allow-destructive]',
  summary: labels('Makes the workspace what the folder says.', '使工作区与文件夹一致。'),
  words: [1, 1],
  options: {
    'allow-destructive': {
      type: 'boolean',
      help: labels('go on where the plan loses data', '计划会丢失数据时仍继续'),
    },
  },
  run: (call) => call.withServer((server) => apply(call, server)),
});
