import { defineCheck } from './check.ts';

const GOOD = 980;
const KNOWN = 100;
const BAD = 20;

const taxId = (index: number): string => `91310000MA1K3${String(index).padStart(5, '0')}`;
const row = (index: number, employees: string): string => `导入公司${index},${taxId(index)},${employees}`;

export const s19 = defineCheck({
  id: 'S19',
  what: '1,000 rows of which 20 are wrong: tried, brought in, told, taken back',
  run: async (world) => {
    const known = Array.from({ length: KNOWN }, (_, index) => row(index, '5'));
    await world.importCsv('account', ['name,tax_id,employees', ...known].join('\n'));
    const rows = Array.from({ length: GOOD + BAD }, (_, index) => row(index, index < GOOD ? '20' : 'many'));
    const csv = ['客户名称,统一社会信用代码,员工人数', ...rows].join('\n');
    const state = async () => {
      const body = {
        fields: 'id,name,tax_id,employees',
        filter: 'name.startsWith("导入公司")',
        sort: 'name',
        limit: 1_000,
      };
      return JSON.stringify(
        (await world.call('admin', 'POST', '/api/records/account/query', body)).body.records,
      );
    };
    const before = await state();
    const file = { key: 'tax_id' };
    const tried = await world.importCsv('account', csv, { dryRun: true }, file);
    const isUntouched = (await state()) === before;
    const done = await world.importCsv('account', csv, {}, file);
    const errors = await world.call('admin', 'GET', `/api/imports/${done.id}/errors.csv`);
    const told = errors.text.trim().split('\n').slice(1);
    await world.call('admin', 'POST', `/api/imports/${done.id}/undo`);
    for (;;) {
      const { body } = await world.call('admin', 'GET', `/api/imports/${done.id}`);
      if (!['undoing', 'running', 'waiting', 'done'].includes(body.state)) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const isBack = (await state()) === before;
    const counts = ({ created, updated, failed }: any): string => [created, updated, failed].join('/');
    const expected = [GOOD - KNOWN, KNOWN, BAD].join('/');
    const isPassed =
      [tried, done].every((one) => counts(one) === expected) &&
      isUntouched &&
      told.length === BAD &&
      told.every((line) => line.includes('员工人数')) &&
      isBack;
    return {
      isPassed,
      figure: `tried ${counts(tried)}, done ${counts(done)} of ${expected} (new/changed/refused), ${told.length} lines with reasons, nothing written by trying: ${isUntouched}, as before after undo: ${isBack}`,
    };
  },
});
