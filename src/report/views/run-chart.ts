import type { RunSketch } from '../../history/index.ts';
import type { Locale } from '../locale.ts';
import { SYMBOLS } from '../look.ts';

/** Runs as columns, each of one part a status, on a field 1000 units wide and 100 high. */
export interface RunChart {
  readonly title: string;
  readonly columns: readonly {
    readonly x: number;
    readonly width: number;
    readonly parts: readonly { readonly kind: string; readonly y: number; readonly height: number }[];
  }[];
  readonly key: readonly { readonly kind: string; readonly symbol: string; readonly name: string }[];
  /** Cases of the highest column, and the days of the first and last. */
  readonly top: string;
  readonly from: string;
  readonly to: string;
}

const STATUSES = ['supported', 'partial', 'unsupported', 'blocked', 'errored'] as const;
/** Runs that a chart shows. */
const SHOWN_RUNS = 90;
const [WIDTH, HEIGHT] = [1000, 100];

/** Null for fewer than two runs, or where none of them asked anything. */
export function runChart(
  sketches: readonly RunSketch[],
  of: 'real' | 'reference',
  locale: Locale,
): RunChart | null {
  const shown = sketches.slice(-SHOWN_RUNS);
  const sums = shown.map((sketch) => STATUSES.reduce((sum, status) => sum + sketch[of][status], 0));
  const top = Math.max(0, ...sums);
  if (shown.length < 2 || top === 0) return null;
  const step = WIDTH / shown.length;
  const day = (sketch: RunSketch | undefined) => sketch?.entry.startedAt.slice(0, 10) ?? '';
  return {
    title: locale.say(`runs.chart.${of}`),
    columns: shown.map((sketch, at) => {
      let y = HEIGHT;
      const parts = STATUSES.flatMap((status) => {
        const height = (sketch[of][status] / top) * HEIGHT;
        y -= height;
        return height === 0 ? [] : [{ kind: status, y: round(y), height: round(height) }];
      });
      return { x: round(at * step), width: round(step * 0.85), parts };
    }),
    key: STATUSES.filter((status) => shown.some((sketch) => sketch[of][status] > 0)).map((status) => ({
      kind: status,
      symbol: SYMBOLS[status],
      name: locale.say(`status.${status}`),
    })),
    top: locale.number(top),
    from: day(shown[0]),
    to: day(shown.at(-1)),
  };
}

const round = (value: number) => Math.round(value * 10) / 10;
