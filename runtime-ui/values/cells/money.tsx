import type { Display } from '../display.tsx';
import { formatAmount } from '../format.ts';
import { formatMoney, type Money } from '../money.ts';

/** An amount in its own currency; what it comes to in that of the workspace stands in its hint. */
export const money: Display = (value: Money, { where }) => {
  const isForeign = value.currency !== null && value.currency !== where.currency;
  const hint = isForeign && value.base !== null ? `≈ ${formatAmount(value.base, where)}` : undefined;
  return (
    <span className="gx-number" title={hint}>
      {formatMoney(value, where)}
    </span>
  );
};
