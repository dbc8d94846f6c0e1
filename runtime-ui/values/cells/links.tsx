import { Link } from 'react-router';
import type { Display } from '../display.tsx';
import { relationId, relationTitle } from '../relations.ts';

/** Other records by their titles; a click opens one. */
export const links: Display = (values: readonly unknown[], { field, isPlain }) => (
  <span className="gx-entries">
    {values.map((value) => {
      const id = relationId(value);
      const title = relationTitle(field, value) || '—';
      return (
        <span key={id}>{isPlain || !id ? title : <Link to={`/o/${field.target}/${id}`}>{title}</Link>}</span>
      );
    })}
  </span>
);
