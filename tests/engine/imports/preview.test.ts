import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestEngine, testEngine } from '../../support/engine.ts';
import { sheetXml, workbookOf } from '../../support/workbook.ts';

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
}, 60_000);
afterAll(() => world?.close());

interface Sent {
  readonly status: number;
  readonly body: any;
}

async function send(
  path: string,
  file: string | Buffer,
  options: object,
  user = 'admin',
  name = 'f.csv',
): Promise<Sent> {
  const form = new FormData();
  form.append('options', JSON.stringify({ files: [{ file: name, ...options }] }));
  form.append('files', new Blob([new Uint8Array(Buffer.from(file))]), name);
  const headers = {
    Authorization: `Bearer ${world.keyOf(user)}`,
    'Accept-Language': 'en',
    Prefer: 'wait=60',
  };
  const request = new Request(`${world.engine.address}${path}`, { method: 'POST', body: form, headers });
  const response = await world.engine.fetch(request);
  return { status: response.status, body: await response.json() };
}

const preview = (file: string | Buffer, options: object, user?: string, name?: string) =>
  send('/api/imports/preview', file, options, user, name);

/** What each heading is proposed to be. */
async function proposals(headings: readonly string[], object: string, row: readonly string[] = []) {
  const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell}"`).join();
  const { status, body } = await preview(`${quoted(headings)}\n${quoted(row)}\n`, { object });
  expect(status, JSON.stringify(body)).toBe(200);
  return new Map<string, string | null>(
    body.files[0].columns.map(({ heading, proposal }: any) => [heading, proposal?.field ?? null]),
  );
}

/** Headings as other systems and hands write them, with what somebody would choose for each. */
const ACCOUNT = {
  公司名称: 'name',
  客户分类: 'type',
  客户等级: 'tier',
  所属行业: 'industry',
  来源: 'lead_source',
  联系电话: 'phone',
  电子邮箱: 'email',
  公司网站: 'website',
  员工数量: 'employees',
  '年营业额（万元）': 'annual_revenue',
  国家: 'country',
  所在城市: 'city',
  地址: 'address',
  邮编: 'postcode',
  上级公司: 'parent',
  社会信用代码: 'tax_id',
  客户标签: 'tags',
  备注信息: 'description',
  省份: 'province',
};
const CONTACT = {
  联系人姓名: 'name',
  所属公司: 'account',
  职务: 'title',
  所在部门: 'department',
  手机号码: 'mobile',
  固定电话: 'phone',
  邮箱地址: 'email',
  微信: 'wechat',
  出生日期: 'birthday',
  爱好: 'interests',
  称谓: 'salutation',
  角色: 'buying_role',
  备注: 'description',
  是否主要联系人: 'is_primary',
};
const LEAD = {
  姓名: 'name',
  公司: 'company',
  职位名称: 'title',
  状态: 'status',
  意向: 'rating',
  线索来源渠道: 'lead_source',
  手机号: 'mobile',
  座机号: 'phone',
  'E-mail': 'email',
  下次跟进时间: 'next_follow_up',
  行业类型: 'industry',
  预算金额: 'budget',
  需求: 'needs',
  意向产品: 'product',
  城市: 'city',
};

const WANTED = [
  ['account', ACCOUNT],
  ['contact', CONTACT],
  ['lead', LEAD],
] as const;

describe('columns are proposed', () => {
  it('for nine of ten Chinese headings that say a field in other words, and wrong for none', async () => {
    let count = 0;
    const missed: string[] = [];
    for (const [object, wanted] of WANTED) {
      const found = await proposals(Object.keys(wanted), object);
      for (const [heading, field] of Object.entries(wanted)) {
        count += 1;
        if (found.get(heading) === null) missed.push(heading);
        else expect([heading, found.get(heading)]).toEqual([heading, field]);
      }
    }
    expect(count).toBeGreaterThanOrEqual(40);
    expect(missed.length / count, missed.join()).toBeLessThanOrEqual(0.1);
  });

  it('for what pinyin spells, in full and by initials', async () => {
    const wanted = {
      kehumingcheng: 'name',
      'hang ye': 'industry',
      YouXiang: 'email',
      yzbm: 'postcode',
      bz: 'description',
    };
    expect(Object.fromEntries(await proposals(Object.keys(wanted), 'account'))).toEqual(wanted);
  });

  it('for none that says something else', async () => {
    const headings = [
      '颜色',
      '序号',
      '是否打印',
      '操作人',
      '快递单号',
      '毛利',
      '身高',
      'Colour',
      'xyz',
      '打印次数',
    ];
    const found = await proposals(headings, 'account');
    expect([...found].filter(([, field]) => field !== null)).toEqual([]);
  });

  it('by what they hold, where their headings leave it open', async () => {
    const headings = ['客户手机', '客户主页'];
    const right = await proposals(headings, 'account', ['138 0013 8000', 'https://example.com']);
    expect([...right.values()]).toEqual(['phone', 'website']);
    const wrong = await proposals(headings, 'account', ['see below', 'none']);
    expect([...wrong.values()]).toEqual([null, null]);
  });

  it('once each', async () => {
    const found = await proposals(['电话', '联系电话', '电话号码'], 'account');
    expect([...found.values()]).toEqual(['phone', null, null]);
  });
});

describe('a preview', () => {
  it('shows of each column the first cell that holds something', async () => {
    const { body } = await preview('name,phone,website,_row\nA,,,2\nB,,https://b.example.com,\nC,010-1,,\n', {
      object: 'account',
    });
    expect(body.files[0]).toMatchObject({
      object: 'account',
      file: 'f.csv',
      format: 'csv',
      encoding: 'utf-8',
      rows: 3,
    });
    expect(body.files[0].columns).toEqual([
      { heading: 'name', sample: 'A', proposal: { field: 'name' }, from: 'heading' },
      { heading: 'phone', sample: '010-1', proposal: { field: 'phone' }, from: 'heading' },
      {
        heading: 'website',
        sample: 'https://b.example.com',
        proposal: { field: 'website' },
        from: 'heading',
      },
      { heading: '_row', sample: '2', proposal: null, from: null },
    ]);
  });

  it('of a workbook names its sheets', async () => {
    const book = workbookOf({ sheets: { 一: sheetXml([['x']]), 二: sheetXml([['客户名称'], ['甲']]) } });
    const { body } = await preview(book, { object: 'account', sheet: '二' }, 'admin', 'b.xlsx');
    expect(body.files[0]).toMatchObject({ format: 'xlsx', sheet: '二', sheets: ['一', '二'], rows: 1 });
    expect(body.files[0].columns).toMatchObject([{ sample: '甲', proposal: { field: 'name' } }]);
  });

  it('is for who may import, and of what they may import', async () => {
    const file = 'name\nx\n';
    expect((await preview(file, { object: 'account' }, 'nobody')).status).toBe(403);
    expect((await preview(file, { object: 'acount' })).status).toBe(404);
    expect((await preview('', { object: 'account' })).body.code).toBe('import.empty');
    expect((await preview(file, { object: 'account', sheet: 'x' })).body.code).toBe('import.options');
  });

  it('remembers what columns were told to be, whatever their order, for whoever told it', async () => {
    const columns = {
      Firm: 'name',
      Kind: { field: 'industry', values: { Factory: 'manufacturing' } },
      Above: { field: 'parent', by: 'name' },
      Extra: false,
    };
    const sent = await send('/api/imports', 'Firm,Kind,Extra,Above\nRemembered,Factory,1,\n', {
      object: 'account',
      columns,
    });
    expect(sent.body).toMatchObject({ state: 'done', created: 1 });
    const again = 'Extra,above,Kind,Firm\n2,,Factory,Another\n';
    const { body } = await preview(again, { object: 'account' });
    const told = Object.fromEntries(
      body.files[0].columns.map(({ heading, proposal, from }: any) => [heading, [proposal, from]]),
    );
    expect(told).toEqual({
      Extra: [false, 'memory'],
      above: [{ field: 'parent', by: 'name' }, 'memory'],
      Kind: [{ field: 'industry', values: { Factory: 'manufacturing' } }, 'memory'],
      Firm: [{ field: 'name' }, 'memory'],
    });
    const others = await preview(again, { object: 'account' }, 'operator');
    expect(others.body.files[0].columns.map(({ from }: any) => from)).not.toContain('memory');
  });
});
