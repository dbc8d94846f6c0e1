import { defineCheck } from './check.ts';

const CONTACTS = 20;

export const s21 = defineCheck({
  id: 'S21',
  what: 'two records with children become one without a child lost, and two again',
  run: async (world) => {
    const make = async (object: string, values: object): Promise<string> => {
      const { status, text, body } = await world.call('admin', 'POST', `/api/records/${object}`, values);
      if (status !== 201) throw new Error(text);
      return body.id;
    };
    const accounts = [
      await make('account', { name: '合并一', phone: '021-65529988' }),
      await make('account', { name: '合并二' }),
    ];
    for (const account of accounts) {
      for (let index = 0; index < CONTACTS; index += 1)
        await make('contact', { name: `联系人${index}`, account });
      await make('opportunity', { name: '商机', account });
    }
    const children = async (): Promise<string> => {
      const lists = await Promise.all(
        ['contact', 'opportunity'].map(async (object) => {
          const filter = `account in ["${accounts.join('", "')}"]`;
          const asked = { fields: 'id,account', filter, sort: 'id', limit: 1_000 };
          const answer = await world.call('admin', 'POST', `/api/records/${object}/query`, asked);
          if (answer.status !== 200) throw new Error(answer.text);
          return answer.body.records;
        }),
      );
      return JSON.stringify(lists);
    };
    const before = await children();
    const [stays, goes] = accounts;
    const merged = await world.call('admin', 'POST', `/api/records/account/${stays}/actions/merge`, {
      others: [goes],
      values: {},
    });
    const after: { account: string }[][] = JSON.parse(await children());
    const held = after.flat().filter(({ account }) => account === stays).length;
    const all = 2 * (CONTACTS + 1);
    const undone = await world.call(
      'admin',
      'POST',
      `/api/records/account/merges/${merged.body.merge}/undo`,
      {},
    );
    const isBack = undone.status < 300 && (await children()) === before;
    return { isPassed: held === all && isBack, figure: `${held} of ${all} children held, undone: ${isBack}` };
  },
});
