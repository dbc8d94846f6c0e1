import { getDefaultRegistry } from '@rjsf/core';
import { deepEquals, type FieldProps } from '@rjsf/utils';
import { memo } from 'react';

const { SchemaField } = getDefaultRegistry().fields;

/**
 * Whether a field shows the same. The registry does not count: it names the form's whole schema, which a rule changes
 * with every field that it hides, and rjsf would render all the others again for that (300 ms of 200). A record's
 * fields refer to nothing outside of themselves.
 */
function isSame({ registry: _before, ...before }: FieldProps, { registry: _after, ...after }: FieldProps) {
  return deepEquals(before, after);
}

/** rjsf's field of a schema, rendered again only when it is another itself. */
export const SteadyField = memo(SchemaField!, isSame);
