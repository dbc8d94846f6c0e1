import { Link } from 'react-router';
import type { Display } from '../display.tsx';
import { Person } from '../person.tsx';
import { relationId, relationTitle } from '../relations.ts';

/** Another record by its title; a click opens it. */
export const lookup: Display = (value, { field, isPlain }) => {
  const title = relationTitle(field, value) || '—';
  if (field.target === 'user') return <Person name={title} />;
  const id = relationId(value);
  return isPlain || !id ? title : <Link to={`/o/${field.target}/${id}`}>{title}</Link>;
};
