import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type AlikeGroup, dismissAlike } from '../api/duplicates.ts';
import { MOST_MERGED } from '../api/merge.ts';
import { fieldOf } from '../api/model.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { later } from '../shell/later.tsx';

const MergeDialog = later(() => import('../record/merge-dialog.tsx'));

/** How alike two values are of which the same is said to be: 1. */
const SAME = 1;

/** What the records of a group have in common, the likest value of each field. */
function commonOf({ pairs }: AlikeGroup): readonly (readonly [field: string, likeness: number])[] {
  const best = new Map<string, number>();
  for (const { fields } of pairs)
    for (const [field, likeness] of Object.entries(fields))
      best.set(field, Math.max(likeness, best.get(field) ?? 0));
  return [...best].sort(([, a], [, b]) => b - a);
}

/** Records that are taken for one: why, and what becomes of them. */
export function Group({ object, group }: { object: ObjectMeta; group: AlikeGroup }) {
  const { t, label } = useTexts();
  const { message } = App.useApp();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const ids = group.records.map(({ id }) => id);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isMerging, setMerging] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const chosen = ids.filter((id) => !left.has(id));
  const refresh = () => client.invalidateQueries({ queryKey: ['records'] });
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(left);
    if (isChosen) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  const dismiss = async () => {
    setBusy(true);
    try {
      await dismissAlike(object.name, chosen);
      void message.success(t('alike.dismissed'));
    } catch (error) {
      sayFailure(error);
    }
    setBusy(false);
    await refresh();
  };
  const nameOf = (field: string): string => label(fieldOf(object, field)?.labels) || field;
  const common = commonOf(group).map(([field, likeness]) =>
    likeness >= SAME
      ? t('alike.same', { field: nameOf(field) })
      : t('alike.near', { field: nameOf(field), percent: Math.round(likeness * 100) }),
  );
  const isMergeable = chosen.length > 1 && chosen.length <= MOST_MERGED;
  return (
    <section className="gx-alike-group">
      <h2>{t('alike.group', { count: ids.length })}</h2>
      <p className="gx-soft">{t('alike.because', { fields: common.join(' · ') })}</p>
      <ul>
        {group.records.map(({ id, title }) => (
          <li key={id}>
            <Checkbox
              aria-label={t('alike.choose', { title: title ?? t('alike.untitled') })}
              checked={!left.has(id)}
              onChange={({ target }) => toggle(id, target.checked)}
            />
            <Link to={`/o/${object.name}/${id}`} target="_blank">
              {title ?? t('alike.untitled')}
            </Link>
          </li>
        ))}
      </ul>
      <div className="gx-alike-actions">
        <Button
          type="primary"
          disabled={!isMergeable}
          title={chosen.length > MOST_MERGED ? t('alike.most', { count: MOST_MERGED }) : undefined}
          onClick={() => setMerging(true)}
        >
          {t('alike.merge')}
        </Button>
        <Button disabled={chosen.length < 2} loading={isBusy} onClick={() => void dismiss()}>
          {t('alike.dismiss')}
        </Button>
      </div>
      {isMerging && (
        <MergeDialog
          object={object}
          ids={chosen}
          onClose={() => setMerging(false)}
          onDone={() => {
            setMerging(false);
            void refresh();
          }}
        />
      )}
    </section>
  );
}
