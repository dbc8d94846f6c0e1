import { App } from 'antd';
import { useRef } from 'react';
import { useTexts } from '../i18n/index.ts';

/** Closing what is typed into: once something was, a key or a click beside the button does not lose it unasked. */
export function useLeaving(onClose: () => void) {
  const { t } = useTexts();
  const { modal } = App.useApp();
  const isTouched = useRef(false);
  const leave = () => {
    if (!isTouched.current) return onClose();
    void modal.confirm({
      title: t('field.leaveAsk'),
      okText: t('field.leave'),
      cancelText: t('field.stay'),
      onOk: onClose,
    });
  };
  return { isTouched, leave };
}
