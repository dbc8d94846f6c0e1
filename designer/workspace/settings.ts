/** The one document of settings. */
export const SETTINGS = 'settings/workspace';
