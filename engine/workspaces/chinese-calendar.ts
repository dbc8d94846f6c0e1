import days from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { Body } from '../model/index.ts';

/** The language whose workspaces begin with this calendar. */
export const CHINESE = 'zh-CN';

/** Years before this one of which a new workspace still gets the days. */
const YEARS_BACK = 2;

type Days = Readonly<Record<string, string>>;

/** `National Day,国庆节,3` */
const namesOf = (told: string): readonly [en: string, zh: string] => {
  const [en = '', zh = ''] = told.split(',');
  return [en, zh];
};

const holidays = (given: Days): Body[] =>
  Object.entries(given).map(([date, told]) => {
    const [en, zh] = namesOf(told);
    return { date, labels: { en, 'zh-CN': zh } };
  });

/** Days of a weekend on which people work for a longer holiday. */
const madeUp = (given: Days): Body[] =>
  Object.entries(given).map(([date, told]) => {
    const [en, zh] = namesOf(told);
    return { date, works: true, labels: { en: `Working day for ${en}`, 'zh-CN': `${zh}调休上班` } };
  });

/**
 * China's calendar as the State Council has published it: Monday to Friday, the holidays, and the weekends
 * that are worked instead. A new workspace begins with it and keeps it as its own from then on.
 */
export function chineseCalendar(year = new Date().getFullYear()): Body {
  const all = [...holidays(days.holidays), ...madeUp(days.workdays)];
  const recent = all.filter(({ date }) => Number(date.slice(0, 4)) >= year - YEARS_BACK);
  return {
    name: 'china',
    labels: { en: 'China', 'zh-CN': '中国工作日历' },
    workdays: [1, 2, 3, 4, 5],
    hours: [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '18:00' },
    ],
    days: recent.sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}
