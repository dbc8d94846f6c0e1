import { CloseOutlined, DownloadOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { type FileValue, fileAddress } from '../api/files.ts';
import { useTexts } from '../i18n/index.ts';
import './lightbox.css';

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** Pictures one at a time over everything else: arrow keys go on, Escape and a click beside the picture close. */
export default function Lightbox(props: {
  first: string;
  pictures: readonly FileValue[];
  onClose: () => void;
}) {
  const { first, pictures, onClose } = props;
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const [place, setPlace] = useState(() =>
    Math.max(
      0,
      pictures.findIndex(({ id }) => id === first),
    ),
  );
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    dialog.current!.showModal();
    return () => opener?.focus();
  }, []);
  const { id, name } = pictures[place]!;
  const go = (step: number) => setPlace((place + step + pictures.length) % pictures.length);
  // what lies below listens to the same keys
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = STEPS[event.key];
    if (step !== undefined && pictures.length > 1) go(step);
  };
  const onClick = (event: MouseEvent) => {
    event.stopPropagation();
    if (event.target === dialog.current) onClose();
  };
  return createPortal(
    <dialog
      ref={dialog}
      className="gx-lightbox"
      aria-label={name}
      onClose={onClose}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <header>
        <span className="gx-clip">{name}</span>
        {pictures.length > 1 && (
          <span className="gx-lightbox-place" aria-live="polite">
            {t('files.place', { place: place + 1, count: pictures.length })}
          </span>
        )}
        <a
          className="gx-icon-button"
          href={fileAddress(id)}
          download={name}
          aria-label={t('files.save', { name })}
        >
          <DownloadOutlined />
        </a>
        <button type="button" className="gx-icon-button" aria-label={t('common.close')} onClick={onClose}>
          <CloseOutlined />
        </button>
      </header>
      <img src={fileAddress(id)} alt={name} />
      {pictures.length > 1 && (
        <footer>
          <button
            type="button"
            className="gx-icon-button"
            aria-label={t('files.previous')}
            onClick={() => go(-1)}
          >
            <LeftOutlined />
          </button>
          <button type="button" className="gx-icon-button" aria-label={t('files.next')} onClick={() => go(1)}>
            <RightOutlined />
          </button>
        </footer>
      )}
    </dialog>,
    document.body,
  );
}
