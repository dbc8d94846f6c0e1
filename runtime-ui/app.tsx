import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { createBrowserRouter, Outlet, RouterProvider } from 'react-router';
import { isProblem } from './api/problem.ts';
import { meQuery } from './api/queries.ts';
import { workspacePath } from './api/request.ts';
import { setLanguage, toLanguage } from './i18n/index.ts';
import { Making } from './record/making.tsx';
import { SignIn } from './session/sign-in.tsx';
import { Home } from './shell/home.tsx';
import { later } from './shell/later.tsx';
import { Shell } from './shell/shell.tsx';
import { Crash, Loading, NotFound, Refusal } from './shell/states.tsx';

/** Nobody gets further without a session; the address stays, so that sign-in leads where one wanted to go. */
function Gate() {
  const me = useQuery(meQuery);
  const locale = me.data?.user.locale;
  useEffect(() => {
    if (locale) setLanguage(toLanguage(locale));
  }, [locale]);
  if (me.isPending) return <Loading />;
  if (isProblem(me.error, 403) && me.error.code === 'auth.second_factor') return <Enrol />;
  if (me.error && me.data === undefined)
    return <Refusal error={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data) return <SignIn />;
  return (
    <Making>
      <Outlet />
    </Making>
  );
}

const Enrol = later<object>(
  async () => ({ default: (await import('./session/enrol.tsx')).Enrol }),
  <Loading />,
);

const router = createBrowserRouter(
  [
    {
      path: 'invite',
      errorElement: <Crash />,
      hydrateFallbackElement: <Loading />,
      lazy: () => import('./session/invite.tsx'),
    },
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
                { index: true, element: <Home /> },
                { path: 'o/:object', lazy: () => import('./list/page.tsx') },
                { path: 'o/:object/v/:view', lazy: () => import('./list/page.tsx') },
                { path: 'o/:object/bin', lazy: () => import('./list/bin.tsx') },
                { path: 'o/:object/duplicates', lazy: () => import('./alike/page.tsx') },
                { path: 'o/:object/import', lazy: () => import('./imports/page.tsx') },
                { path: 'o/:object/new', lazy: () => import('./record/new-page.tsx') },
                { path: 'o/:object/:id/:tab?', lazy: () => import('./record/page.tsx') },
                { path: 'organization/:kind?', lazy: () => import('./organization/page.tsx') },
                { path: 'profile', lazy: () => import('./profile/page.tsx') },
                { path: 'profile/invitations', lazy: () => import('./profile/invitations.tsx') },
                { path: 'profile/services', lazy: () => import('./people/services.tsx') },
                { path: '*', element: <NotFound /> },
              ],
            },
          ],
        },
      ],
    },
  ],
  { basename: workspacePath || '/' },
);

export function App() {
  return <RouterProvider router={router} />;
}
