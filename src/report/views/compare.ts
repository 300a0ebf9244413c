/** The same model version seen in several places: by region, and by provider. Pure. */
import { currentEvidence } from '../../verdict/evidence.ts';
import type { Evidence, Status } from '../../verdict/types.ts';
import type { Place, ReportCell } from '../model.ts';

/** One feature of a model, place by place. A place in which it was not seen is absent. */
export interface ComparedFeature {
  readonly feature: string;
  readonly seen: ReadonlyMap<
    string,
    { readonly status: Status; readonly evidence: Evidence; readonly cell: ReportCell }
  >;
  /** Seen in two places or more, and not with the same status. */
  readonly differs: boolean;
}

export interface ComparedModel {
  readonly model: string;
  /** Regions, or kinds of provider; at least two. */
  readonly places: readonly string[];
  readonly features: readonly ComparedFeature[];
  /** Features seen in two places or more. */
  readonly common: number;
  readonly different: number;
}

/** Each model with a feature seen in two regions of Azure or more, in the order of the cells. */
export function regionAgainstRegion(cells: readonly ReportCell[]): ComparedModel[] {
  const azure = cells.filter((cell) => cell.place === 'azure');
  return compare(azure, (cell) => {
    const byRegion = Map.groupBy(
      cell.evidence.filter((each) => each.region !== null),
      (each) => each.region ?? '',
    );
    return [...byRegion].flatMap(([region, evidence]) => pick(region, evidence, cell));
  });
}

/** Each model with a feature seen on Azure and at another provider; only what was seen on Azure is compared. `cells` are those of all places but the reference target. */
export function providerAgainstProvider(cells: readonly ReportCell[]): ComparedModel[] {
  const onAzure = new Set(
    cells
      .filter((cell) => cell.place === 'azure')
      .flatMap((cell) => (currentEvidence(cell.evidence).length > 0 ? cell.id : [])),
  );
  const idOnAzure = ({ feature, model }: ReportCell) => `${feature}:${model}`;
  const common = cells.filter((cell) => onAzure.has(idOnAzure(cell)));
  return compare(common, (cell) => pick(cell.place, cell.evidence, cell));
}

/** Providers in the order in which they are read: what the report is about first. */
const PROVIDERS: readonly string[] = ['azure', 'openai', 'other'] satisfies readonly Place[];

interface Seen {
  readonly place: string;
  readonly evidence: Evidence;
  readonly cell: ReportCell;
}

function pick(place: string, evidence: readonly Evidence[], cell: ReportCell): Seen[] {
  const [leading] = currentEvidence(evidence);
  return leading === undefined ? [] : [{ place, evidence: leading, cell }];
}

function compare(
  cells: readonly ReportCell[],
  seenIn: (cell: ReportCell) => readonly Seen[],
): ComparedModel[] {
  const named = cells.filter((cell) => cell.model !== '-');
  return [...Map.groupBy(named, (cell) => cell.model)].flatMap(([model, own]) => {
    const features = [...Map.groupBy(own.flatMap(seenIn), ({ cell }) => cell.feature)].map(
      ([feature, seen]) => comparedFeature(feature, seen),
    );
    const places = [...new Set(features.flatMap(({ seen }) => [...seen.keys()]))].sort(inOrder);
    const common = features.filter(({ seen }) => seen.size > 1).length;
    if (common === 0) return [];
    return [
      {
        model,
        places,
        features,
        common,
        different: features.filter(({ differs }) => differs).length,
      },
    ];
  });
}

function comparedFeature(feature: string, all: readonly Seen[]): ComparedFeature {
  const seen = new Map(
    all.map(({ place, evidence, cell }) => [place, { status: evidence.status, evidence, cell }]),
  );
  return { feature, seen, differs: new Set([...seen.values()].map(({ status }) => status)).size > 1 };
}

function inOrder(a: string, b: string): number {
  const rank = (place: string) => PROVIDERS.indexOf(place);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
