import schema from '../../../schemas/option-set.schema.json' with { type: 'json' };
import type { Option } from '../../field-types/index.ts';
import type { Document } from '../document.ts';
import type { Path } from '../report.ts';
import { defineKind, keyByName, membersOf, type Part, reportTwice } from './define-kind.ts';

/** Options as parts: their value is what identifies them. */
export const optionParts = (options: unknown, path: Path): Part[] =>
  membersOf(options).map(([index, value]) => ({
    kind: 'option',
    name: String(value.value),
    path: [...path, index],
    value,
  }));

/** Options as the Model has them. */
export const resolveOptions = (options: readonly Option[] | undefined, home: string): readonly Option[] =>
  (options ?? []).map((option) => Object.freeze({ package: home, ...option }));

/** Options that several fields share. */
export const optionSet = defineKind({
  name: 'option-set',
  labels: { en: 'option set', 'zh-CN': '选项集' },
  prefix: 'ops',
  folder: 'option-sets',
  schema,
  keyOf: keyByName,
  parts: ({ options }) => optionParts(options, ['options']),
  check: ({ body }, report) => reportTwice(report, ['options'], body.options, 'value'),
});

export const resolveOptionSet = ({ body, package: home }: Document): readonly Option[] =>
  resolveOptions(body.options, home);
