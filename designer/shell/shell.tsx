import { ArrowLeftOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration } from 'react-router';
import { workspacePath } from '../../runtime-ui/api/request.ts';
import { Logo } from '../../runtime-ui/shell/logo.tsx';
import { useIsPhone } from '../../runtime-ui/shell/screen.ts';
import { UserMenu } from '../../runtime-ui/shell/user-menu.tsx';
import { stepText } from '../draft/history.ts';
import { useDraft, type Way } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { usePlan } from '../publish/use-plan.ts';
import { LinkButton } from './link-button.tsx';
import type { Place } from './places.tsx';
import { messagesOf } from './refusal.ts';
import '../../runtime-ui/form/form.css';
import '../../runtime-ui/shell/shell.css';
import './designer.css';

/** The frame of every page: what can be looked after, and of those who design the draft with the way to publish it. */
export function Shell({ places, hasDraft }: { places: readonly Place[]; hasDraft: boolean }) {
  const { t } = useTexts();
  const isPhone = useIsPhone();
  return (
    <div className="gx-shell">
      <a className="gx-skip" href="#content">
        {t('app.skip')}
      </a>
      {!isPhone && <Sidebar places={places} />}
      <div className="gx-page">
        {hasDraft && <DraftBar />}
        <main id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {isPhone && <BottomBar places={places} />}
      <ScrollRestoration />
    </div>
  );
}

function Sidebar({ places }: { places: readonly Place[] }) {
  const { t } = useTexts();
  return (
    <aside className="gx-sidebar">
      <div className="gx-sidebar-head">
        <Link to="/" className="gx-brand" aria-label={`${t('app.name')} ${t('designer.title')}`}>
          <Logo />
          <span>{t('designer.title')}</span>
        </Link>
      </div>
      <nav aria-label={t('designer.navigation')} className="gx-sidebar-nav">
        <ul className="gx-menu">
          {places.map(({ to, text, icon }) => (
            <li key={to}>
              <NavLink to={to} className="gx-menu-link">
                {icon}
                <span>{t(text)}</span>
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="gx-sidebar-foot">
        <ToApp className="gx-menu-link" />
        <UserMenu isNarrow={false} />
      </div>
    </aside>
  );
}

function ToApp({ className }: { className?: string }) {
  const { t } = useTexts();
  return (
    <a className={className} href={`${workspacePath}/`}>
      <ArrowLeftOutlined aria-hidden="true" />
      <span>{t('designer.toApp')}</span>
    </a>
  );
}

function BottomBar({ places }: { places: readonly Place[] }) {
  const { t } = useTexts();
  return (
    <nav className="gx-bottom" aria-label={t('designer.navigation')}>
      {places.map(({ to, text, icon }) => (
        <NavLink key={to} to={to}>
          {icon}
          <span>{t(text)}</span>
        </NavLink>
      ))}
      <ToApp />
    </nav>
  );
}

/** The draft in one line: back, forth, and how much there is to publish. */
function DraftBar() {
  const { t, label } = useTexts();
  const isPhone = useIsPhone();
  const { undo, redo, isSaving, isWaiting, retry } = useDraft();
  const { message } = App.useApp();
  const go = (way: Way | undefined) => () =>
    way?.go().catch((error: unknown) => message.error(messagesOf(error, t).join(' ')));
  useUndoKeys(go(undo), go(redo));
  const button = (text: string, icon: ReactNode, way: Way | undefined) => (
    <button
      type="button"
      className="gx-icon-button"
      aria-label={text}
      title={text}
      disabled={!way}
      onClick={go(way)}
    >
      {icon}
    </button>
  );
  const stepOf = ({ name }: Way) => ({ step: stepText(name, { t, label }) });
  return (
    <section className="gd-bar" aria-label={t('designer.draft')}>
      {isPhone && (
        <Link to="/objects" className="gx-brand" aria-label={`${t('app.name')} ${t('designer.title')}`}>
          <Logo size={24} />
        </Link>
      )}
      <span className="gd-bar-state" role="status">
        {isWaiting ? t('draft.waiting') : isSaving && t('draft.saving')}
      </span>
      {isWaiting && (
        <Button size="small" onClick={retry}>
          {t('common.retry')}
        </Button>
      )}
      {button(undo ? t('designer.undo', stepOf(undo)) : t('designer.noUndo'), <UndoOutlined />, undo)}
      {button(redo ? t('designer.redo', stepOf(redo)) : t('designer.noRedo'), <RedoOutlined />, redo)}
      <ReviewChip />
      {isPhone && <UserMenu isNarrow />}
    </section>
  );
}

function ReviewChip() {
  const { t } = useTexts();
  const { plan, isChanged, error } = usePlan();
  if (!isChanged) return <span className="gx-soft gd-bar-none">{t('draft.none')}</span>;
  if (error)
    return (
      <LinkButton to="/changes" danger>
        {t('draft.problems')}
      </LinkButton>
    );
  return (
    <LinkButton to="/changes" type="primary" loading={!plan}>
      {plan
        ? `${t('draft.changes', { count: plan.changes.length })} · ${t('draft.review')}`
        : t('draft.review')}
    </LinkButton>
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Ctrl/⌘+Z and Ctrl/⌘+Shift+Z or Y take steps of the draft back; in an input they stay the browser's. */
function useUndoKeys(undo: () => unknown, redo: () => unknown): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || isTyping(event.target))
        return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const key = event.key.toLowerCase();
      const run = key === 'z' ? (event.shiftKey ? redo : undo) : key === 'y' ? redo : undefined;
      if (!run) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
}
