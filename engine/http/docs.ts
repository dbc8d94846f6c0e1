import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Problem } from '../errors.ts';
import { openFolder } from './files.ts';
import type { OpenRoute } from './open-route.ts';
import { pageAnswer } from './pages.ts';

/** Of the explorer's package only what its page loads. */
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** Starts the explorer: a file of its own, because the page's policy runs no script that stands in it. */
const START = `SwaggerUIBundle({
  url: location.pathname.replace(/\\/docs\\/?$/, '/openapi.json'),
  dom_id: '#explorer',
  deepLinking: true,
  validatorUrl: null,
});
`;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Guanxi API</title>
    <link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
  </head>
  <body>
    <div id="explorer"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

/** The explorer of the API. It shows what /api/openapi.json says to whoever is signed in. */
export function docsRoutes(): readonly OpenRoute[] {
  const root = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const folder = openFolder(root, FILES);
  return [
    { method: 'GET', path: '/api/docs', open: async () => pageAnswer(PAGE) },
    {
      method: 'GET',
      path: '/api/docs/:file',
      open: async ({ params, headers }) => {
        if (params.file === 'start.js') {
          return new Response(START, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } });
        }
        const file = await folder.answer(params.file!, headers);
        if (!file) throw new Problem('request.not_found');
        return file;
      },
    },
  ];
}
