import { preview } from './preview.ts';
import { ApiProblem, problemOf } from './problem.ts';
import { address, requestLanguage } from './request.ts';
import { viewingHeaders } from './viewing.ts';

/** A file as a field of a record holds it. */
export interface FileValue {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** A file about to be sent, and whom to tell how far it is. */
export interface Sending {
  readonly object: string;
  readonly field: string;
  readonly file: File;
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

export const fileAddress = (id: string): string => address(`/api/files/${encodeURIComponent(id)}`);

/** Sends the bytes of a file; a save of the record then names it. (`fetch` does not tell how far an upload is.) */
export function sendFile({ object, field, file, onProgress, signal }: Sending): Promise<FileValue> {
  const { language, noSaving } = requestLanguage();
  if (preview) return Promise.reject(new ApiProblem(403, 'preview', noSaving));
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', address('/api/files', { object, field, name: file.name }));
    call.setRequestHeader('Accept', 'application/json');
    call.setRequestHeader('Accept-Language', language);
    for (const [name, value] of Object.entries(viewingHeaders('/api/files')))
      call.setRequestHeader(name, value);
    call.setRequestHeader('Content-Type', 'application/octet-stream');
    call.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    call.onload = () => {
      if (call.status === 201) resolve(JSON.parse(call.responseText));
      else problemOf(new Response(call.responseText, { status: call.status })).then(reject, reject);
    };
    call.onerror = () => reject(new ApiProblem(0, 'network', ''));
    call.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => call.abort());
    call.send(file);
  });
}
