import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { createBrowserRouter, Navigate, Outlet, RouterProvider } from 'react-router';
import { meQuery } from '../runtime-ui/api/queries.ts';
import { workspacePath } from '../runtime-ui/api/request.ts';
import { setLanguage, toLanguage } from '../runtime-ui/i18n/index.ts';
import { SignIn } from '../runtime-ui/session/sign-in.tsx';
import { Crash, Loading, NotFound, Refusal, State } from '../runtime-ui/shell/states.tsx';
import { DraftProvider } from './draft/store.tsx';
import { useTexts } from './i18n/index.ts';
import { Shell } from './shell/shell.tsx';

/** Only those who may change the model get further. The server checks it again at every call. */
function Gate() {
  const { t } = useTexts();
  const me = useQuery(meQuery);
  const locale = me.data?.user.locale;
  useEffect(() => {
    if (locale) setLanguage(toLanguage(locale));
  }, [locale]);
  if (me.isPending) return <Loading />;
  if (me.error && me.data === undefined)
    return <Refusal error={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data) return <SignIn />;
  if (me.data.admin.includes('model'))
    return (
      <DraftProvider>
        <Outlet />
      </DraftProvider>
    );
  return (
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
          element: <Shell />,
          children: [
            {
              errorElement: <Crash />,
              children: [
                { index: true, element: <Navigate to="/objects" replace /> },
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
                { path: 'audit', lazy: () => import('./audit/page.tsx') },
                { path: 'relations', lazy: () => import('./relations/page.tsx') },
                { path: 'changes', lazy: () => import('./publish/page.tsx') },
                { path: '*', element: <NotFound /> },
              ],
            },
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
