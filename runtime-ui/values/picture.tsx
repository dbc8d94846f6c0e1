import { useState } from 'react';
import { isPicture } from '../../engine/field-types/file-groups.ts';
import { type FileValue, fileAddress } from '../api/files.ts';
import { useTexts } from '../i18n/index.ts';
import { later } from '../shell/later.tsx';

const Lightbox = later(() => import('./lightbox.tsx'));

/** Pictures up to this size are shown; larger ones are there to be saved. */
const SHOWN = 3_145_728;

export const isShown = ({ type, size }: Pick<FileValue, 'type' | 'size'>): boolean =>
  isPicture(type) && size <= SHOWN;

/** A picture among others, small; a click or a key shows it as large as the screen lets it be. */
export function Picture(props: { file: string; among: readonly FileValue[] }) {
  const { file, among } = props;
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const name = among.find(({ id }) => id === file)?.name ?? '';
  return (
    <>
      <button
        type="button"
        className="gx-picture"
        aria-haspopup="dialog"
        aria-label={t('files.view', { name })}
        onClick={() => setOpen(true)}
      >
        <img className="gx-file-picture" src={fileAddress(file)} alt="" loading="lazy" decoding="async" />
      </button>
      {isOpen && <Lightbox first={file} pictures={among} onClose={() => setOpen(false)} />}
    </>
  );
}
