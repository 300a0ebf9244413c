import type { Case, Limits } from '../../matrix/types.ts';
import type { LivePlan } from '../order.ts';
import { Spending } from '../schedule/spending.ts';
import { amountOf } from './traffic.ts';

export interface Unaffordable {
  readonly id: string;
  readonly reason: string;
}

/** Which cases would not fit the budget if each took what it is estimated to; most important first. */
export function unaffordable(
  cases: readonly Case[],
  limits: Limits,
  plan: Pick<LivePlan, 'estimates' | 'repeat'>,
): readonly Unaffordable[] {
  const spending = new Spending(limits);
  return cases.flatMap((item) => {
    const amount = amountOf(plan, item);
    const reason = spending.obstacle(amount);
    if (reason === null) spending.promise(amount);
    return reason === null ? [] : [{ id: item.id, reason }];
  });
}
