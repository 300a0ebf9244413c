import type { ReportCell, ReportModel } from './model.ts';
import { visible } from './visible.ts';

const COLUMNS = [
  'id',
  'feature',
  'model',
  'place',
  'status',
  'assessment',
  'basis',
  'observed_at',
  'region',
  'claims',
] as const;

/** Every cell of the tables, Azure first; RFC 4180 with a header line. Dates are ISO 8601. */
export function renderCsv(model: ReportModel): string {
  const rows = [...model.cells, ...model.elsewhere].map(rowOf);
  return [COLUMNS, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function rowOf(cell: ReportCell): readonly string[] {
  return [
    cell.id,
    cell.feature,
    cell.model,
    cell.place,
    cell.status,
    cell.assessment,
    cell.basis,
    cell.observedAt ?? '',
    [...new Set(cell.evidence.flatMap(({ region }) => region ?? []))].sort().join(' '),
    cell.claims.map(({ id }) => id).join(' '),
  ];
}

/** Spreadsheets run what starts with these signs; an apostrophe makes it a text. */
const FORMULA = /^[=+\-@\t\r]/;

function field(text: string): string {
  const plain = visible(FORMULA.test(text) ? `'${text}` : text);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
