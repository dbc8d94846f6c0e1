import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useSearchParams } from 'react-router';
import { Loading, Refusal, State } from '../../runtime-ui/shell/states.tsx';
import { fieldTypesQuery } from '../api/queries.ts';
import { type MetaDocument, under, withDocument } from '../draft/documents.ts';
import { newLayout } from '../draft/new-layout.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { useObject } from '../objects/page.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { Editor } from './editor.tsx';
import { Announcer } from './use-announce.tsx';
import './layouts.css';

/** The layouts of an object, one of them to be arranged. Which one stands in the address. */
export function Component() {
  const { t, label } = useTexts();
  const object = useObject();
  const { documents, commit } = useDraft();
  const { message } = App.useApp();
  const types = useQuery(fieldTypesQuery);
  const [search, setSearch] = useSearchParams();
  const layouts = under(documents, 'layout', object.key);
  const layout = layouts.find(({ body }) => body.name === search.get('layout')) ?? layouts[0];
  if (types.error && !types.data) return <Refusal error={types.error} onRetry={() => void types.refetch()} />;
  if (!types.data) return <Loading />;

  const add = async (like: MetaDocument | undefined) => {
    const made = newLayout(object, layouts, like);
    try {
      await commit((now) => withDocument(now, made), { text: 'steps.addLayout', name: made.body.labels });
      setSearch({ layout: made.body.name });
    } catch (error) {
      void message.error(messagesOf(error, t).join(' '));
    }
  };
  if (!layout)
    return (
      <State
        title={t('layout.none')}
        note={t('layout.noneNote')}
        actions={
          <Button
            type="primary"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => void add(undefined)}
          >
            {t('layout.add')}
          </Button>
        }
      />
    );
  return (
    <Announcer>
      <Editor
        key={layout.key}
        object={object}
        layout={layout}
        types={types.data}
        choice={{
          layouts: layouts.map(({ body }) => ({ value: body.name, label: label(body.labels) || body.name })),
          choose: (name) => setSearch({ layout: name }),
          add: () => void add(layout),
        }}
      />
    </Announcer>
  );
}
