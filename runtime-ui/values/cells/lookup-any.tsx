import { Link } from 'react-router';
import type { Display } from '../display.tsx';
import type { Pointer } from '../relations.ts';

/** A record of one of several objects: its title, and which of them it is of. */
export const lookupAny: Display = (value: Pointer, { field, label, isPlain }) => {
  const { object, id, title } = value;
  const text = title || '—';
  const target = field.targets?.find(({ name }) => name === object);
  return (
    <span className="gx-pointed">
      {isPlain ? text : <Link to={`/o/${object}/${id}`}>{text}</Link>}
      <span className="gx-soft">{target ? label(target.labels) : object}</span>
    </span>
  );
};
