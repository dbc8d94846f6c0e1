import { defineCheck } from './check.ts';

/** Headings as other systems and people write them, and the field that is meant. */
const HEADINGS: readonly (readonly [heading: string, field: string])[] = [
  ['公司名称', 'name'],
  ['客户类型', 'type'],
  ['客户等级', 'tier'],
  ['所属行业', 'industry'],
  ['来源', 'lead_source'],
  ['联系电话', 'phone'],
  ['电子邮箱', 'email'],
  ['公司网址', 'website'],
  ['员工人数', 'employees'],
  ['年营业额（元）', 'annual_revenue'],
  ['国家', 'country'],
  ['省份', 'province'],
  ['城市', 'city'],
  ['地址', 'address'],
  ['邮编', 'postcode'],
  ['上级公司', 'parent'],
  ['统一社会信用代码', 'tax_id'],
  ['客户标签', 'tags'],
  ['备注信息', 'description'],
  ['负责人', 'owner'],
];
const LEAST = 0.9;

export const s20 = defineCheck({
  id: 'S20',
  what: 'headings of a Chinese file are mapped by themselves',
  run: async (world) => {
    const csv = `${HEADINGS.map(([heading]) => heading).join(',')}\n${HEADINGS.map(() => '').join(',')}\n`;
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
