import { Problem } from '../errors.ts';
import { type Call, defineCommand, EXIT, type Exit, textOption } from './define-command.ts';
import { labels } from './texts.ts';

/** What `GET /api/audit/proof` tells. */
interface Proof {
  readonly ok: boolean;
  readonly seals: number;
  readonly begins: number;
  readonly proven: number;
  readonly removed: number;
  readonly erased: number;
  readonly unsealed: number;
  readonly otherKeys: number;
  readonly head: { readonly seal: number; readonly hash: string } | null;
  readonly faults: readonly {
    readonly is: 'changed' | 'deleted' | 'inserted' | 'seal_changed' | 'seal_missing' | 'seal_forged';
    readonly seal: number;
    readonly id?: string;
    readonly at?: string;
    readonly record?: string | null;
  }[];
}

function say({ terminal }: Call, proof: Proof): void {
  const { seals, begins, proven, removed, erased, unsealed, otherKeys, head, faults } = proof;
  for (const { is, seal, id = '', at = '', record } of faults) {
    const sign = terminal.style('red', '✗');
    const place = record ? ` (${record})` : '';
    terminal.say(`${sign} ${terminal.text(`audit.${is}`, { seal, id, at })}${place}`);
  }
  terminal.say(terminal.text('audit.proven', { proven, seals, begins }));
  if (erased > 0) terminal.say(terminal.text('audit.erased', { erased }));
  if (removed > 0) terminal.say(terminal.text('audit.removed', { removed }));
  terminal.say(terminal.text('audit.unsealed', { unsealed }));
  if (otherKeys > 0) terminal.say(terminal.text('audit.other_keys', { otherKeys }));
  if (head) terminal.say(terminal.text('audit.head', { head: `${head.seal}:${head.hash}` }));
  terminal.say(proof.ok ? terminal.text('audit.good') : terminal.text('audit.bad', { count: faults.length }));
}

async function run(call: Call): Promise<Exit> {
  if (call.words[0] !== 'verify') throw new Problem('cli.usage', { usage: call.usage });
  const head = textOption(call, 'head');
  const query = head === undefined ? '' : `?head=${encodeURIComponent(head)}`;
  const proof = await call.withServer((server) => server.call<Proof>('GET', `/api/audit/proof${query}`));
  call.terminal.answer(proof, () => say(call, proof));
  return proof.ok ? EXIT.ok : EXIT.error;
}

export const auditCommand = defineCommand({
  name: 'audit',
  usage: 'verify [--head <seal>:<hash>]',
  summary: labels(
    'Proves that the audit is as it was sealed, or says what is not.',
    '校验审计记录自封存以来是否未被改动，并指出异常之处。',
  ),
  words: [1, 1],
  options: {
    head: {
      type: 'string',
      value: '<seal>:<hash>',
      help: labels(
        'a seal that an earlier run told: it must still be there',
        '此前校验给出的封条，检查其是否仍然存在',
      ),
    },
  },
  asOperator: true,
  run,
});
