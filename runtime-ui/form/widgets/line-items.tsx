import type { WidgetProps } from '@rjsf/utils';
import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';

const LineGrid = lazy(() => import('../lines/line-grid.tsx'));

/** Records that are edited as part of this one. What they need loads with the first form that has any. */
export default function LineItemsWidget(props: WidgetProps) {
  return (
    <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 3 }} />}>
      <LineGrid {...props} />
    </Suspense>
  );
}
