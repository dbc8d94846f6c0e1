import { type Labels, textIn } from '../errors.ts';
import type { Terminal } from './terminal.ts';

/** A plan as the API tells it: the same that the designer shows. */
export interface SaidPlan {
  readonly hash: string;
  readonly baseVersion: number;
  readonly risk: string;
  readonly changes: readonly SaidChange[];
  readonly findings: readonly {
    readonly change: string;
    readonly message: Labels;
    readonly blocking: boolean;
  }[];
}

/** Who gains and who loses what by a plan, in sentences. */
export interface SaidEffects {
  readonly roles: readonly {
    readonly roles: readonly { readonly labels: Labels }[];
    readonly users: number;
    readonly lines: readonly Labels[];
    readonly objects: readonly { readonly labels: Labels; readonly lines: readonly Labels[] }[];
  }[];
  readonly lines: readonly Labels[];
}

export interface SaidChange {
  readonly id: string;
  readonly op: '+' | '~' | '-';
  readonly document: string;
  readonly sentence: Labels;
  readonly risk: string;
  readonly rows?: number;
}

const STYLES = { '+': 'green', '~': 'yellow', '-': 'red' } as const;
const SIGNS = { '+': '+', '~': '~', '-': '−' } as const;

export const isDestructive = ({ risk }: SaidPlan): boolean => risk === 'destructive';

/** Says a plan as Terraform does: a sign and a sentence for each change, what it costs, the sum. */
export function sayPlan(
  terminal: Terminal,
  name: string,
  { changes, findings, baseVersion }: SaidPlan,
): void {
  if (changes.length === 0) {
    terminal.say(terminal.text('plan.none'));
    return;
  }
  terminal.say(terminal.text('plan.head', { package: name, version: baseVersion }));
  for (const [document, own] of Map.groupBy(changes, (change) => change.document)) {
    terminal.say('');
    terminal.say(terminal.style('bold', document));
    for (const { op, sentence, risk, rows } of own) {
      const notes = [
        ...(risk === 'destructive' ? [terminal.style('red', terminal.text('plan.destructive'))] : []),
        ...(rows === undefined ? [] : [terminal.text('plan.records', { count: rows })]),
      ];
      const sign = terminal.style(STYLES[op], SIGNS[op]);
      terminal.say(
        `  ${sign} ${textIn(sentence, terminal.locale)}${notes.length > 0 ? `  (${notes.join(', ')})` : ''}`,
      );
    }
  }
  terminal.say('');
  for (const { message, blocking } of findings) {
    terminal.say(`${terminal.style(blocking ? 'red' : 'yellow', '!')} ${textIn(message, terminal.locale)}`);
  }
  const count = (op: SaidChange['op']) => changes.filter((change) => change.op === op).length;
  terminal.say(terminal.text('plan.count', { added: count('+'), changed: count('~'), removed: count('-') }));
}

/** Says who gains and who loses what: for each set of roles its holders, then a line for each thing. */
export function sayEffects(terminal: Terminal, { roles, lines }: SaidEffects): void {
  const said = (labels: Labels): string => textIn(labels, terminal.locale);
  if (roles.length === 0) return;
  terminal.say('');
  terminal.say(terminal.style('bold', terminal.text('plan.effects')));
  for (const { roles: held, users, lines: own, objects } of roles) {
    const names = held.map(({ labels }) => said(labels)).join(' + ') || terminal.text('plan.no_role');
    terminal.say(`  ${names}  (${terminal.text('plan.users', { count: users })})`);
    for (const line of own) terminal.say(`    ${said(line)}`);
    for (const object of objects) {
      for (const line of object.lines) terminal.say(`    ${said(object.labels)}: ${said(line)}`);
    }
  }
  for (const line of lines) terminal.say(`  ${said(line)}`);
}
