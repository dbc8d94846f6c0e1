import { isPicture } from '../../../engine/field-types/file-groups.ts';
import { type FileValue, fileAddress } from '../../api/files.ts';
import type { Display } from '../display.tsx';
import { FileMark } from '../file-mark.tsx';
import { fileSize } from '../file-size.ts';

/** Pictures up to this size are shown on pages; larger ones are there to be saved. */
const SHOWN = 3_145_728;

/** Files by their names: in lists the first one and how many more, on pages each to be saved, pictures as such. */
export const files: Display = (value: FileValue | readonly FileValue[], { isPlain, where }) => {
  const all = [value].flat() as readonly FileValue[];
  const [first, ...others] = all;
  if (isPlain)
    return (
      <span className="gx-file" title={all.map(({ name }) => name).join('\n')}>
        <FileMark type={first!.type} />
        <span className="gx-clip">{first!.name}</span>
        {others.length > 0 && <span className="gx-file-size">+{others.length}</span>}
      </span>
    );
  return (
    <ul className="gx-files">
      {all.map(({ id, name, size, type }) => (
        <li key={id}>
          <a className="gx-file" href={fileAddress(id)} download={name}>
            {isPicture(type) && size <= SHOWN ? (
              <img className="gx-file-picture" src={fileAddress(id)} alt="" loading="lazy" />
            ) : (
              <FileMark type={type} />
            )}
            <span className="gx-file-name">{name}</span>
            <span className="gx-file-size">{fileSize(size, where.language)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
};
