import { Link } from 'react-router';
import { useTexts } from '../i18n/index.ts';
import { Icon } from './icons.tsx';
import type { MenuLine } from './navigation.ts';

/** The lines of a menu as a list of links. */
export function Menu(props: {
  lines: readonly MenuLine[];
  current?: MenuLine;
  isNarrow?: boolean;
  onGo?: () => void;
}) {
  const { lines, current, isNarrow, onGo } = props;
  const { label } = useTexts();
  return (
    <ul className="gx-menu">
      {lines.map((line) =>
        line.items ? (
          <li key={line.key}>
            {!isNarrow && <span className="gx-menu-heading">{label(line.labels)}</span>}
            <Menu {...props} lines={line.items} />
          </li>
        ) : (
          <li key={line.key}>
            <Link
              to={line.to!}
              className="gx-menu-link"
              aria-current={line.key === current?.key ? 'page' : undefined}
              title={isNarrow ? label(line.labels) : undefined}
              aria-label={isNarrow ? label(line.labels) : undefined}
              onClick={onGo}
            >
              <Icon name={line.icon} />
              {!isNarrow && <span>{label(line.labels)}</span>}
            </Link>
          </li>
        ),
      )}
    </ul>
  );
}
