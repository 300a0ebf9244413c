import { type CollectionTag, LineCounter, parseDocument, type ScalarTag, type Tags } from 'yaml';
import { RecordingFailure } from '../../failure.ts';

/** Bytes; parsing YAML costs some thirty times its size in memory. */
const MAX_YAML_BYTES = 64 * 1024 * 1024;
/** Aliases one anchor may multiply to; recorders share a few headers, a bomb shares everything. */
const MAX_ALIASES = 100;

/** Psych writes `!binary`, PyYAML `!!binary`. */
const rubyBinary: ScalarTag = {
  tag: '!binary',
  resolve: (text: string) => new Uint8Array(Buffer.from(text.replace(/\s+/g, ''), 'base64')),
};

/**
 * Parses the YAML of recorders as data. YAML 1.1, which PyYAML, Psych and go-yaml write (the string 1e5
 * needs no quotes there), without dates: a header is text. Tags of foreign classes are ignored.
 * Throws RecordingFailure with file:line:column; messages do not quote the text.
 */
export function parseYaml(text: string, file: string): unknown {
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) {
    throw new RecordingFailure(`the YAML file is larger than ${MAX_YAML_BYTES / 1024 / 1024} MB`, {
      place: { file },
      remedy: 'Split the cassette, or convert it to JSON.',
    });
  }
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      version: '1.1',
      customTags: recorderTags,
      lineCounter: lines,
      prettyErrors: false,
      // Recorders repeat keys now and then; like their own readers, the last one counts.
      uniqueKeys: false,
      logLevel: 'error',
    });
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw new RecordingFailure(`not valid YAML: ${nameOf(error.code)}`, {
        place: { file, line, column: col },
        remedy: 'Mend the file, or record it again.',
      });
    }
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    if (cause instanceof RecordingFailure) throw cause;
    throw unreadable(cause, file);
  }
}

function unreadable(cause: unknown, file: string): RecordingFailure {
  if (cause instanceof ReferenceError && /alias/i.test(cause.message)) {
    return new RecordingFailure(
      `the YAML expands too many aliases (more than ${MAX_ALIASES} of one anchor)`,
      {
        place: { file },
        remedy: 'Write the values out, or look where the file comes from: this is how YAML bombs are made.',
        cause,
      },
    );
  }
  if (cause instanceof RangeError) {
    return new RecordingFailure('the YAML is nested too deeply', { place: { file }, cause });
  }
  return new RecordingFailure('the YAML cannot be read', { place: { file }, cause });
}

/** PyYAML takes 1e5 for a string: its floats have a point. */
const pointedFloat: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  format: 'EXP',
  test: /^[-+]?[0-9][0-9_]*\.[0-9_]*[eE][-+]?[0-9]+$/,
  resolve: (text: string) => Number.parseFloat(text.replaceAll('_', '')),
};

/** The tags of YAML 1.1 without dates, and with PyYAML's floats. */
function recorderTags(tags: Tags): Tags {
  const kept = tags.filter(
    (tag) =>
      typeof tag === 'string' ||
      (tag.tag !== 'tag:yaml.org,2002:timestamp' && !(isFloat(tag) && tag.format === 'EXP')),
  );
  return [...kept, pointedFloat, rubyBinary];
}

function isFloat(tag: CollectionTag | ScalarTag): tag is ScalarTag {
  return tag.tag === 'tag:yaml.org,2002:float';
}

/** `BAD_INDENT` → `bad indent`. */
function nameOf(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}
