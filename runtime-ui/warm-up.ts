import type { QueryClient } from '@tanstack/react-query';
import { meQuery, modelQuery, objectQuery } from './api/queries.ts';
import { workspacePath } from './api/request.ts';

/** What the first page asks for is asked at once, while its code is still loading. */
export function warmUp(client: QueryClient): void {
  const object = /^\/o\/([^/]+)/.exec(location.pathname.slice(workspacePath.length))?.[1];
  void client.prefetchQuery(meQuery);
  void client.prefetchQuery(modelQuery);
  if (object) void client.prefetchQuery(objectQuery(decodeURIComponent(object)));
}
