import type { Labels } from '../../runtime-ui/api/types.ts';
import { type Body, type Documents, objectDocument, under } from './documents.ts';
import { propertiesOf } from './object.ts';

export interface FixedValue {
  readonly value: string;
  readonly labels: Labels;
  readonly color?: string;
}

const fixedValue = ({ value, name, labels, color }: Body): FixedValue => ({
  value: value ?? name,
  labels,
  ...(color && { color }),
});

/** The values that a field can have, where they are fixed: its options, those of its set, the stages of its object. */
export function fixedValues(
  documents: Documents,
  object: string,
  field: string,
  hasStages: (type: string) => boolean,
): readonly FixedValue[] {
  const document = objectDocument(documents, object);
  const own = document && propertiesOf(document.body)[field]?.['x-field'];
  if (!own) return [];
  if (hasStages(own.type)) {
    const stages = under(documents, 'pipeline', object).flatMap(({ body }): Body[] => body.stages ?? []);
    return [...new Map(stages.map((stage) => [stage.name, fixedValue(stage)])).values()];
  }
  const set = documents.get(`option-set/${own.optionSet}`);
  const options: readonly Body[] = set ? (set.body.options ?? []) : (own.options ?? []);
  return options.filter(({ archived }) => archived !== true).map(fixedValue);
}
