import { Button, Spin } from 'antd';
import type { ReactNode } from 'react';
import { Link, useRouteError } from 'react-router';
import { isProblem } from '../api/problem.ts';
import { useTexts } from '../i18n/index.ts';
import { useDocumentTitle } from './title.ts';
import './states.css';

/** A page or part that has nothing to show: why, and what one can do. */
export function State(props: {
  title: string;
  note?: string;
  icon?: ReactNode;
  actions?: ReactNode;
  isAlert?: boolean;
}) {
  const { title, note, icon, actions, isAlert } = props;
  return (
    <div className="gx-state" role={isAlert ? 'alert' : undefined}>
      {icon ?? <Drawing />}
      <h2>{title}</h2>
      {note && <p>{note}</p>}
      {actions && <div className="gx-state-actions">{actions}</div>}
    </div>
  );
}

function Drawing() {
  return (
    <svg width="120" height="72" viewBox="0 0 120 72" aria-hidden="true" focusable="false">
      <rect
        x="22"
        y="8"
        width="76"
        height="56"
        rx="8"
        fill="var(--gx-surface)"
        stroke="var(--gx-line)"
        strokeWidth="2"
      />
      <rect x="32" y="20" width="34" height="6" rx="3" fill="var(--gx-primary-soft)" />
      <rect x="32" y="34" width="56" height="5" rx="2.5" fill="var(--gx-hover)" />
      <rect x="32" y="46" width="44" height="5" rx="2.5" fill="var(--gx-hover)" />
    </svg>
  );
}

/** Shown only when loading takes long enough to be noticed. */
export function Loading() {
  const { t } = useTexts();
  return (
    <div className="gx-loading" role="status" aria-label={t('app.loading')}>
      <Spin size="large" />
    </div>
  );
}

export function NotFound() {
  const { t } = useTexts();
  useDocumentTitle(t('problem.notFound'));
  return (
    <State
      title={t('problem.notFound')}
      note={t('problem.notFoundNote')}
      actions={
        <Link to="/">
          <Button type="primary">{t('problem.home')}</Button>
        </Link>
      }
    />
  );
}

/** What a refused read looks like: not found, not allowed, no network, or the server's own words. */
export function Refusal({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTexts();
  if (isProblem(error, 404)) return <NotFound />;
  if (isProblem(error, 403))
    return <State title={t('problem.forbidden')} note={t('problem.forbiddenNote')} isAlert />;
  const isNetwork = isProblem(error, 0);
  return (
    <State
      isAlert
      title={isNetwork ? t('problem.network') : t('problem.server')}
      note={isNetwork ? t('problem.networkNote') : error instanceof Error ? error.message : undefined}
      actions={onRetry && <Button onClick={onRetry}>{t('common.retry')}</Button>}
    />
  );
}

/** A fault of ours. Chunks of an older build that the server no longer has end here too: a reload heals it. */
export function Crash() {
  const { t } = useTexts();
  const error = useRouteError();
  console.error(error);
  return (
    <State
      isAlert
      title={t('problem.crash')}
      note={t('problem.crashNote')}
      actions={
        <Button type="primary" onClick={() => location.reload()}>
          {t('problem.reload')}
        </Button>
      }
    />
  );
}
