import { CloseOutlined, UploadOutlined } from '@ant-design/icons';
import type { WidgetProps } from '@rjsf/utils';
import { Button, Progress } from 'antd';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { FILE_GROUPS } from '../../../engine/field-types/file-groups.ts';
import { type FileValue, sendFile } from '../../api/files.ts';
import { useTexts } from '../../i18n/index.ts';
import { FileMark } from '../../values/file-mark.tsx';
import { fileSize } from '../../values/file-size.ts';
import { isShown, Picture } from '../../values/picture.tsx';
import { useBusy } from '../pending.ts';
import { inputProps, optionsOf } from '../widget.ts';

/** A file on its way, or one that was not taken, and why. */
interface Upload {
  readonly key: number;
  readonly name: string;
  readonly share: number;
  readonly fault?: string;
  readonly stop: AbortController;
}

const MEGABYTE = 1_048_576;

/** What a browser's own dialogue offers first. What a file is the server tells by its content. */
const OFFERED: Readonly<Record<string, string>> = {
  pdf: '.pdf',
  document: '.doc,.docx,.odt,.rtf',
  spreadsheet: '.xls,.xlsx,.ods,.csv',
  presentation: '.ppt,.pptx,.odp',
  text: '.txt,.md,.json',
  archive: '.zip,.gz,.7z,.rar',
};

const offered = (groups: readonly string[]): string =>
  groups.map((group) => OFFERED[group] ?? FILE_GROUPS[group]!.join()).join();

/** One file, or several: dropped, or chosen by a click or a key. Each is sent at once; saving names them. */
export default function FilesWidget(props: WidgetProps) {
  const { t, language } = useTexts();
  const { files, settings } = optionsOf(props);
  const isMany = props.schema.type === 'array';
  const accept = (files?.accepts ?? settings?.accept) as readonly string[] | undefined;
  const maxSize = settings?.maxSize as number | undefined;
  const most = files?.most ?? 1;
  const held = [props.value ?? []].flat() as readonly FileValue[];
  const latest = useRef(held);
  latest.current = held;
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [isOver, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const keys = useRef(0);
  const underWay = useRef(uploads);
  underWay.current = uploads;
  useBusy(uploads.some(({ fault }) => fault === undefined));
  useEffect(() => () => underWay.current.forEach(({ stop }) => void stop.abort()), []);
  const { id, disabled, status, autoFocus, ...aria } = inputProps(props);

  const commit = (next: readonly FileValue[]): void => {
    latest.current = next;
    props.onChange(isMany ? next : (next.at(-1) ?? null));
  };
  const change = (key: number, what: Partial<Upload>): void =>
    setUploads((before) => before.map((one) => (one.key === key ? { ...one, ...what } : one)));
  const forget = (key: number): void => setUploads((before) => before.filter((one) => one.key !== key));

  const send = async (file: File, key: number, stop: AbortController): Promise<void> => {
    if (maxSize !== undefined && file.size > maxSize * MEGABYTE) {
      change(key, { fault: t('files.tooLarge', { limit: maxSize }) });
      return;
    }
    const onProgress = (share: number) => change(key, { share });
    const sending = { object: files?.object ?? '', field: props.name, file, onProgress, signal: stop.signal };
    try {
      const sent = await sendFile(sending);
      commit(isMany ? [...latest.current, sent] : [sent]);
      forget(key);
    } catch (error) {
      if (stop.signal.aborted) forget(key);
      else change(key, { fault: faultOf(error) || t('files.failed') });
    }
  };

  const add = (list: FileList | null): void => {
    const room = isMany ? most - latest.current.length : 1;
    const started = [...(list ?? [])].slice(0, isMany ? undefined : 1).map((file, index) => {
      keys.current += 1;
      const fault = index >= room ? { fault: t('files.tooMany', { limit: most }) } : {};
      return {
        file,
        upload: { key: keys.current, name: file.name, share: 0, stop: new AbortController(), ...fault },
      };
    });
    setUploads((before) => [
      ...before.filter(({ fault }) => fault === undefined),
      ...started.map(({ upload }) => upload),
    ]);
    for (const { file, upload } of started)
      if (!('fault' in upload)) void send(file, upload.key, upload.stop);
  };

  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (!disabled) add(event.dataTransfer.files);
  };
  const hint = [
    ...(accept
      ? [accept.map((group) => t(`files.group.${group}` as 'files.group.image')).join(t('files.comma'))]
      : []),
    ...(maxSize === undefined ? [] : [t('files.upTo', { limit: maxSize })]),
  ].join(' · ');

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would be a second label
    <div
      role="group"
      aria-labelledby={`${id}__label`}
      className={['gx-drop', isOver && 'gx-drop-over', status && 'gx-drop-wrong'].filter(Boolean).join(' ')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {(held.length > 0 || uploads.length > 0) && (
        <ul className="gx-files">
          {held.map(({ id: fileId, name, size, type }) => (
            <li key={fileId}>
              {isShown({ type, size }) && <Picture file={fileId} among={held.filter(isShown)} />}
              <span className="gx-file">
                {!isShown({ type, size }) && <FileMark type={type} />}
                <span className="gx-file-name">{name}</span>
                <span className="gx-file-size">{fileSize(size, language)}</span>
              </span>
              {!disabled && (
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined />}
                  aria-label={t('files.remove', { name })}
                  onClick={() => commit(latest.current.filter((one) => one.id !== fileId))}
                />
              )}
            </li>
          ))}
          {uploads.map(({ key, name, share, fault, stop }) => (
            <li key={key}>
              <span className="gx-file">
                <span className="gx-file-name">{name}</span>
                {fault === undefined ? (
                  <Progress
                    className="gx-file-progress"
                    percent={Math.round(share * 100)}
                    size="small"
                    aria-label={t('files.sending', { name })}
                  />
                ) : (
                  <span className="gx-file-fault" role="alert">
                    {fault}
                  </span>
                )}
              </span>
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t(fault === undefined ? 'files.cancel' : 'files.dismiss', { name })}
                onClick={() => (fault === undefined ? stop.abort() : forget(key))}
              />
            </li>
          ))}
        </ul>
      )}
      {!disabled && (isMany ? held.length < most : true) && (
        <div className="gx-drop-row">
          <Button
            {...aria}
            id={id}
            autoFocus={autoFocus}
            icon={<UploadOutlined />}
            aria-labelledby={`${id}__label ${id}__choose`}
            onClick={() => chooser.current?.click()}
          >
            <span id={`${id}__choose`}>
              {t(isMany ? 'files.chooseMany' : held.length > 0 ? 'files.replace' : 'files.choose')}
            </span>
          </Button>
          <span className="gx-drop-hint">
            {t('files.drop')}
            {hint && ` · ${hint}`}
          </span>
          <input
            ref={chooser}
            type="file"
            hidden
            tabIndex={-1}
            multiple={isMany}
            accept={accept && offered(accept)}
            onChange={({ target }) => {
              add(target.files);
              target.value = '';
            }}
          />
        </div>
      )}
    </div>
  );
}

/** What the server said: of the file, if it said so, else of the call. */
function faultOf(error: unknown): string {
  const { message, details } = error as { message?: string; details?: readonly { message: string }[] };
  return details?.[0]?.message ?? message ?? '';
}
