import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router';
import { modelQuery } from '../api/queries.ts';
import { useTexts } from '../i18n/index.ts';
import { useMe } from '../values/locality.ts';
import { destinations, menuOf } from './navigation.ts';
import { Loading, Refusal, State } from './states.tsx';

/** The start page: where the navigation document says, else the first line of the menu. */
export function Home() {
  const { t } = useTexts();
  const me = useMe();
  const model = useQuery(modelQuery);
  if (model.error) return <Refusal error={model.error} onRetry={() => void model.refetch()} />;
  if (!model.data) return <Loading />;
  const { main, other } = menuOf(me, model.data.objects);
  const objects = new Set(model.data.objects.map(({ name }) => name));
  const home = me.home && objects.has(me.home) ? `/o/${me.home}` : destinations([...main, ...other])[0]?.to;
  if (home) return <Navigate to={home} replace />;
  return <State title={t('problem.noObjects')} note={t('problem.noObjectsNote')} />;
}
