import type { WidgetProps } from '@rjsf/utils';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { wordsQuery } from '../../api/queries.ts';
import { useTexts } from '../../i18n/index.ts';
import { inputProps, optionsOf } from '../widget.ts';

/** Free words; Enter and commas end one. What other records have is offered. */
export default function TagsWidget(props: WidgetProps) {
  const { t } = useTexts();
  const { suggests = '' } = optionsOf(props);
  const [isAsked, setAsked] = useState(false);
  const words = useQuery({ ...wordsQuery(suggests, props.name), enabled: isAsked && suggests !== '' });
  const value: string[] = Array.isArray(props.value) ? props.value : [];
  return (
    <Select
      {...inputProps(props)}
      className="gx-wide"
      mode="tags"
      suffixIcon={null}
      onOpenChange={(isOpen) => setAsked((before) => before || isOpen)}
      options={words.data?.map((word) => ({ value: word, label: word })) ?? []}
      notFoundContent={null}
      tokenSeparators={[',', '，', ';', '；', '、']}
      placeholder={props.placeholder || t('form.tags')}
      value={value}
      onChange={(next: string[]) => props.onChange(next)}
    />
  );
}
