import { useEffect, useMemo, useState } from 'react';
import type { Values } from '../api/records.ts';
import { changesOf } from './changes.ts';

/** What a new record begins with, and what of it follows from an expression. */
export interface Begun {
  /** what the form began with, and has been given since */
  readonly begun: Values;
  /** given by the server: not sent back to it as something that somebody said */
  readonly filled: Values;
}

/** Values that nobody has changed since they were filled in. */
export const withoutFilled = (values: Values, filled: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        !(name in filled) || Object.keys(changesOf({ [name]: filled[name] }, { [name]: value })).length > 0,
    ),
  );

/**
 * Fills in the fields that begin with what an expression comes to, whenever the server has worked it out
 * anew; a field that somebody has changed stays as they want it.
 */
export function useDefaults(
  start: Values,
  names: readonly string[],
  defaults: Values | undefined,
  setValues: (change: (values: Values) => Values) => void,
): Begun {
  const [filled, setFilled] = useState<Values>({});
  const begun = useMemo(() => ({ ...start, ...filled }), [start, filled]);
  const next = useMemo(
    () => defaults && Object.fromEntries(names.map((name) => [name, defaults[name]])),
    [names, defaults],
  );
  useEffect(() => {
    if (!next || Object.keys(changesOf(filled, next)).length === 0) return;
    setFilled(next);
    setValues((values) => {
      const touched = changesOf(begun, values);
      return {
        ...values,
        ...Object.fromEntries(Object.entries(next).filter(([name]) => !(name in touched))),
      };
    });
  }, [next, filled, begun, setValues]);
  return { begun, filled };
}
