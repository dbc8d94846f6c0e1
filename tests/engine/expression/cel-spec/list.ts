import type { Verdict } from './conformance.ts';

const sum = (verdicts: readonly Verdict[]): string =>
  `${verdicts.filter(({ reason }) => reason === undefined).length}/${verdicts.length}`;

const suiteOf = ({ section }: Verdict): string => section.split('/')[0]!;

/** One line for a section: which of its tests do not apply. */
const sectionLine = ([section, tests]: readonly [string, readonly Verdict[]]): string =>
  `\`${section}: ${tests.map(({ name }) => name).join(' ')}\``;

/** What the README says of the tests of the specification: how many mean the same, and each that does not, with its reason. */
export function conformanceList(verdicts: readonly Verdict[]): string {
  const same = verdicts.filter(({ reason }) => reason === undefined);
  const suites = [...Map.groupBy(verdicts, suiteOf)].map(([name, tests]) => `${name} ${sum(tests)}`);
  const reasons = [...Map.groupBy(verdicts, ({ reason }) => reason)].filter(
    ([reason]) => reason !== undefined,
  );
  const lines = reasons
    .sort(([, a], [, b]) => a.length - b.length)
    .map(([reason, tests]) => {
      const sections = [...Map.groupBy(tests, ({ section }) => section)].map(sectionLine);
      return `- ${reason} (${tests.length})\n${sections.map((line) => `  ${line}`).join('\n')}`;
    });
  return [
    `Of its ${verdicts.length} tests ${same.length} mean the same here: ${suites.join(', ')}.`,
    `<details>\n<summary>The others by name, and why they do not apply</summary>`,
    ...lines,
    '</details>',
  ].join('\n\n');
}
