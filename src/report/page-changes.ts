import { CHANGE_KINDS, type ChangeKind, lastSeen } from '../verdict/diff.ts';
import type { Locale } from './locale.ts';
import { moment, SYMBOLS } from './look.ts';
import type { Changes } from './model.ts';

/** What changed since an earlier run, as the template prints it. */
export interface ChangesView {
  readonly since: string;
  /** `2 regressed, 1 new, 38 unchanged`, in the page's language. */
  readonly counts: string;
  readonly groups: readonly {
    readonly kind: ChangeKind;
    readonly name: string;
    readonly fingerprint: string;
    readonly reason: string;
    readonly cases: readonly {
      readonly id: string;
      readonly from: string;
      readonly to: string;
      /** `last seen on …`; empty where the newer run has a verdict. */
      readonly seen: string;
    }[];
    /** `and 4 more`; empty where all are named. */
    readonly more: string;
  }[];
}

/** Cases named under one cause; the rest are counted. */
const NAMED = 20;

export function changesView({ since, diff }: Changes, locale: Locale): ChangesView {
  const told = CHANGE_KINDS.filter((kind) => diff.counts[kind] > 0).map((kind) =>
    locale.say(`change.${kind}.count`, { count: diff.counts[kind] }),
  );
  const status = (name: keyof typeof SYMBOLS | null) =>
    name === null ? locale.say('change.absent') : `${SYMBOLS[name]} ${locale.say(`status.${name}`)}`;
  const seen = (at: string | null) =>
    at === null ? '' : locale.say('change.seen', { date: at.slice(0, 10) });
  return {
    since: moment(since, locale),
    counts: [...told, locale.say('change.unchanged.count', { count: diff.unchanged })].join(
      locale.say('list.comma'),
    ),
    groups: diff.groups.map(({ kind, fingerprint, changes }) => ({
      kind,
      name: locale.say(`change.${kind}`),
      fingerprint,
      reason: changes[0]?.reason ?? '',
      cases: changes.slice(0, NAMED).map((change) => ({
        id: change.case,
        from: status(change.from),
        to: status(change.to),
        seen: seen(lastSeen(change)),
      })),
      more: changes.length > NAMED ? locale.say('summary.more', { count: changes.length - NAMED }) : '',
    })),
  };
}
