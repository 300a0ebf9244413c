/**
 * Selectors: the one grammar for `--only`, exclude, waivers and report filters. The only place that knows it.
 *
 *   feature:model:target    each part a glob; a missing or empty part is `*`; a leading `!` excludes
 *   responses/*:gpt-5*      every Responses case of models whose id starts with gpt-5, on all targets
 *   chat                    an API stands for all its features: chat/*
 *   :gpt-4.1                a model name stands for all its versions: gpt-4.1@*
 */
import { ConfigurationFailure } from '../failure.ts';
import { nearest } from '../suggest.ts';
import { compileGlob, isGlob } from './glob.ts';

/** The three parts of a case id. */
export interface CaseParts {
  readonly feature: string;
  readonly model: string;
  readonly target: string;
}

export interface Selector {
  readonly text: string;
  /** `!`: takes cases away. */
  readonly negated: boolean;
  /** Whether the pattern fits, regardless of `negated`. */
  fits(parts: CaseParts): boolean;
}

const AXES = ['feature', 'model', 'target'] as const;
type Axis = (typeof AXES)[number];

/** Parts of `responses/background:gpt-4.1@2025-04-14:sweden`. No part contains a colon. */
export function partsOf(caseId: string): CaseParts {
  const first = caseId.indexOf(':');
  const last = caseId.lastIndexOf(':');
  return {
    feature: caseId.slice(0, first),
    model: caseId.slice(first + 1, last),
    target: caseId.slice(last + 1),
  };
}

/** Compile once, test often. Throws ConfigurationFailure for a selector that is not one. */
export function compileSelector(text: string): Selector {
  const { negated, patterns } = parse(text);
  const feature = compilePart('feature', patterns.feature);
  const model = compilePart('model', patterns.model);
  const target = compilePart('target', patterns.target);
  return {
    text,
    negated,
    fits: (parts) => target(parts.target) && feature(parts.feature) && model(parts.model),
  };
}

const compiled = new Map<string, Selector>();
/** Enough for any matrix; the bound keeps a long-lived process that is fed selectors from growing. */
const MAX_COMPILED = 1000;

/** Whether `selector` keeps the case; for `!…`, whether it does not take it away. */
export function matches(selector: string, caseId: string): boolean {
  let known = compiled.get(selector);
  if (known === undefined) {
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    known = compileSelector(selector);
    compiled.set(selector, known);
  }
  return known.fits(partsOf(caseId)) !== known.negated;
}

/**
 * The cases that the selectors keep, in their order: those that a plain selector fits (all, when there is
 * none), without those that a `!` selector fits. Throws ConfigurationFailure, with the nearest match, when
 * one of them fits nothing, and when nothing is left.
 */
export function select<T extends { readonly id: string }>(
  cases: readonly T[],
  selectors: readonly string[],
): T[] {
  if (selectors.length === 0) return [...cases];
  const all = selectors.map(compileSelector);
  const fitted = new Set<Selector>();
  const fitsNow = (selector: Selector, parts: CaseParts) => {
    if (!selector.fits(parts)) return false;
    fitted.add(selector);
    return true;
  };
  const keepers = all.filter((selector) => !selector.negated);
  const takers = all.filter((selector) => selector.negated);
  const kept = cases.filter(({ id }) => {
    const parts = partsOf(id);
    // Every selector is asked, so that each learns whether it fits anything.
    const wanted = keepers.filter((selector) => fitsNow(selector, parts)).length > 0 || keepers.length === 0;
    const unwanted = takers.filter((selector) => fitsNow(selector, parts)).length > 0;
    return wanted && !unwanted;
  });
  const idle = all.find((selector) => !fitted.has(selector));
  if (idle !== undefined) {
    throw new ConfigurationFailure(
      noMatch(
        idle.text,
        cases.map(({ id }) => id),
      ),
      {
        remedy: 'A selector is feature:model:target, each part a glob; `plan --format ids` lists the cases.',
      },
    );
  }
  if (kept.length === 0) {
    throw new ConfigurationFailure(`the selectors ${selectors.join(' ')} leave no case`, {
      remedy: 'What one selects another excludes; drop one of them.',
    });
  }
  return kept;
}

/** Whether the selectors keep a case, of a run that may have had others; as `select`, but one may fit nothing. */
export function isSelected(selectors: readonly string[], caseId: string): boolean {
  const keepers = selectors.filter((text) => !parse(text).negated);
  const takers = selectors.filter((text) => parse(text).negated);
  const wanted = keepers.length === 0 || keepers.some((text) => matches(text, caseId));
  return wanted && takers.every((text) => matches(text, caseId));
}

/** One sentence: `selector "…" matches no case`, and what may have been meant. */
export function noMatch(text: string, caseIds: readonly string[]): string {
  const head = `selector "${text}" matches no case`;
  const { negated, patterns } = parse(text);
  const values = valuesOf(caseIds);
  for (const axis of AXES) {
    const pattern = patterns[axis];
    if ([...values[axis]].some(compilePart(axis, pattern))) continue;
    const guess = guessFor(axis, pattern, values);
    if (guess === undefined) return `${head}: no ${axis} is called "${pattern}"`;
    const rewritten = { ...patterns, [axis]: '*', ...guess };
    return `${head}, did you mean "${negated ? '!' : ''}${write(rewritten)}"?`;
  }
  return caseIds.length === 0 ? head : `${head}: each of its parts exists, but no case combines them`;
}

function parse(text: string): { negated: boolean; patterns: Record<Axis, string> } {
  const negated = text.startsWith('!');
  const body = (negated ? text.slice(1) : text).trim();
  const parts = body.split(':');
  if (body === '' || parts.length > AXES.length || /\s/.test(body)) {
    throw new ConfigurationFailure(`"${text}" is not a selector`, {
      remedy: 'Write feature:model:target; each part is a glob, and a missing part is *.',
    });
  }
  const [feature, model, target] = parts.map((part) => part || '*');
  return { negated, patterns: { feature: feature ?? '*', model: model ?? '*', target: target ?? '*' } };
}

/** An API or a model name is never a whole part of an id, so both can stand for the group they name. */
function compilePart(axis: Axis, pattern: string): (value: string) => boolean {
  if (!isGlob(pattern)) {
    if (axis === 'feature' && !pattern.includes('/')) return compileGlob(`${pattern}/*`);
    if (axis === 'model' && !pattern.includes('@') && pattern !== '-') return compileGlob(`${pattern}@*`);
  }
  return compileGlob(pattern);
}

type Values = Readonly<Record<Axis, ReadonlySet<string>>>;

function valuesOf(caseIds: readonly string[]): Values {
  const values = { feature: new Set<string>(), model: new Set<string>(), target: new Set<string>() };
  for (const id of caseIds) {
    const parts = partsOf(id);
    for (const axis of AXES) values[axis].add(parts[axis]);
  }
  return values;
}

/** What the part may have meant: a value that stands in the wrong place, or a typo, here or there. */
function guessFor(axis: Axis, pattern: string, values: Values): Partial<Record<Axis, string>> | undefined {
  for (const other of AXES) {
    if (other !== axis && [...values[other]].some(compilePart(other, pattern))) return { [other]: pattern };
  }
  const word = pattern.replaceAll(/[*?]/g, '');
  for (const candidate of [axis, ...AXES]) {
    const own = nearest(word, wordsOf(candidate, values[candidate]));
    if (own !== undefined) return { [candidate]: own };
  }
  return undefined;
}

/** Ids and the groups they belong to. */
function wordsOf(axis: Axis, values: ReadonlySet<string>): string[] {
  const separator = axis === 'feature' ? '/' : axis === 'model' ? '@' : undefined;
  const groups =
    separator === undefined ? [] : [...values].map((value) => value.split(separator, 1)[0] ?? value);
  return [...new Set([...values, ...groups])];
}

function write({ feature, model, target }: Record<Axis, string>): string {
  return [feature, model, target].join(':').replace(/(:\*)+$/, '');
}
