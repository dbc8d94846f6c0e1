import type { ObjectMeta, RecordRow } from './types.ts';

/** A look at a draft, as its address asks for it: `?draft=own&layout=standard&role=sales`. Nothing is saved in one. */
export interface Preview {
  readonly draft: string;
  /** of the object that the address is about */
  readonly object: string | undefined;
  readonly layout: string | undefined;
  readonly role: string | undefined;
}

export function readPreview({
  pathname,
  search,
}: Pick<Location, 'pathname' | 'search'>): Preview | undefined {
  const asked = new URLSearchParams(search);
  const draft = asked.get('draft');
  if (!draft) return undefined;
  const object = /(?:^|\/)o\/([^/]+)/.exec(pathname)?.[1];
  return {
    draft,
    object: object && decodeURIComponent(object),
    layout: asked.get('layout') ?? undefined,
    role: asked.get('role') ?? undefined,
  };
}

/** What this page shows stays a preview wherever one goes in it. */
export const preview = globalThis.location && readPreview(globalThis.location);

/** What questions about the model carry in a preview. */
export const previewQuery = (object?: string) =>
  preview && {
    draft: preview.draft,
    role: preview.role,
    layout: object !== undefined && object === preview.object ? preview.layout : undefined,
  };

const CHANNEL = 'guanxi.draft';

/** Previews of this browser follow the draft. */
export function onDraftSaved(listener: () => void): void {
  new BroadcastChannel(CHANNEL).addEventListener('message', listener);
}

/** Tells previews that the draft was saved. */
export function tellDraftSaved(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** What a field is called in what is published; null: it is not there. */
export const publishedName = ({ published }: ObjectMeta, field: string): string | null =>
  published && field in published ? published[field]! : field;

/** A record as the object's fields are called, whatever they were called when it was read. */
export function asNamed<T extends RecordRow>(object: ObjectMeta, record: T): T {
  const renamed = Object.entries(object.published ?? {}).flatMap(([now, then]) =>
    then === null ? [] : [[now, record[then]] as const],
  );
  return renamed.length === 0 ? record : { ...record, ...Object.fromEntries(renamed) };
}
