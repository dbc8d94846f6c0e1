import { workspacePath } from '../../runtime-ui/api/request.ts';

const keyOf = (address: string): string => `guanxi.designer.text ${workspacePath} ${address}`;

/** Keeps what was typed of a document and could not become part of the draft, whatever happens to the page. */
export function keepText(address: string, text: string): void {
  try {
    localStorage.setItem(keyOf(address), text);
  } catch {
    // no room: it stays on screen
  }
}

export const keptText = (address: string): string | null => localStorage.getItem(keyOf(address));

export const forgetText = (address: string): void => localStorage.removeItem(keyOf(address));
