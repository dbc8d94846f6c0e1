import { accessOf } from '../access/index.ts';
import { addressKind, addressOf, consentObjects, mayContact } from '../consent/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { DO_NOT_CONTACT } from '../model/index.ts';
import { readMembers } from '../people/index.ts';
import { readableRecords } from '../records/index.ts';
import { answer, type Route } from '../route.ts';
import { readConsents, readUse, SAID } from './consent-words.ts';
import { consentObject, readConsentsOf, recordConsentsAt, recordConsentsOf } from './consents.ts';

const recordIdOf = (id: string): string => {
  if (!isUuid(id)) throw new Problem('record.not_found');
  return id.toLowerCase();
};

/** Addresses are of no record: who asks by them must see all of an object's, or answer for the workspace. */
function assertMayByAddress({ model, actor }: RequestContext, does: 'read' | 'write'): void {
  const access = accessOf(model, actor);
  const isWide = consentObjects(model).some(({ name }) => {
    const object = access.object(name);
    const rows =
      does === 'read' ? object?.readableRows(DO_NOT_CONTACT) : object?.writableRows(DO_NOT_CONTACT, 'update');
    return rows?.includes('all') === true;
  });
  if (!isWide && !access.hasAdminRight('security'))
    throw new Problem('privacy.by_address', { field: DO_NOT_CONTACT });
}

/** Addresses as they are known, by how they were typed. */
function addressesIn(
  given: readonly string[],
  kindsOf: (typed: string) => ReturnType<typeof addressKind>,
): ReadonlyMap<string, string> {
  const known = given.map((typed) => {
    const kind = kindsOf(typed);
    return [typed, kind && addressOf(kind, typed)] as const;
  });
  const problems = known.flatMap(([typed, address], index) =>
    address ? [] : [problemItem(`/addresses/${index}`, 'privacy.address', { given: quoted(typed) })],
  );
  if (problems.length > 0) throw new Problem('privacy.consent', {}, problems);
  return new Map(known as readonly (readonly [string, string])[]);
}

const anyKind = (typed: string) => (typed.includes('@') ? 'email' : 'phone');

/** By ids of records; of those that one does not see it says that they are not there. */
async function mayContactRecords(
  ctx: RequestContext,
  objectName: string,
  ids: readonly string[],
  use: ReturnType<typeof readUse>,
) {
  const object = consentObject(ctx, objectName);
  const named = ids.map(recordIdOf);
  const seen = await readableRecords(ctx, objectName, named, DO_NOT_CONTACT);
  const on = ctx.db.forReading(ctx.workspace);
  const asked = { object, ids: named.filter((id) => seen.has(id)) };
  const verdicts = await mayContact(ctx.model, on, asked, { ...use, now: ctx.now });
  return named.map((id) => ({ id, ...(verdicts.get(id) ?? { may: false, reason: 'not_found' }) }));
}

async function mayContactAddresses(
  ctx: RequestContext,
  given: readonly string[],
  use: ReturnType<typeof readUse>,
) {
  assertMayByAddress(ctx, 'read');
  const kind = addressKind(use.channel);
  if (!kind) throw new Problem('privacy.channel_address', { channel: use.channel });
  const known = addressesIn(given, () => kind);
  const on = ctx.db.forReading(ctx.workspace);
  const asked = { addresses: [...new Set(known.values())] };
  const verdicts = await mayContact(ctx.model, on, asked, { ...use, now: ctx.now });
  return [...known].map(([address, key]) => ({ address, ...verdicts.get(key)! }));
}

const ONE = '/api/records/:object/:id/consents';

/** By which channel and for what people may be contacted. */
export const consentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: ONE,
    reads: 'consents',
    answers:
      'whether the person may be contacted that a record is, for whoever reads of it that they must not be; what was said of an address elsewhere without how and by whom',
    handler: async ({ ctx, params }) =>
      answer(await readConsentsOf(ctx, params.object!, recordIdOf(params.id!))),
  },
  {
    method: 'POST',
    path: ONE,
    reads: 'consents',
    answers: 'the consents of the record, as reading them would',
    handler: async ({ ctx, params, body }) => {
      const id = recordIdOf(params.id!);
      consentObject(ctx, params.object!);
      const given = readConsents(ctx, readMembers(body ?? {}, SAID));
      await recordConsentsOf(ctx, params.object!, id, given);
      return answer(await readConsentsOf(ctx, params.object!, id), 201);
    },
  },
  {
    method: 'POST',
    path: '/api/privacy/may-contact',
    reads: 'contact',
    isQuestion: true,
    answers:
      'whether each of some people may be contacted and why: of records that the caller sees, of addresses for whoever sees all records of an object',
    handler: async ({ ctx, body }) => {
      const { object, ids, addresses, ...use } = readMembers(body ?? {}, {
        object: 'text?',
        ids: 'texts?',
        addresses: 'texts?',
        channel: 'text',
        purpose: 'text',
      });
      const named = readUse(ctx, use);
      if (object !== undefined && ids && !addresses)
        return answer({ results: await mayContactRecords(ctx, object, ids, named) });
      if (addresses && object === undefined && !ids)
        return answer({ results: await mayContactAddresses(ctx, addresses, named) });
      throw new Problem('privacy.consent', {}, [problemItem('', 'privacy.whom')]);
    },
  },
  {
    method: 'POST',
    path: '/api/privacy/objections',
    reads: 'nothing',
    handler: async ({ ctx, body }) => {
      assertMayByAddress(ctx, 'write');
      const { addresses, ...said } = readMembers(body ?? {}, { addresses: 'texts', ...SAID });
      const given = readConsents(ctx, said);
      if (said.state === 'given') {
        const params = { name: 'state', given: 'given', expected: 'refused | withdrawn' };
        throw new Problem('privacy.consent', {}, [problemItem('/state', 'request.value', params)]);
      }
      if (addresses.length === 0 || addresses.length > LIMITS.objections) {
        const params = {
          name: 'addresses',
          given: String(addresses.length),
          expected: `1 – ${LIMITS.objections}`,
        };
        throw new Problem('privacy.consent', {}, [problemItem('/addresses', 'request.value', params)]);
      }
      await recordConsentsAt(ctx, [...new Set(addressesIn(addresses, anyKind).values())], given);
      return new Response(null, { status: 204 });
    },
  },
];
