import type { Shape } from './shape.ts';
import type { Drift } from './types.ts';

/**
 * How answers of one kind changed. Gone is a member that every object of the older answers had and none of the
 * newer ones has; where there is no newer object to look at, nothing is known. Null goes with every type: it
 * says that there is no value, not what the value would be.
 */
export function compareShapes(older: Shape, newer: Shape, pointer = ''): Drift[] {
  const found: Drift[] = [];
  const [before, after] = [told(older), told(newer)];
  if (before.length > 0 && after.length > 0 && !before.some((type) => after.includes(type))) {
    found.push({
      kind: 'breaking',
      pointer,
      message: `was ${before.join(' or ')}, is ${after.join(' or ')}`,
    });
    return found;
  }
  for (const word of newer.words) {
    if (older.words.size > 0 && !older.words.has(word))
      found.push({ kind: 'additive', pointer, message: `new value "${word}"` });
  }
  if (older.objects > 0 && newer.objects > 0) found.push(...compareMembers(older, newer, pointer));
  for (const [variant, shape] of newer.items) {
    const known = older.items.get(variant);
    if (known !== undefined) found.push(...compareShapes(known, shape, `${pointer}/${escaped(variant)}`));
    else if (older.items.size > 0)
      found.push({ kind: 'additive', pointer, message: `new kind of item "${variant}"` });
  }
  return found;
}

function compareMembers(older: Shape, newer: Shape, pointer: string): Drift[] {
  const found: Drift[] = [];
  for (const [name, { seen }] of older.members) {
    if (newer.members.has(name) || seen < older.objects) continue;
    found.push({ kind: 'breaking', pointer: `${pointer}/${escaped(name)}`, message: 'is gone' });
  }
  for (const [name, { shape }] of newer.members) {
    const place = `${pointer}/${escaped(name)}`;
    const known = older.members.get(name);
    if (known === undefined) found.push({ kind: 'additive', pointer: place, message: 'is new' });
    else found.push(...compareShapes(known.shape, shape, place));
  }
  return found;
}

function told({ types }: Shape): string[] {
  return [...types].filter((type) => type !== 'null');
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
