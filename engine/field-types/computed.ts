import { defineFieldType, type FieldType } from './define-field-type.ts';

type Stated = 'name' | 'labels' | 'help' | 'icon' | 'settings' | 'example' | 'valueType';

/**
 * A type that says where a value comes from. What its values are is told by `valueType`; of its own it
 * has no column and takes nothing.
 */
export const computedType = (type: Pick<FieldType, Stated> & Pick<FieldType, 'expressionWord'>): FieldType =>
  defineFieldType({
    kind: 'null',
    group: 'computed',
    words: {},
    samples: [],
    wrong: [],
    widget: 'text',
    engineWritten: true,
    columns: () => [],
    valueSchema: () => ({}),
    normalise: () => null,
    toRow: () => ({}),
    wire: () => 'NULL',
    parse: () => null,
    format: () => '',
    ...type,
  });
