import { InboxOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import { useTexts } from '../i18n/index.ts';
import { Loading } from '../shell/states.tsx';

const ACCEPTED = '.csv,.txt,.tsv,.xlsx,.jsonl,.ndjson';

/** A place to drop a file on, or to choose one by. */
export function FileStep({ isBusy, onFile }: { isBusy: boolean; onFile: (file: File) => void }) {
  const { t } = useTexts();
  const own = useId();
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const [file] = files ?? [];
    if (file) onFile(file);
  };
  if (isBusy) return <Loading />;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way, the field is the first */}
      <div
        className="gx-import-drop"
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <InboxOutlined aria-hidden="true" />
        <p>{t('imports.drop')}</p>
        <p className="gx-soft">{t('imports.dropNote')}</p>
        <label htmlFor={own} className="gx-import-choose">
          {t('imports.choose')}
        </label>
        <input
          id={own}
          className="gx-hidden"
          type="file"
          accept={ACCEPTED}
          onChange={({ target }) => {
            take(target.files);
            target.value = '';
          }}
        />
      </div>
    </>
  );
}
