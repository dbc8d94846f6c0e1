import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { createBrowserRouter, Navigate, Outlet, RouterProvider } from 'react-router';
import { meQuery } from '../runtime-ui/api/queries.ts';
import { workspacePath } from '../runtime-ui/api/request.ts';
import { setLanguage, toLanguage } from '../runtime-ui/i18n/index.ts';
import { SignIn } from '../runtime-ui/session/sign-in.tsx';
import { Crash, Loading, NotFound, Refusal, State } from '../runtime-ui/shell/states.tsx';
import { ViewingBanner } from '../runtime-ui/shell/viewing-banner.tsx';
import { DraftProvider } from './draft/store.tsx';
import { useTexts } from './i18n/index.ts';
import { type Place, placesFor } from './shell/places.tsx';
import { Shell } from './shell/shell.tsx';

/** Only those who have something to look after here get further. The server checks it again at every call. */
function Gate() {
  const me = useQuery(meQuery);
  const locale = me.data?.user.locale;
  useEffect(() => {
    if (locale) setLanguage(toLanguage(locale));
  }, [locale]);
  if (me.isPending) return <Loading />;
  if (me.error && me.data === undefined)
    return <Refusal error={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data) return <SignIn />;
  const places = placesFor(me.data.admin);
  if (places.length === 0) return <NoRight />;
  const shell = <Shell places={places} hasDraft={me.data.admin.includes('model')} />;
  return me.data.admin.includes('model') ? <DraftProvider>{shell}</DraftProvider> : shell;
}

/** Pages that need a right over the workspace which not all have who are let in. */
function Needs({ right }: { right: Place['right'] }) {
  const { data: me } = useQuery(meQuery);
  return me?.admin.includes(right) ? <Outlet /> : <NoRight />;
}

function First() {
  const { data: me } = useQuery(meQuery);
  return <Navigate to={placesFor(me?.admin ?? [])[0]?.to ?? '/objects'} replace />;
}

function NoRight() {
  const { t } = useTexts();
  const { data: me } = useQuery(meQuery);
  return (
    <>
      {me?.viewedBy && <ViewingBanner user={me.user} />}
      <State
        isAlert
        title={t('designer.noRight')}
        note={t('designer.noRightNote')}
        actions={
          <Button type="primary" href={`${workspacePath}/`}>
            {t('designer.toApp')}
          </Button>
        }
      />
    </>
  );
}

const router = createBrowserRouter(
  [
    {
      element: <Gate />,
      errorElement: <Crash />,
      hydrateFallbackElement: <Loading />,
      children: [
        {
          errorElement: <Crash />,
          children: [
            { index: true, element: <First /> },
            {
              element: <Needs right="model" />,
              children: [
                { path: 'objects', lazy: () => import('./objects/list.tsx') },
                {
                  path: 'objects/:object',
                  lazy: () => import('./objects/page.tsx'),
                  children: [
                    { index: true, element: <Navigate to="fields" replace /> },
                    { path: 'fields', lazy: () => import('./fields/page.tsx') },
                    { path: 'layouts', lazy: () => import('./layouts/page.tsx') },
                    { path: 'rules', lazy: () => import('./rules/page.tsx') },
                    { path: 'permissions', lazy: () => import('./sharing/page.tsx') },
                    { path: 'settings', lazy: () => import('./objects/settings.tsx') },
                    { path: 'source', lazy: () => import('./source/page.tsx') },
                  ],
                },
                { path: 'roles', lazy: () => import('./roles/list.tsx') },
                { path: 'roles/:role', lazy: () => import('./roles/role-page.tsx') },
                { path: 'roles/:role/compare', lazy: () => import('./roles/compare.tsx') },
                { path: 'workspace', lazy: () => import('./workspace/page.tsx') },
                { path: 'relations', lazy: () => import('./relations/page.tsx') },
                { path: 'changes', lazy: () => import('./publish/page.tsx') },
              ],
            },
            {
              element: <Needs right="security" />,
              children: [{ path: 'audit', lazy: () => import('./audit/page.tsx') }],
            },
            { path: '*', element: <NotFound /> },
          ],
        },
      ],
    },
  ],
  { basename: `${workspacePath}/designer` },
);

export function App() {
  return <RouterProvider router={router} />;
}
