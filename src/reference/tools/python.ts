/**
 * The "Python" of the code interpreter: three kinds of program, written and run together. They add up a
 * column of a CSV file, calculate, or print the question.
 */
import { type ContainerFile, pathOf } from '../containers/store.ts';
import { arithmeticIn } from '../model/arithmetic.ts';

export interface Program {
  readonly code: string;
  /** What it prints. */
  readonly logs: string;
  /** The file it writes. */
  readonly made: { readonly filename: string; readonly text: string } | null;
}

export function programFor(question: string, files: readonly ContainerFile[]): Program {
  return totalled(question, files) ?? calculated(question) ?? printed(question);
}

function totalled(question: string, files: readonly ContainerFile[]): Program | undefined {
  const table = files.findLast(({ filename }) => /\.csv$/i.test(filename));
  if (table === undefined) return undefined;
  const [head = [], ...rows] = new TextDecoder()
    .decode(table.bytes)
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const at = head.findIndex(
    (name, place) =>
      new RegExp(`\\b${name.replaceAll(/\W/g, '.')}\\b`, 'i').test(question) &&
      rows.every((row) => Number.isFinite(Number(row[place]))),
  );
  if (at < 0) return undefined;
  const total = String(rows.reduce((sum, row) => sum + Number(row[at]), 0));
  const filename = [...question.matchAll(/[\w-]+\.(?:txt|csv|md|json)\b/gi)]
    .map(([name]) => name)
    .find((name) => files.every((file) => file.filename !== name));
  const lines = [
    'import csv',
    `rows = list(csv.DictReader(open('${pathOf(table)}')))`,
    `total = sum(int(row['${head[at]}']) for row in rows)`,
    ...(filename === undefined ? [] : [`open('${pathOf({ filename })}', 'w').write(str(total))`]),
    'print(total)',
  ];
  return {
    code: lines.join('\n'),
    logs: `${total}\n`,
    made: filename === undefined ? null : { filename, text: total },
  };
}

function calculated(question: string): Program | undefined {
  const found = arithmeticIn(question);
  if (found === undefined) return undefined;
  const { left, sign, right, value } = found;
  return { code: `print(${left} ${sign} ${right})`, logs: `${value}\n`, made: null };
}

function printed(question: string): Program {
  const text = question.replaceAll(/\s+/g, ' ').slice(0, 80);
  return { code: `print(${JSON.stringify(text)})`, logs: `${text}\n`, made: null };
}
