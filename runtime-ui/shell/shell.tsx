import {
  MenuFoldOutlined,
  MenuOutlined,
  MenuUnfoldOutlined,
  SearchOutlined,
  ToolOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Drawer, Modal } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { modelQuery } from '../api/queries.ts';
import { workspacePath } from '../api/request.ts';
import { useTexts } from '../i18n/index.ts';
import { useMe } from '../values/locality.ts';
import { Icon } from './icons.tsx';
import { later } from './later.tsx';
import { Logo } from './logo.tsx';
import { Menu } from './menu.tsx';
import { currentLine, destinations, mayDesign, menuOf, organizationLines } from './navigation.ts';
import { PaletteDoor, usePalette } from './palette-door.tsx';
import { useIsOnline, useIsPhone } from './screen.ts';
import { useShortcut } from './shortcuts.ts';
import { ActsFor, Preferences, UserMenu } from './user-menu.tsx';
import './shell.css';

const ViewingBanner = later(async () => ({ default: (await import('./viewing-banner.tsx')).ViewingBanner }));
const ShortcutTable = later(async () => ({ default: (await import('./shortcut-table.tsx')).ShortcutTable }));

const KEPT = 'guanxi.navigation.narrow';
/** Places of the bottom bar beside the menu's own. */
const BOTTOM_PLACES = 4;

function useMenu() {
  const me = useMe();
  const model = useQuery(modelQuery);
  const { pathname } = useLocation();
  const { t, language } = useTexts();
  const menu = useMemo(() => menuOf(me, model.data?.objects ?? []), [me, model.data]);
  const people = [...organizationLines(me, { [language]: t('shell.organization') }), ...menu.people];
  const all = [...menu.main, ...menu.other, ...people];
  return { ...menu, people, all, current: currentLine(all, pathname), pathname };
}

/** After going elsewhere the focus is on the new page, not lost with what was clicked. */
function useFocusOnPage() {
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    if (document.activeElement === document.body)
      document.getElementById('content')?.focus({ preventScroll: true });
  }, [pathname]);
}

/** The frame of every page: skip link, navigation (left, or below on a phone), the page. */
export function Shell() {
  const { t } = useTexts();
  const isPhone = useIsPhone();
  const isOnline = useIsOnline();
  const { user, viewedBy } = useMe();
  const [showsShortcuts, setShowsShortcuts] = useState(false);
  useShortcut('?', () => setShowsShortcuts(true));
  const palette = usePalette(() => setShowsShortcuts(true));
  useFocusOnPage();
  return (
    <div className="gx-shell">
      <a className="gx-skip" href="#content">
        {t('app.skip')}
      </a>
      {viewedBy && <ViewingBanner user={user} />}
      {!isPhone && <Sidebar onShortcuts={() => setShowsShortcuts(true)} onSearch={palette.open} />}
      <div className="gx-page">
        {!isOnline && (
          <div className="gx-offline" role="status">
            {t('shell.offline')}
          </div>
        )}
        <main id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {isPhone && <BottomBar onSearch={palette.open} isSearching={palette.isOpen} />}
      {palette.palette}
      <ScrollRestoration getKey={({ key }) => key} />
      <Modal
        open={showsShortcuts}
        onCancel={() => setShowsShortcuts(false)}
        footer={null}
        title={t('shell.shortcuts')}
      >
        <ShortcutTable />
      </Modal>
    </div>
  );
}

function Sidebar({ onShortcuts, onSearch }: { onShortcuts: () => void; onSearch: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const { main, other, people, current } = useMenu();
  const [isNarrow, setNarrow] = useState(() => localStorage.getItem(KEPT) === 'true');
  const toggle = () => {
    localStorage.setItem(KEPT, String(!isNarrow));
    setNarrow(!isNarrow);
  };
  return (
    <aside className={isNarrow ? 'gx-sidebar gx-sidebar-narrow' : 'gx-sidebar'}>
      <div className="gx-sidebar-head">
        <Link to="/" className="gx-brand" aria-label={t('app.name')}>
          <Logo />
          {!isNarrow && <span>{t('app.name')}</span>}
        </Link>
        <button
          type="button"
          className="gx-icon-button"
          onClick={toggle}
          aria-label={isNarrow ? t('shell.expand') : t('shell.collapse')}
          aria-expanded={!isNarrow}
        >
          {isNarrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        </button>
      </div>
      <PaletteDoor onOpen={onSearch} isNarrow={isNarrow} />
      <nav aria-label={t('shell.navigation')} className="gx-sidebar-nav">
        <Menu lines={main} current={current} isNarrow={isNarrow} />
        {other.length > 0 && !isNarrow && (
          <details open={other.some(({ key }) => key === current?.key)}>
            <summary className="gx-menu-heading">{t('shell.other')}</summary>
            <Menu lines={other} current={current} />
          </details>
        )}
        {people.length > 0 && !isNarrow && (
          <details open={people.some(({ key }) => key === current?.key)}>
            <summary className="gx-menu-heading">{t('shell.people')}</summary>
            <Menu lines={people} current={current} />
          </details>
        )}
        {isNarrow && <Menu lines={people} current={current} isNarrow />}
      </nav>
      <div className="gx-sidebar-foot">
        {mayDesign(me) && (
          <a className="gx-menu-link" href={`${workspacePath}/designer`} title={t('shell.designer')}>
            <ToolOutlined aria-hidden="true" />
            <span className={isNarrow ? 'gx-hidden' : undefined}>{t('shell.designer')}</span>
          </a>
        )}
        {!isNarrow && <ActsFor />}
        <UserMenu isNarrow={isNarrow} onShortcuts={onShortcuts} />
      </div>
    </aside>
  );
}

function BottomBar({ onSearch, isSearching }: { onSearch: () => void; isSearching: boolean }) {
  const { t, label } = useTexts();
  const { main, phone, other, people, current, pathname } = useMenu();
  const [isOpen, setOpen] = useState(false);
  const places = (phone.length > 0 ? destinations(phone) : destinations(main)).slice(0, BOTTOM_PLACES);
  const here = currentLine(places, pathname);
  return (
    <>
      <nav className="gx-bottom" aria-label={t('shell.bottomNavigation')}>
        {places.map((line) => (
          <Link key={line.key} to={line.to!} aria-current={line.key === here?.key ? 'page' : undefined}>
            <Icon name={line.icon} />
            <span>{label(line.labels)}</span>
          </Link>
        ))}
        <button type="button" onClick={onSearch} aria-haspopup="dialog" aria-expanded={isSearching}>
          <SearchOutlined aria-hidden="true" />
          <span>{t('shell.search')}</span>
        </button>
        <button type="button" onClick={() => setOpen(true)} aria-haspopup="dialog" aria-expanded={isOpen}>
          <MenuOutlined aria-hidden="true" />
          <span>{t('shell.menu')}</span>
        </button>
      </nav>
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('shell.menu')}
        placement="left"
        size="min(320px, 100vw)"
        styles={{ body: { padding: 12 } }}
      >
        <nav aria-label={t('shell.navigation')}>
          <Menu lines={[...main, ...other]} current={current} onGo={() => setOpen(false)} />
          {people.length > 0 && (
            <>
              <span className="gx-menu-heading">{t('shell.people')}</span>
              <Menu lines={people} current={current} onGo={() => setOpen(false)} />
            </>
          )}
        </nav>
        <hr className="gx-rule" />
        <Preferences />
      </Drawer>
    </>
  );
}
