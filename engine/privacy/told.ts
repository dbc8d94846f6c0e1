import type { RequestContext } from '../context.ts';
import { textIn } from '../errors.ts';
import type { Found, FoundRecord } from './find.ts';
import { type ErasurePlan, fieldsLost } from './plan.ts';

const labelOf = ({ locale }: RequestContext, { labels }: { readonly labels: Parameters<typeof textIn>[0] }) =>
  textIn(labels, locale);

const toldRecord = (ctx: RequestContext, record: FoundRecord) => ({
  object: record.object.name,
  label: labelOf(ctx, record.object),
  id: record.id,
  title: record.title,
  way: record.way,
  fields: record.fields.flatMap((field) => (field ? [{ name: field.name, label: labelOf(ctx, field) }] : [])),
  ...(record.isDeleted && { deleted: true as const }),
});

/** What was found, as the API answers it. */
export const toldFound = (ctx: RequestContext, { terms, records, traces }: Found) => ({
  terms: terms.map(({ kind, value }) => ({ kind, value })),
  records: records.map((record) => toldRecord(ctx, record)),
  ...traces,
});

/** What would be erased and what stays, as the API answers it. */
export const toldPlan = (ctx: RequestContext, plan: ErasurePlan) => ({
  hash: plan.hash,
  title: plan.title,
  persons: plan.persons.map((record) => toldRecord(ctx, record)),
  loses: fieldsLost(plan).map(({ object, fields, count }) => ({
    object: object.name,
    label: labelOf(ctx, object),
    count,
    fields: fields.map((field) => ({ name: field.name, label: labelOf(ctx, field) })),
  })),
  mentions: plan.mentions.map((record) => toldRecord(ctx, record)),
  same: plan.found.records.filter(({ way }) => way === 'same').map((record) => toldRecord(ctx, record)),
  entries: plan.found.traces.entries,
  consents: plan.found.traces.consents,
  files: plan.found.traces.files,
  imports: plan.found.traces.imports.length,
  kept: {
    references: plan.references.map((record) => toldRecord(ctx, record)),
    namesakes: plan.namesakes.map((record) => toldRecord(ctx, record)),
    shared: plan.shared.map(({ term, record }) => ({ value: term.value, record: toldRecord(ctx, record) })),
    documents: plan.found.traces.documents,
    invitations: plan.found.traces.invitations,
  },
});
