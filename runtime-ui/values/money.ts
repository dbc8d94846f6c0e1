import { currencySymbol, formatAmount, groupDecimal, type Locality, multiplyDecimals } from './format.ts';

/** An amount in a currency as it is on the wire. */
export interface Money {
  readonly amount: string;
  readonly currency: string | null;
  readonly rate: string | null;
  readonly base: string | null;
}

/** An amount with what it comes to in the currency of the workspace, as the server works it out. */
export const withBase = (money: Omit<Money, 'base'>, scale: number): Money => ({
  ...money,
  base: money.rate === null ? null : multiplyDecimals(money.amount, money.rate, scale),
});

/** `US$1,200`, in the workspace's own currency `¥1,200`. */
export function formatMoney({ amount, currency }: Money, where: Locality): string {
  if (currency === null || currency === where.currency) return formatAmount(amount, where);
  const sign = amount.startsWith('-') ? '-' : '';
  const plain = groupDecimal(amount.replace(/^-/, '').replace(/\.0+$/, ''));
  return `${sign}${currencySymbol(currency, where.language, 'symbol')}${plain}`;
}
