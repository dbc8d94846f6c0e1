import type { WidgetProps } from '@rjsf/utils';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/index.ts';
import { later } from '../../shell/later.tsx';
import { useDeferred } from '../pending.ts';
import { inputProps, orNull } from '../widget.ts';

const MarkdownHtml = later(() => import('../../values/markdown-html.tsx'));

/** Markdown as it is typed, and a look at what it comes to. */
export default function MarkdownWidget(props: WidgetProps) {
  const { t } = useTexts();
  const [isPreview, setPreview] = useState(false);
  const { text, type, flush } = useDeferred<string>(props.value ?? '', (value) =>
    props.onChange(orNull(value)),
  );
  return (
    <div className="gx-markdown">
      {isPreview ? (
        <section className="gx-preview" aria-label={t('form.preview')}>
          {text.trim() === '' ? t('form.nothingToPreview') : <MarkdownHtml text={text} />}
        </section>
      ) : (
        <Input.TextArea
          {...inputProps(props)}
          className="gx-growing"
          rows={4}
          value={text}
          maxLength={props.schema.maxLength}
          onChange={(event) => type(event.target.value)}
          onBlur={flush}
        />
      )}
      <Button
        size="small"
        type="text"
        aria-pressed={isPreview}
        onClick={() => {
          flush();
          setPreview(!isPreview);
        }}
      >
        {isPreview ? t('form.write') : t('form.preview')}
      </Button>
    </div>
  );
}
