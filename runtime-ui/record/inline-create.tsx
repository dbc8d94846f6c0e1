import { useQuery } from '@tanstack/react-query';
import { fieldOf } from '../api/model.ts';
import { objectQuery } from '../api/queries.ts';
import type { Values } from '../api/records.ts';
import type { ObjectMeta } from '../api/types.ts';
import RecordDrawer from './drawer.tsx';

/** A record that a form needs and that is not there yet. */
export interface Wanted {
  readonly object: string;
  /** what was typed to find it */
  readonly title: string;
  /** what it holds to be one that the relation takes */
  readonly values: Values;
  readonly onMade: (id: string | undefined) => void;
}

/** What was typed becomes the title where that is a text; a title of several parts people fill in themselves. */
const presetOf = (object: ObjectMeta, { title, values }: Wanted): Values => {
  const field = fieldOf(object, object.titleField);
  const isText = field?.kind === 'string' && field.can === 'write' && field.cell === 'text' && !field.options;
  return { ...(isText && title !== '' && { [field.name]: title }), ...values };
};

/** The target's own form over the form that wants a record of it, which stays as it is. */
export function InlineCreate({ wanted }: { wanted: Wanted }) {
  const object = useQuery(objectQuery(wanted.object));
  if (!object.data) return null;
  return (
    <RecordDrawer
      object={object.data}
      preset={presetOf(object.data, wanted)}
      isAlone
      onClose={() => wanted.onMade(undefined)}
      onSaved={wanted.onMade}
    />
  );
}
