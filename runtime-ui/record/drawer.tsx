import { App, Drawer } from 'antd';
import { useState } from 'react';
import type { Values } from '../api/records.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useTitleOf } from '../values/display.tsx';
import { readDraft } from './draft.ts';
import { RecordEditor } from './editor.tsx';
import './record.css';

/** The form of a record at the side of what one is looking at; the whole screen on a phone. */
export default function RecordDrawer(props: {
  object: ObjectMeta;
  id?: string;
  preset?: Values;
  isAlone?: boolean;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const { object, id, preset, onClose, onSaved } = props;
  const { t, label } = useTexts();
  const { message } = App.useApp();
  const titleOf = useTitleOf(object);
  const [round, setRound] = useState(0);
  const cancel = () => {
    if (!preset && readDraft(object.name, id)) void message.info(t('form.unsaved'));
    onClose();
  };
  return (
    <RecordEditor
      key={round}
      object={object}
      id={id}
      preset={preset}
      isAlone={props.isAlone}
      onCancel={cancel}
      onSaved={(record, another) => {
        const title = titleOf(record);
        void message.success(id ? t('common.saved') : t('form.createdToast', { title }));
        if (another) setRound(round + 1);
        else onSaved(record.id);
      }}
      frame={(form, buttons) => (
        <Drawer
          open
          title={t(id ? 'common.editOf' : 'common.newOf', { object: label(object.labels) })}
          size="min(760px, 100vw)"
          onClose={cancel}
          mask={{ closable: false }}
          footer={buttons && <div className="gx-drawer-foot">{buttons}</div>}
        >
          {form}
        </Drawer>
      )}
    />
  );
}
