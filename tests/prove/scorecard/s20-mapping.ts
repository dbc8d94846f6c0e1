import { defineCheck } from './check.ts';

/** Headings as other systems and people write them, the field that is meant, and something that stands below. */
const HEADINGS: readonly (readonly [heading: string, field: string, sample: string])[] = [
  ['公司名称', 'name', '苏州智联科技有限公司'],
  ['客户类型', 'type', '成交客户'],
  ['客户等级', 'tier', '重点客户'],
  ['所属行业', 'industry', '制造业'],
  ['来源', 'lead_source', '官网'],
  ['联系电话', 'phone', '0512-65529988'],
  ['电子邮箱', 'email', 'a@example.com'],
  ['公司网址', 'website', 'www.example.com'],
  ['员工人数', 'employees', '120'],
  ['年营业额（元）', 'annual_revenue', '3500000'],
  ['国家', 'country', '中国'],
  ['省份', 'province', '江苏省'],
  ['城市', 'city', '苏州'],
  ['地址', 'address', '工业园区星湖街 1 号'],
  ['邮编', 'postcode', '215000'],
  ['上级公司', 'parent', '苏州智联控股'],
  ['统一社会信用代码', 'tax_id', '91320500MA1K300001'],
  ['客户标签', 'tags', '重点'],
  ['备注信息', 'description', '老客户介绍'],
  ['负责人', 'owner', 'admin'],
];
const LEAST = 0.9;

export const s20 = defineCheck({
  id: 'S20',
  what: 'headings of a Chinese file are mapped by themselves',
  run: async (world) => {
    const csv = `${HEADINGS.map(([heading]) => heading).join(',')}\n${HEADINGS.map(([, , sample]) => sample).join(',')}\n`;
    const { files } = await world.previewCsv('account', csv);
    const proposed = new Map<string, string | undefined>(
      files[0].columns.map(({ heading, proposal }: any) => [heading, proposal?.field]),
    );
    const wrong = HEADINGS.filter(([heading, field]) => ![field, undefined].includes(proposed.get(heading)));
    const found = HEADINGS.filter(([heading, field]) => proposed.get(heading) === field);
    const not = HEADINGS.filter(([heading]) => proposed.get(heading) === undefined);
    return {
      isPassed: wrong.length === 0 && found.length / HEADINGS.length >= LEAST,
      figure: `${found.length} of ${HEADINGS.length}; none for ${not.map(([heading]) => heading).join(' ')}; wrong ${wrong.length}`,
    };
  },
});
