import { createContext, useContext } from 'react';

/** What the form around a widget holds, for the few that follow another field. */
export const FormValuesContext = createContext<Readonly<Record<string, unknown>>>({});

/** The value of another field of the form. */
export const useFormValue = (name: string | undefined): unknown => {
  const values = useContext(FormValuesContext);
  return name === undefined ? undefined : values[name];
};
