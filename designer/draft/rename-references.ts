import type { RenameReferences } from './rename-field.ts';

/** The engine's own renaming of references, which reads expressions; 84 KB that only a rename needs. */
export const renameReferences = async (): Promise<RenameReferences> =>
  (await import('../../engine/expression/index.ts')).renameReferences;
