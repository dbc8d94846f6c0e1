import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import {
  type ExportFormat,
  exportPerson,
  findPerson,
  type Person,
  type PersonRecord,
  type Way,
} from '../api/privacy.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { Loading, Refusal } from '../shell/states.tsx';
import { EraseForm } from './erase-form.tsx';
import { PersonRecordName } from './person-record-name.tsx';
import '../i18n/personal.ts';
import './privacy.css';

const FORMATS: readonly ExportFormat[] = ['html', 'json'];
const WAYS: readonly Way[] = ['person', 'part', 'same', 'refers', 'namesake', 'mention'];
/** Records of one way that are named; the file has all. */
const NAMED = 20;

/** What is known of the person that a record is: looked at, exported, erased. */
export default function PrivacyDrawer(props: { person: Person; title: string; onClose: () => void }) {
  const { person, title, onClose } = props;
  const { t } = useTexts();
  const [isErasing, setErasing] = useState(false);
  return (
    <Drawer open onClose={onClose} size="min(560px, 100vw)" title={t('privacy.title', { title })}>
      <div className="gx-privacy">
        {isErasing ? (
          <EraseForm person={person} onBack={() => setErasing(false)} onDone={onClose} />
        ) : (
          <Known person={person} title={title} onErase={() => setErasing(true)} />
        )}
      </div>
    </Drawer>
  );
}

/** Offers something as a file to save. */
function save(name: string, { text, type }: { readonly text: string; readonly type: string }): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Known({ person, title, onErase }: { person: Person; title: string; onErase: () => void }) {
  const { t, language } = useTexts();
  const sayFailure = useSayFailure();
  const [taken, setTaken] = useState<ExportFormat | null>(null);
  const found = useQuery({
    queryKey: ['privacy', person.object, person.id],
    queryFn: () => findPerson(person),
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  if (found.error) return <Refusal error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  const { records, entries, files, imports, canErase } = found.data;
  const take = async (format: ExportFormat) => {
    setTaken(format);
    try {
      save(`${title}.${format}`, await exportPerson(person, language, format));
    } catch (error) {
      sayFailure(error);
    }
    setTaken(null);
  };
  return (
    <>
      <p className="gx-soft">{t('privacy.note')}</p>
      {WAYS.map((way) => (
        <OfWay key={way} way={way} records={records.filter((one) => one.way === way)} />
      ))}
      <p>{t('privacy.traces', { entries, files: files.length, imports: imports.length })}</p>
      <div className="gx-privacy-actions">
        {FORMATS.map((format) => (
          <Button
            key={format}
            loading={taken === format}
            disabled={taken !== null}
            onClick={() => void take(format)}
          >
            {t(`privacy.exports.${format}`)}
          </Button>
        ))}
        {canErase && (
          <Button danger onClick={onErase}>
            {t('privacy.erase')}
          </Button>
        )}
      </div>
    </>
  );
}

function OfWay({ way, records }: { way: Way; records: readonly PersonRecord[] }) {
  const { t } = useTexts();
  if (records.length === 0) return null;
  return (
    <section aria-label={t(`privacy.ways.${way}`)}>
      <h3>{t(`privacy.ways.${way}`)}</h3>
      <ul>
        {records.slice(0, NAMED).map((record) => (
          <li key={record.id}>
            <PersonRecordName record={record} />
          </li>
        ))}
      </ul>
      {records.length > NAMED && (
        <p className="gx-soft">{t('privacy.more', { count: records.length - NAMED })}</p>
      )}
    </section>
  );
}
