import { useTexts } from '../i18n/index.ts';

/** Says that something differs from what is published. */
export function DraftMark({ isNew }: { isNew?: boolean }) {
  const { t } = useTexts();
  return <span className="gd-mark">{t(isNew ? 'draft.isNew' : 'draft.isChanged')}</span>;
}
