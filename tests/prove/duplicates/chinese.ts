/**
 * Chinese companies and people of our own making, some of them twice or three times, each time as somebody else would
 * have written them. Rules by which a name is written otherwise, one or two of them at a time:
 *
 * - what a company is: 有限公司, 有限责任公司, 股份有限公司, 公司 or nothing
 * - where it is: with 市, in brackets of full or half width behind its name, or not said
 * - traditional for simplified characters
 * - one character of its name, or of somebody's given name, for another of the same sound
 *
 * Of numbers there are +86, spaces and hyphens; of addresses capitals, https:// and www.; each is left out at times.
 * Against mixing up there are companies of one name in several cities and branches, and people of one name.
 */
import { makeRandom, type Random } from '../parity/random.ts';

export interface Written {
  /** which company or person it is */
  readonly truth: number;
  readonly values: Readonly<Record<string, string>>;
}

const CITIES = '北京 上海 广州 深圳 杭州 南京 成都 武汉 西安 苏州 青岛 宁波 厦门 长沙 郑州'.split(' ');
const BRAND_HEADS = [...'华中天恒金瑞嘉鼎宏泰盛兴安德博锦凯润诚信'];
const BRAND_TAILS = [...'达远通源创邦腾丰隆合美康宇翔辉业捷联盈和'];
const BRANCHES = '科技 贸易 信息技术 生物医药 机械设备 物流 文化传媒 建筑工程 食品 新能源 电子 咨询'.split(
  ' ',
);
const FORMS = ['有限公司', '有限责任公司', '股份有限公司', '公司', ''];

/** Characters that sound the same. */
const SOUNDS = [
  '华桦',
  '达答',
  '远苑',
  '通彤',
  '源元',
  '创怆',
  '腾藤',
  '丰峰',
  '隆龙',
  '合和',
  '美镁',
  '康慷',
  '宇雨',
  '翔祥',
  '辉晖',
  '捷杰',
  '联连',
  '盈赢',
  '恒衡',
  '瑞锐',
  '嘉佳',
  '鼎顶',
  '宏鸿',
  '泰太',
  '盛胜',
  '伟玮',
  '芳方',
  '明铭',
  '丽莉',
  '强墙',
  '静靖',
  '敏闽',
  '军君',
  '洋阳',
  '艳燕',
  '勇永',
  '涛滔',
  '磊垒',
  '婷亭',
  '浩皓',
];
const TRADITIONAL = new Map(
  [
    '华華',
    '达達',
    '远遠',
    '创創',
    '腾騰',
    '丰豐',
    '业業',
    '联聯',
    '贸貿',
    '术術',
    '机機',
    '医醫',
    '药藥',
    '电電',
    '建建',
    '传傳',
    '设設',
    '备備',
    '锐銳',
    '诚誠',
    '润潤',
    '兴興',
    '锦錦',
    '凯凱',
    '伟偉',
    '丽麗',
    '静靜',
    '军軍',
    '艳豔',
    '涛濤',
    '张張',
    '刘劉',
    '陈陳',
    '杨楊',
    '赵趙',
    '吴吳',
    '孙孫',
    '马馬',
  ].map(([simple, other]) => [simple!, other!] as const),
);

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚婷浩宇欣'];

const traditional = (text: string): string => [...text].map((one) => TRADITIONAL.get(one) ?? one).join('');

/** One character, behind a place, for another of its sound; the same where none is known. */
function byEar(text: string, from: number): string {
  const characters = [...text];
  for (let at = from; at < characters.length; at++) {
    const sound = SOUNDS.find((one) => one.includes(characters[at]!));
    if (!sound) continue;
    characters[at] = [...sound].find((one) => one !== characters[at])!;
    return characters.join('');
  }
  return text;
}

const figures = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.below(10)).join('');

function phone(random: Random, number: string): string {
  const [a, b, c] = [number.slice(0, 3), number.slice(3, 7), number.slice(7)];
  return random.pick([number, `+86${number}`, `+86 ${a} ${b} ${c}`, `${a}-${b}-${c}`, `${a} ${b} ${c}`]);
}

/** Some of these, each left out at times. */
function some(random: Random, left: number, values: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name === 'name' || !random.chance(left)),
  );
}

/** What a host is called: nothing that another company would be called by chance. */
const syllables = (random: Random): string =>
  Array.from(
    { length: 3 },
    () => random.pick([...'bdfghjklmnpqrstwxyz']) + random.pick(['a', 'e', 'i', 'o', 'u', 'an', 'ing']),
  ).join('');

interface Company {
  readonly city: string;
  readonly brand: string;
  readonly branch: string;
}

function companyName(random: Random, { city, brand, branch }: Company, isFirst: boolean): string {
  if (isFirst) return `${city}${brand}${branch}有限公司`;
  let [head, name, form] = [city, brand, '有限公司'];
  let behind = '';
  for (let change = 0; change <= random.below(2); change++) {
    const kind = random.below(4);
    if (kind === 0) form = random.pick(FORMS);
    else if (kind === 1) {
      head = random.pick([`${city}市`, '', '']);
      behind = head === '' ? random.pick([`（${city}）`, `(${city})`, '']) : '';
    } else if (kind === 2) name = traditional(name);
    else name = byEar(name, 0);
  }
  return `${head}${name}${branch}${behind}${form}`;
}

/** So many records of companies, about a quarter of them written once more. */
export function makeCompanies(count: number, seed: number): readonly Written[] {
  const random = makeRandom(seed);
  const written: Written[] = [];
  const known = new Set<string>();
  for (let truth = 0; written.length < count; truth++) {
    const company = {
      city: random.pick(CITIES),
      brand:
        random.pick(BRAND_HEADS) +
        random.pick(BRAND_TAILS) +
        (random.chance(0.5) ? random.pick(BRAND_TAILS) : ''),
      branch: random.pick(BRANCHES),
    };
    const name = Object.values(company).join('');
    // two of one name in one city and branch cannot be registered
    if (known.has(name)) continue;
    known.add(name);
    const number = `1${random.pick(['38', '39', '86', '77'])}${figures(random, 8)}`;
    const host = `${syllables(random)}.${random.pick(['com', 'cn', 'com.cn'])}`;
    const copies = random.chance(0.2) ? 2 + random.below(2) : 1;
    for (let copy = 0; copy < copies && written.length < count; copy++) {
      const values = some(random, copy === 0 ? 0.2 : 0.4, {
        name: companyName(random, company, copy === 0),
        phone: phone(random, number),
        email: random.chance(0.8) ? `info@${host}` : `INFO@${host.toUpperCase()}`,
        website: random.pick([`https://www.${host}`, `https://${host}`, `http://www.${host}/`]),
        city: random.pick([company.city, `${company.city}市`]),
      });
      written.push({ truth, values });
    }
  }
  return written;
}

/** So many records of people, about a quarter of them written once more. */
export function makePeople(count: number, seed: number): readonly Written[] {
  const random = makeRandom(seed);
  const written: Written[] = [];
  for (let truth = 0; written.length < count; truth++) {
    const name = random.pick(SURNAMES) + random.pick(GIVEN) + (random.chance(0.6) ? random.pick(GIVEN) : '');
    const number = `1${random.pick(['38', '39', '86', '77'])}${figures(random, 8)}`;
    const handle = `u${figures(random, 7)}`;
    const day = `${1950 + random.below(55)}-0${1 + random.below(9)}-${10 + random.below(18)}`;
    const copies = random.chance(0.2) ? 2 + random.below(2) : 1;
    for (let copy = 0; copy < copies && written.length < count; copy++) {
      const other = random.pick([name, traditional(name), byEar(name, 1)]);
      const values = some(random, 0.25, {
        name: copy === 0 ? name : other,
        mobile: phone(random, number),
        email: `${handle}@${truth % 2 ? 'qq.com' : '163.com'}`,
        wechat: `wx_${handle}`,
        birthday: day,
      });
      written.push({ truth, values });
    }
  }
  return written;
}
