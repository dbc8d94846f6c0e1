export { type Api, type App, type AppOptions, createApp } from './app.ts';
export { MAIN, type Models } from './context.ts';
export { type Hosts, hostsOf } from './hosts.ts';
export { problemAnswer } from './problem.ts';
export { type Listening, listen } from './server.ts';
