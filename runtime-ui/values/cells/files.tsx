import { isPicture } from '../../../engine/field-types/file-groups.ts';
import { type FileValue, fileAddress } from '../../api/files.ts';
import type { Display } from '../display.tsx';
import { FileMark } from '../file-mark.tsx';
import { fileSize } from '../file-size.ts';
import { isShown, Picture } from '../picture.tsx';

/** Many rows have a picture each: in lists only what is light is more than a name. */
const SHOWN_IN_LISTS = 262_144;

/** Files by their names: in lists the first one and how many more, on pages each to be saved, pictures as such. */
export const files: Display = (value: FileValue | readonly FileValue[], { isPlain, where }) => {
  const all = [value].flat() as readonly FileValue[];
  const [first, ...others] = all;
  if (isPlain)
    return (
      <span className="gx-file" title={all.map(({ name }) => name).join('\n')}>
        {isPicture(first!.type) && first!.size <= SHOWN_IN_LISTS ? (
          <img
            className="gx-file-thumb"
            src={fileAddress(first!.id)}
            alt=""
            loading="lazy"
            decoding="async"
          />
        ) : (
          <FileMark type={first!.type} />
        )}
        <span className="gx-clip">{first!.name}</span>
        {others.length > 0 && <span className="gx-file-size">+{others.length}</span>}
      </span>
    );
  return (
    <ul className="gx-files">
      {all.map(({ id, name, size, type }) => (
        <li key={id} className={isShown({ type, size }) ? 'gx-file-pictured' : undefined}>
          {isShown({ type, size }) && <Picture file={id} among={all.filter(isShown)} />}
          <a className="gx-file" href={fileAddress(id)} download={name}>
            {!isShown({ type, size }) && <FileMark type={type} />}
            <span className="gx-file-name">{name}</span>
            <span className="gx-file-size">{fileSize(size, where.language)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
};
