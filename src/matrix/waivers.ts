/** `waivers:` of the matrix: what stands in the file, with the facts of the catalogue it is bound to. */
import { cells } from './expand.ts';
import { compileSelector, partsOf } from './selector.ts';
import type { Matrix, Model, Waiver } from './types.ts';

/** `expires`: an ISO date, or `retirement`. */
export type RawWaiver = Omit<Waiver, 'bound'>;

type Complain = (pointer: string, message: string) => void;

/**
 * A waiver that expires with its models holds until the last of them retires: of one that is gone no case runs.
 * Complains about a model without a date, and about a budget that can never be exceeded.
 */
export function resolveWaivers(
  raw: readonly RawWaiver[],
  matrix: Omit<Matrix, 'waivers'>,
  complain: Complain,
): readonly Waiver[] {
  return raw.map((waiver, index): Waiver => {
    const at = `/waivers/${index}`;
    const { flaky } = waiver;
    if (flaky !== undefined && flaky.at_most >= flaky.of)
      complain(`${at}/flaky/at_most`, `${flaky.at_most} of ${flaky.of} is always; a flake passes at times`);
    if (waiver.expires !== 'retirement') return waiver;
    const expires = retirementOf(waiver, matrix, (message) => complain(`${at}/expires`, message));
    return { ...waiver, expires, bound: 'retirement' };
  });
}

function retirementOf(
  { cases }: RawWaiver,
  matrix: Omit<Matrix, 'waivers'>,
  complain: (message: string) => void,
): string {
  const selector = compileSelector(cases);
  const models = new Set<Model | null>(
    cells({ ...matrix, waivers: [] }, '')
      .filter(({ id }) => selector.fits(partsOf(id)))
      .map(({ model, carrier }) => (model === '-' ? null : carrier)),
  );
  const dates: string[] = [];
  for (const model of models) {
    if (model === null) complain('a feature that is asked once a target retires with no model; write a date');
    else if (model.retires === undefined)
      complain(`${model.id} has no retirement date in the catalogue; write a date`);
    else dates.push(model.retires);
  }
  // What matches nothing is complained about where all selectors are.
  return dates.sort().at(-1) ?? '9999-12-31';
}
