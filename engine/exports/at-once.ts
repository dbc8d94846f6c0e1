import { auditWriterOf, writeEntries } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { attachmentHeader } from '../files/index.ts';
import { LIMITS } from '../limits.ts';
import type { AskedExport } from '../records/index.ts';
import { exportEntry } from './entry.ts';
import { prepareExport, writeExport } from './write.ts';

/** A few records as a file, in the answer: read before the first byte goes out, so that no reader keeps a transaction open. */
export async function exportAtOnce(
  ctx: RequestContext,
  object: string,
  asked: AskedExport,
): Promise<Response> {
  const prepared = prepareExport(ctx, object, asked);
  const pieces: Uint8Array[] = [];
  const { rows } = await writeExport(
    ctx,
    prepared,
    async (bytes, { total }) => {
      if (total > LIMITS.exportAtOnce)
        throw new Problem('export.too_many', { given: total, limit: LIMITS.exportAtOnce });
      for await (const piece of bytes) pieces.push(piece);
    },
    async () => true,
  );
  const entry = exportEntry(ctx, object, asked, rows);
  await writeEntries(auditWriterOf(ctx), ctx.db.forWorkspace(ctx.workspace), [entry]);
  const body = Buffer.concat(pieces);
  return new Response(body, {
    headers: {
      'Content-Type': prepared.format.mediaType,
      'Content-Length': String(body.byteLength),
      'Content-Disposition': attachmentHeader(prepared.name),
      'Cache-Control': 'private, no-store',
    },
  });
}
