import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/queries.ts';
import './csp.ts';
import { App } from './app.tsx';
import { ThemeProvider } from './theme.tsx';
import { warmUp } from './warm-up.ts';
import './styles.css';

const client = createQueryClient();
warmUp(client);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <ThemeProvider>
        <App />
      </ThemeProvider>
    </QueryClientProvider>
  </StrictMode>,
);
