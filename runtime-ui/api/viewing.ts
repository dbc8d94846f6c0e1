/** Where a tab keeps the note with which it sees as somebody else; over with the tab. */
const KEPT = 'guanxi.view-as';

/** The note of this page; it is loaded anew when that changes, so that no answer of one is shown to the other. */
export const viewing: string | null = globalThis.sessionStorage?.getItem(KEPT) ?? null;

/** Shows this tab from now on as the user of the note sees it, from the first page. */
export function enterView(note: string, home: string): void {
  sessionStorage.setItem(KEPT, note);
  location.assign(home);
}

/** Shows this tab again as whoever is signed in sees it. */
export function leaveView(address: string): void {
  sessionStorage.removeItem(KEPT);
  location.assign(address);
}

/** What calls carry while viewing. Addresses of sign-in are the viewer's own. */
export const viewingHeaders = (path: string): Readonly<Record<string, string>> =>
  viewing === null || path.startsWith('/api/auth/') ? {} : { 'View-As': viewing };

const ENDS: ReadonlySet<string> = new Set([
  'people.view_as_over',
  'people.view_as_right',
  'people.view_as_above',
]);

/** Whether a refusal says that viewing is over. */
export const endsView = (code: string): boolean => viewing !== null && ENDS.has(code);
