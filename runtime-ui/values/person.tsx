import type { CSSProperties } from 'react';
import './values.css';

/** The family name's character of a Chinese name, else two letters. */
const initials = (name: string): string =>
  /^\p{Script=Han}/u.test(name)
    ? name.slice(0, 1)
    : name
        .split(/\s+/)
        .map((part) => part[0])
        .slice(0, 2)
        .join('')
        .toUpperCase();

const hueOf = (name: string): string => {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)!) % 360;
  return `hsl(${sum} 65% 50%)`;
};

/** Somebody's name with a coloured disc; `isAlone` shows only the disc. */
export function Person({ name, isAlone = false }: { name: string; isAlone?: boolean }) {
  return (
    <span className="gx-person" style={{ '--tag': hueOf(name) } as CSSProperties}>
      <span className="gx-avatar" aria-hidden="true">
        {initials(name)}
      </span>
      {!isAlone && <span className="gx-clip">{name}</span>}
    </span>
  );
}
