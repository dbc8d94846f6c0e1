import type { ObjectAccess } from '../access/index.ts';
import { type Labels, textIn } from '../errors.ts';
import type { JsonSchema } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import { BASES, CHANNELS, DO_NOT_CONTACT, isMergeable } from '../model/index.ts';

type Operation = Readonly<Record<string, unknown>>;

const json = (schema: JsonSchema) => ({ 'application/json': { schema } });
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const inQuery = (name: string, schema: JsonSchema, description: string) => ({
  name,
  in: 'query',
  schema,
  description,
});

const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const FIELDS = inQuery('fields', { type: 'string' }, 'name,amount,parent.name');
const FILTER = inQuery('filter', { type: 'string', maxLength: LIMITS.filterInAddress }, 'an expression');
const IF_MATCH = { name: 'If-Match', in: 'header', schema: { type: 'string' }, description: 'an ETag' };
const PURGE = inQuery('purge', { enum: ['true'] }, 'destroys for good what lies in the recycle bin');
const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string', maxLength: 255 },
  description: `the same answer for ${LIMITS.idempotencyHours} hours`,
};

const LIST_PARAMETERS = [
  FILTER,
  inQuery('sort', { type: 'string' }, '-created_at,name'),
  FIELDS,
  inQuery('q', { type: 'string' }, 'words to search for'),
  inQuery(
    'limit',
    { type: 'integer', minimum: 1, maximum: LIMITS.pageSize, default: LIMITS.pageSizeDefault },
    '',
  ),
  inQuery('cursor', { type: 'string' }, '`next` of the page before'),
  inQuery('offset', { type: 'integer', minimum: 0, maximum: LIMITS.offset }, 'without a cursor'),
  inQuery('count', { enum: ['capped', 'exact'] }, ''),
  inQuery('deleted', { enum: ['only'] }, 'the recycle bin'),
];

const AGGREGATE_PARAMETERS = [
  inQuery('group', { type: 'string' }, 'stage,month(created_at)'),
  inQuery('measures', { type: 'string' }, 'count(),sum(amount)'),
  FILTER,
  inQuery('sort', { type: 'string' }, ''),
  inQuery('limit', { type: 'integer', minimum: 1, maximum: LIMITS.aggregateRows }, ''),
];

const ANY: JsonSchema = { type: 'object' };

const pageOf = (record: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: {
    records: { type: 'array', items: record },
    next: { type: ['string', 'null'] },
    count: { type: 'object', properties: { value: { type: 'integer' }, capped: { type: 'boolean' } } },
  },
  required: ['records', 'next'],
});

const CHANGES: JsonSchema = {
  type: 'array',
  minItems: 1,
  maxItems: LIMITS.batchSize,
  items: {
    type: 'object',
    properties: {
      op: { enum: ['create', 'update', 'delete', 'upsert'] },
      id: { type: 'string', format: 'uuid' },
      key: { type: 'string' },
      values: ANY,
    },
    required: ['op'],
  },
};

const TRANSFERRED = {
  ids: { type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: LIMITS.transferSize },
  filter: { type: 'string', description: 'instead of ids' },
};

const CLAIMED: JsonSchema = {
  type: 'object',
  properties: { ids: TRANSFERRED.ids },
  required: ['ids'],
};

const transferOf = (which: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties: {
    to: { type: 'string', format: 'uuid', description: 'a user' },
    ...which,
    related: {
      type: 'array',
      description: 'records that point at them and are whose they were go along',
      items: { type: 'object', properties: { object: { type: 'string' }, via: { type: 'string' } } },
    },
  },
  required: ['to'],
});

const OTHERS: JsonSchema = {
  type: 'array',
  description: 'they go to the recycle bin',
  items: { type: 'string', format: 'uuid' },
  minItems: 1,
  maxItems: LIMITS.mergeOthers,
};

const MERGED: JsonSchema = { type: 'object', properties: { others: OTHERS }, required: ['others'] };

const MERGE: JsonSchema = {
  type: 'object',
  properties: {
    others: OTHERS,
    values: {
      type: 'object',
      description: 'by name of the field a value, or {"from": id} for that of one of the others',
    },
    ifVersions: {
      type: 'object',
      description: 'by id the version that was seen',
      additionalProperties: { type: 'integer' },
    },
  },
  required: ['others'],
  additionalProperties: false,
};

/** What somebody has said of being contacted. */
const SAID: JsonSchema = {
  type: 'object',
  description: 'Without channels and purposes: never again, by any and for whatever.',
  properties: {
    channels: { type: 'array', items: { enum: CHANNELS.map(({ name }) => name) } },
    purposes: { type: 'array', items: { type: 'string' } },
    state: { enum: ['given', 'refused', 'withdrawn'] },
    at: { type: 'string', description: 'a day, or a moment; default: now' },
    until: { type: 'string', format: 'date' },
    basis: { enum: BASES },
    ...Object.fromEntries(['source', 'words', 'evidence'].map((name) => [name, { type: 'string' }])),
  },
  required: ['state'],
  additionalProperties: false,
};

const TEAM_MEMBER: JsonSchema = {
  type: 'object',
  properties: {
    user: { type: 'string', format: 'uuid' },
    team: { type: 'string', format: 'uuid' },
    right: { enum: ['read', 'write'], default: 'read' },
    until: { type: ['string', 'null'], format: 'date', description: 'the last day' },
  },
};

/** What an operation does, in a few words. */
const SUMMARIES = {
  list: { en: 'List: {object}', 'zh-CN': '查询{object}列表' },
  query: { en: 'List by a body: {object}', 'zh-CN': '以请求正文查询{object}列表' },
  create: { en: 'Create: {object}', 'zh-CN': '新建{object}' },
  aggregate: { en: 'Aggregate: {object}', 'zh-CN': '汇总{object}' },
  aggregate_query: { en: 'Aggregate by a body: {object}', 'zh-CN': '以请求正文汇总{object}' },
  check: { en: 'Check without writing: {object}', 'zh-CN': '校验{object}（不写入）' },
  batch: { en: 'Change many: {object}', 'zh-CN': '批量更改{object}' },
  read: { en: 'Read: {object}', 'zh-CN': '读取{object}' },
  update: { en: 'Change: {object}', 'zh-CN': '修改{object}' },
  delete: { en: 'Delete: {object}', 'zh-CN': '删除{object}' },
  transfer: { en: 'Give to another owner: {object}', 'zh-CN': '移交{object}' },
  transfer_many: { en: 'Give many to another owner: {object}', 'zh-CN': '批量移交{object}' },
  transfer_undo: { en: 'Take a transfer back: {object}', 'zh-CN': '撤销{object}的移交' },
  merge: { en: 'Merge others into one: {object}', 'zh-CN': '合并{object}' },
  merge_preview: { en: 'What a merge would come to: {object}', 'zh-CN': '预览{object}的合并' },
  merge_undo: { en: 'Undo a merge: {object}', 'zh-CN': '撤销{object}的合并' },
  claim: { en: 'Claim: {object}', 'zh-CN': '领取{object}' },
  claim_many: { en: 'Claim many: {object}', 'zh-CN': '批量领取{object}' },
  release: { en: 'Give back: {object}', 'zh-CN': '退回{object}' },
  release_many: { en: 'Give back many: {object}', 'zh-CN': '批量退回{object}' },
  actions: { en: 'What may be done: {object}', 'zh-CN': '可执行的操作：{object}' },
  team: { en: 'Record team: {object}', 'zh-CN': '{object}的团队成员' },
  consents: { en: 'Whether to contact: {object}', 'zh-CN': '查询{object}的联系许可' },
  consents_record: { en: 'Record a consent: {object}', 'zh-CN': '登记{object}的联系许可' },
  team_put: { en: 'Add to the record team, or change: {object}', 'zh-CN': '添加或修改{object}的团队成员' },
  team_remove: { en: 'Remove from the record team: {object}', 'zh-CN': '移除{object}的团队成员' },
  restore: { en: 'Restore: {object}', 'zh-CN': '恢复{object}' },
} satisfies Record<string, Labels>;

/** Operations on the records of one object, only those that the caller may do. */
export function recordPaths(access: ObjectAccess, locale: string): Record<string, Record<string, Operation>> {
  const { name, labels } = access.object;
  const title = textIn(labels, locale) || name;
  const base = `/api/records/${name}`;
  const operation = (
    id: keyof typeof SUMMARIES,
    rest: Operation,
    status = 200,
    schema: JsonSchema = ANY,
  ) => ({
    operationId: `${id}_${name}`,
    tags: [name],
    summary: textIn(SUMMARIES[id], locale).replace('{object}', title),
    ...rest,
    responses: {
      [status]: status === 204 ? { description: 'done' } : { description: 'done', content: json(schema) },
      default: { $ref: '#/components/responses/Problem' },
    },
  });
  const body = (schema: JsonSchema) => ({ requestBody: { required: true, content: json(schema) } });
  const record = ref(name);
  const [reads, creates, updates] = [access.can('read'), access.can('create'), access.can('update')];
  const writes = creates || updates || access.can('delete');
  const claimPaths = (act: 'claim' | 'release'): Record<string, Record<string, Operation>> => ({
    [`${base}/{id}/actions/${act}`]: { post: operation(act, { parameters: [ID, KEY] }, 200, record) },
    [`${base}/${act}`]: {
      post: operation(`${act}_many`, { parameters: [KEY], ...body(CLAIMED) }),
    },
  });
  const paths: Record<string, Record<string, Operation>> = {
    [base]: {
      ...(reads && { get: operation('list', { parameters: LIST_PARAMETERS }, 200, pageOf(record)) }),
      ...(creates && {
        post: operation('create', { parameters: [KEY], ...body(ref(`${name}.create`)) }, 201, record),
      }),
    },
    [`${base}/query`]: reads ? { post: operation('query', body(ANY), 200, pageOf(record)) } : {},
    [`${base}/aggregate`]: reads
      ? {
          get: operation('aggregate', { parameters: AGGREGATE_PARAMETERS }),
          post: operation('aggregate_query', body(ANY)),
        }
      : {},
    [`${base}/check`]: creates || updates ? { post: operation('check', body(ANY)) } : {},
    [`${base}/batch`]: writes ? { post: operation('batch', { parameters: [KEY], ...body(CHANGES) }) } : {},
    [`${base}/{id}`]: {
      ...(reads && { get: operation('read', { parameters: [ID, FIELDS] }, 200, record) }),
      ...(updates && {
        patch: operation(
          'update',
          { parameters: [ID, IF_MATCH], ...body(ref(`${name}.update`)) },
          200,
          record,
        ),
      }),
      ...((access.can('delete') || access.can('purge')) && {
        delete: operation(
          'delete',
          { parameters: [ID, IF_MATCH, ...(access.can('purge') ? [PURGE] : [])] },
          204,
        ),
      }),
    },
    [`${base}/{id}/collaborators`]: {
      ...(reads && { get: operation('team', { parameters: [ID] }) }),
      ...(access.can('share') && { put: operation('team_put', { parameters: [ID], ...body(TEAM_MEMBER) }) }),
    },
    [`${base}/{id}/collaborators/{member}`]: reads
      ? { delete: operation('team_remove', { parameters: [ID, { ...ID, name: 'member' }] }, 204) }
      : {},
    ...(access.object.capabilities.consent === true &&
      access.readableRows(DO_NOT_CONTACT).length > 0 && {
        [`${base}/{id}/consents`]: {
          get: operation('consents', { parameters: [ID] }),
          ...(access.writableRows(DO_NOT_CONTACT, 'update').length > 0 && {
            post: operation('consents_record', { parameters: [ID], ...body(SAID) }, 201),
          }),
        },
      }),
    ...(access.can('transfer') &&
      access.object.ownership === 'user' && {
        [`${base}/{id}/actions/transfer`]: {
          post: operation('transfer', { parameters: [ID, KEY], ...body(transferOf({})) }),
        },
        [`${base}/transfer`]: {
          post: operation('transfer_many', { parameters: [KEY], ...body(transferOf(TRANSFERRED)) }),
        },
        [`${base}/transfers/{id}/undo`]: { post: operation('transfer_undo', { parameters: [ID] }) },
      }),
    ...(access.can('merge') &&
      access.can('delete') &&
      isMergeable(access.object) && {
        [`${base}/{id}/actions/merge`]: {
          post: operation('merge', { parameters: [ID, KEY], ...body(MERGE) }),
        },
        [`${base}/{id}/merge/preview`]: {
          post: operation('merge_preview', { parameters: [ID], ...body(MERGED) }),
        },
        [`${base}/merges/{merge}/undo`]: {
          post: operation('merge_undo', { parameters: [{ ...ID, name: 'merge' }] }),
        },
      }),
    ...(access.can('claim') &&
      access.object.ownership === 'user' && {
        ...claimPaths('claim'),
        ...claimPaths('release'),
      }),
    [`${base}/{id}/actions`]: reads ? { get: operation('actions', { parameters: [ID] }) } : {},
    [`${base}/{id}/actions/restore`]: access.can('restore')
      ? { post: operation('restore', { parameters: [ID, KEY] }, 200, record) }
      : {},
  };
  return Object.fromEntries(
    Object.entries(paths).filter(([, operations]) => Object.keys(operations).length > 0),
  );
}

const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'RFC 9457',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string' },
          suggestion: { type: 'string' },
        },
        required: ['path', 'code', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status', 'code', 'errors'],
};

/** What the operations refer to. */
export const componentsOf = (schemas: Readonly<Record<string, JsonSchema>>) => ({
  schemas: { ...schemas, Problem: PROBLEM },
  responses: {
    Problem: {
      description: 'Refused',
      content: { 'application/problem+json': { schema: ref('Problem') } },
    },
  },
  securitySchemes: {
    key: { type: 'http', scheme: 'bearer' },
    session: { type: 'apiKey', in: 'cookie', name: 'guanxi.session_token' },
  },
});
