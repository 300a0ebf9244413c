import type { ClaimFile, PlacedClaim } from './expand.ts';
import type { Claim } from './types.ts';

/**
 * One sentence, table cell, list entry or note of a source, with the claims that it makes: one for each
 * model, region or feature that it speaks of.
 */
export interface Statement {
  /** `<source>#<id as written>` */
  readonly id: string;
  readonly source: string;
  /** Heading, table row and column, number of the entry. */
  readonly where: string;
  /** The words of the source, the value they state, or the names of a list. */
  readonly words: string;
  readonly claims: readonly Claim[];
}

/** The claims of a file by the line that was written for them. */
export function statementsOf(file: ClaimFile, placed: readonly PlacedClaim[]): readonly Statement[] {
  const byLine = Map.groupBy(placed, ({ pointer }) => pointer.replace(/\/each\/.*$/, ''));
  return [...byLine].flatMap(([pointer, group]): Statement[] => {
    const claims = group.map(({ claim }) => claim);
    const [first] = claims;
    if (first === undefined) return [];
    const entry = /^\/claims\/(\d+)$/.exec(pointer)?.[1];
    const written = entry === undefined ? undefined : file.claims?.[Number(entry)];
    const slug = written?.id ?? cellOf(first);
    return [
      {
        id: `${file.source.id}#${slug}`,
        source: file.source.id,
        where: written?.where ?? first.where,
        words: wordsOf(written ?? first) ?? namesIn(claims),
        claims,
      },
    ];
  });
}

/** `table/gpt-5/gpt-5-pro/access`, without what tells several subjects of one cell apart. */
function cellOf(claim: Claim): string {
  const slug = claim.id.slice(claim.source.length + 1);
  const { model = '', feature } = claim.subject;
  const head = slug.slice(0, slug.indexOf(`/${model}/`) + model.length + 2);
  const [column = ''] = slug.slice(head.length).split('/');
  return feature === undefined ? slug : `${head}${column}`;
}

function wordsOf({ quote, value }: Pick<Claim, 'quote' | 'value'>): string | undefined {
  return quote ?? (value === undefined ? undefined : String(value));
}

function namesIn(claims: readonly Claim[]): string {
  const names = claims.map(
    ({ subject: { model, region, parameter, feature } }) => model ?? region ?? parameter ?? feature ?? '',
  );
  return [...new Set(names)].join(', ');
}
