import type { Claim, ClaimSource } from './types.ts';

/** `fixtures/claims/<source>.yaml` as written: see fixtures/schemas/claims.schema.json. */
export interface ClaimFile {
  readonly source: ClaimSource;
  readonly outside?: Readonly<Record<string, string>>;
  readonly marks?: Readonly<Record<string, Mark>>;
  readonly claims?: readonly ClaimEntry[];
  readonly tables?: readonly ClaimTable[];
}

type Mark = Exclude<Claim['statement'], 'value'>;
type Subject = Claim['subject'];
type Value = string | number;
type Items = readonly string[] | Readonly<Record<string, Value>>;

export interface ClaimEntry {
  readonly id: string;
  readonly topic: Claim['topic'];
  readonly about?: Subject | readonly Subject[];
  readonly each?: Readonly<Partial<Record<'model' | 'region' | 'parameter' | 'feature', Items>>>;
  readonly statement: Claim['statement'];
  readonly value?: Value;
  readonly basis?: 'absence' | 'sample';
  readonly excludes?: readonly string[];
  readonly where: string;
  readonly quote?: string;
  readonly printed?: Readonly<Record<string, string>>;
}

export interface ClaimColumn {
  readonly id: string;
  readonly title: string;
  readonly topic: Claim['topic'];
  readonly about?: Subject | readonly Subject[];
  readonly reads?: 'marks' | 'values';
  readonly means?: Readonly<Record<string, Value>>;
}

export interface ClaimTable {
  readonly id: string;
  readonly where: string;
  readonly columns: readonly ClaimColumn[];
  readonly rows: Readonly<Record<string, readonly (Value | null)[]>>;
  readonly printed?: Readonly<Record<string, string>>;
}

/** A claim, and the JSON pointer of the line it was written on. */
export interface PlacedClaim {
  readonly claim: Claim;
  readonly pointer: string;
}

export interface Expansion {
  readonly claims: readonly PlacedClaim[];
  readonly problems: readonly { readonly pointer: string; readonly message: string }[];
}

const DEFAULT_MARKS: Readonly<Record<string, Mark>> = { '✅': 'supported', '❌': 'unsupported' };

/**
 * One file to its claims: an entry gives one claim for each item and subject, a table one for each cell
 * (an empty cell gives none). Ids are built from the written ids and names only, so inserting a line
 * changes no other claim's id.
 */
export function expandClaims(file: ClaimFile): Expansion {
  const claims: PlacedClaim[] = [];
  const problems: { pointer: string; message: string }[] = [];
  file.claims?.forEach((entry, index) => {
    const pointer = `/claims/${index}`;
    const valued = entry.value !== undefined || valuesOf(entry) !== undefined;
    if (valued !== (entry.statement === 'value')) {
      problems.push({
        pointer: `${pointer}/statement`,
        message: valued
          ? 'a claim with a value must state "value"'
          : 'a claim that states "value" needs a value, or an `each` that maps names to values',
      });
    }
    if (entry.basis === 'absence' && entry.statement !== 'unsupported') {
      problems.push({
        pointer: `${pointer}/basis`,
        message: 'absence from a list can only mean "unsupported"',
      });
    }
    claims.push(...expandEntry(file.source.id, entry, pointer));
  });
  file.tables?.forEach((table, index) => {
    const expanded = expandTable(file, table, `/tables/${index}`);
    claims.push(...expanded.claims);
    problems.push(...expanded.problems);
  });
  return { claims, problems };
}

function expandEntry(source: string, entry: ClaimEntry, pointer: string): PlacedClaim[] {
  const base = {
    source,
    topic: entry.topic,
    statement: entry.statement,
    ...(entry.value === undefined ? {} : { value: entry.value }),
    ...(entry.basis === undefined ? {} : { basis: entry.basis }),
    ...(entry.excludes === undefined ? {} : { excludes: entry.excludes }),
    ...(entry.quote === undefined ? {} : { quote: entry.quote }),
  };
  const subjects = subjectsOf(entry.about);
  const [axis] = Object.entries(entry.each ?? {});
  if (axis === undefined) {
    return subjects.map((subject) => ({
      claim: { id: idOf(source, entry.id, subjects, subject), ...base, subject, where: entry.where },
      pointer,
    }));
  }
  const [kind, items] = axis;
  const names = Array.isArray(items) ? items : Object.keys(items);
  const values = valuesOf(entry);
  return names.flatMap((name: string, index: number) => {
    const value = values?.[name];
    const printed = entry.printed?.[name];
    return subjects.map((subject) => ({
      claim: {
        id: idOf(source, `${entry.id}/${name}`, subjects, subject),
        ...base,
        ...(value === undefined ? {} : { value }),
        ...(printed === undefined ? {} : { quote: printed }),
        subject: { ...subject, [kind]: name },
        where: `${entry.where}, ${printed ?? name}`,
      },
      pointer: `${pointer}/each/${kind}/${values === undefined ? index : escapePointer(name)}`,
    }));
  });
}

function valuesOf(entry: ClaimEntry): Readonly<Record<string, Value>> | undefined {
  const [items] = Object.values(entry.each ?? {});
  return items === undefined || isList(items) ? undefined : items;
}

function isList(items: Items): items is readonly string[] {
  return Array.isArray(items);
}

function expandTable(file: ClaimFile, table: ClaimTable, pointer: string): Expansion {
  const claims: PlacedClaim[] = [];
  const problems: { pointer: string; message: string }[] = [];
  for (const [model, cells] of Object.entries(table.rows)) {
    const rowPointer = `${pointer}/rows/${escapePointer(model)}`;
    if (cells.length !== table.columns.length) {
      problems.push({
        pointer: rowPointer,
        message: `${cells.length} cells for ${table.columns.length} columns (${table.columns.map(({ id }) => id).join(', ')})`,
      });
      continue;
    }
    table.columns.forEach((column, index) => {
      const printed = cells[index] ?? null;
      if (printed === null) return;
      const said = readCell(column, printed, file.marks ?? DEFAULT_MARKS);
      if (said === undefined) {
        problems.push({
          pointer: `${rowPointer}/${index}`,
          message: `"${printed}" is no mark; known marks: ${Object.keys(file.marks ?? DEFAULT_MARKS).join(' ')}`,
        });
        return;
      }
      const subjects = subjectsOf(column.about);
      for (const subject of subjects) {
        claims.push({
          claim: {
            id: idOf(file.source.id, `${table.id}/${model}/${column.id}`, subjects, subject),
            source: file.source.id,
            topic: column.topic,
            subject: { ...subject, model },
            ...said,
            where: `${table.where}, row ${table.printed?.[model] ?? model}, column ${column.title}`,
            quote: String(printed),
          },
          pointer: `${rowPointer}/${index}`,
        });
      }
    });
  }
  return { claims, problems };
}

function readCell(
  column: ClaimColumn,
  printed: Value,
  marks: Readonly<Record<string, Mark>>,
): Pick<Claim, 'statement' | 'value'> | undefined {
  if (column.reads === 'values') {
    return { statement: 'value', value: column.means?.[String(printed)] ?? printed };
  }
  const statement = Object.hasOwn(marks, printed) ? marks[String(printed)] : undefined;
  return statement === undefined ? undefined : { statement };
}

function subjectsOf(about: Subject | readonly Subject[] | undefined): readonly Subject[] {
  if (about === undefined) return [{}];
  return isSubjects(about) ? about : [about];
}

function isSubjects(about: Subject | readonly Subject[]): about is readonly Subject[] {
  return Array.isArray(about);
}

/** Several subjects under one written id are told apart by what they are about. */
function idOf(source: string, slug: string, subjects: readonly Subject[], subject: Subject): string {
  if (subjects.length === 1) return `${source}#${slug}`;
  const parts = [subject.model, subject.feature ?? subject.api, subject.parameter, subject.region];
  return `${source}#${slug}/${parts.filter((part) => part !== undefined).join('/')}`;
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
