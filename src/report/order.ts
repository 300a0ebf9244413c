/** Order of the models of one series: by family, then by size, then by version. */
import type { Model } from '../matrix/types.ts';

/** From the model that the others derive from to the special ones. */
const SIZES: readonly string[] = ['', 'mini', 'nano', 'chat', 'pro', 'codex', 'codex-mini', 'codex-max'];
const SIZED = /-(codex-mini|codex-max|mini|nano|chat|pro|codex)$/;

/** `gpt-4.1`, `gpt-4.1-mini`, `gpt-4.1-nano`; `o1`, `o1-mini`, `o3`, `codex-mini`: families without a number last. */
export function compareModels(a: Model, b: Model): number {
  const [left, right] = [familyOf(a.name), familyOf(b.name)];
  return (
    Number(left.unnumbered) - Number(right.unnumbered) ||
    NATURAL.compare(left.family, right.family) ||
    left.size - right.size ||
    NATURAL.compare(a.name, b.name) ||
    (a.version < b.version ? -1 : a.version > b.version ? 1 : 0)
  );
}

/** `gpt-5.10` after `gpt-5.2`; the locale is fixed, so that the order is the same on every machine. */
const NATURAL = new Intl.Collator('en', { numeric: true });

function familyOf(name: string) {
  const size = SIZED.exec(name)?.[1] ?? '';
  const family = name.replace(SIZED, '');
  return { family, size: SIZES.indexOf(size), unnumbered: !/\d/.test(family) };
}
