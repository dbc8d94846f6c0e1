import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Problem } from '../errors.ts';
import type { App } from './app.ts';
import type { Bindings } from './client.ts';
import { problemAnswer } from './problem.ts';

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no more requests and waits for those that run, at most `patience` milliseconds. */
  stop(patience: number): Promise<void>;
}

const HEADERS_TIMEOUT = 15_000;
/** Longer than proxies keep a connection, so that it is never we who hang up on a request under way. */
const KEEP_ALIVE = 75_000;

/** How long the rest of a request may not come; files take as long as they take. */
const STALL = 60_000;

type FetchCallback = Parameters<typeof getRequestListener>[0];

/** What is no request at all: a path with a backslash, a host that is none. */
const unreadable = (): Response => problemAnswer(new Problem('request.invalid'), 'en');

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** milliseconds */
  readonly stall?: number;
}

/** Listens; a port that is taken is refused with a sentence. */
export async function listen(app: App, { host, port, stall = STALL }: ListenOptions): Promise<Listening> {
  const answer: FetchCallback = (request, bindings) => app.fetch(request, bindings as Bindings);
  const listener = getRequestListener(answer, { errorHandler: unreadable });
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT, keepAliveTimeout: KEEP_ALIVE, requestTimeout: 0 },
    listener,
  );
  closeStalled(server, stall);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new Problem('engine.port', { port, host }) : error);
    });
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, stop: (patience) => stop(server, patience) };
}

/** Closes connections on which nothing happens, but for those that wait for our answer. */
function closeStalled(server: Server, stall: number): void {
  const last = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>();
  server.on('request', (request, response) => last.set(request.socket, { request, response }));
  server.setTimeout(stall, (socket) => {
    const { request, response } = last.get(socket) ?? {};
    const isAnswering = request?.complete && !response?.writableFinished;
    if (!isAnswering) socket.destroy();
  });
}

async function stop(server: Server, patience: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearTimeout(timer);
}
