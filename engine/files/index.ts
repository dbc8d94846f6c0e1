export { attachmentHeader, fileName } from './file-name.ts';
export { mediaTypeOf } from './media-type.ts';
export { type FileStore, openFolderStore, type Received } from './store.ts';
