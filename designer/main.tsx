import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient, meQuery } from '../runtime-ui/api/queries.ts';
import '../runtime-ui/csp.ts';
import { ThemeProvider } from '../runtime-ui/theme.tsx';
import { documentsQuery, fieldTypesQuery } from './api/queries.ts';
import { App } from './app.tsx';
import '../runtime-ui/styles.css';

const client = createQueryClient();
// what every page needs is asked at once, while its code is still loading
void client.prefetchQuery(meQuery);
void client.prefetchQuery(documentsQuery);
void client.prefetchQuery(fieldTypesQuery);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <ThemeProvider>
        <App />
      </ThemeProvider>
    </QueryClientProvider>
  </StrictMode>,
);
