import type { WorkspaceTime } from '../expression/index.ts';
import type { Model } from './model.ts';

/** What a workspace says of time, as expressions want it. */
export const timeOf = ({ settings, calendar }: Pick<Model, 'settings' | 'calendar'>): WorkspaceTime => ({
  timeZone: settings.timeZone,
  calendar,
});
