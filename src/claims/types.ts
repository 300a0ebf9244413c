/** Where claims come from: a dated document, a catalogue, the user's own guide. */
export interface ClaimSource {
  /** Short name, e.g. `compatibility-guide`, `learn-responses-2026-01`. */
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  /** ISO date the document gives for itself. */
  readonly date: string;
  readonly language: 'en' | 'zh-CN' | 'zh-TW';
  /** ISO date somebody read it. */
  readonly retrieved: string;
  /** Who speaks; with the date this ranks sources. */
  readonly authority:
    | 'vendor-documentation'
    | 'vendor-specification'
    | 'third-party-catalogue'
    | 'user-guide'
    /** An issue or a thread that quotes an answer of the service: the sighting of one person on one day. */
    | 'quoted-answer'
    /** What a resource says of itself (declared.ts); no file of claims may say so. */
    | 'arm';
  /** The page of which this is one dated edition; a later edition may list what this one could not know. */
  readonly page?: string;
  readonly note?: string;
}

/** One sentence or table cell of a source, made comparable. Never evidence. */
export interface Claim {
  /** `<source>#<slug>`, stable. */
  readonly id: string;
  readonly source: string;
  readonly topic: 'support' | 'parameter' | 'limit' | 'access' | 'lifecycle' | 'region' | 'error' | 'advice';
  readonly subject: {
    /** Model name (`gpt-5-pro`: every version) or id (`gpt-5-pro@2025-10-06`); undefined: not about one model. */
    readonly model?: string;
    readonly api?: 'chat' | 'responses' | 'files' | 'models' | 'service';
    /** Feature id; undefined with an `api`: the API as a whole. */
    readonly feature?: string;
    readonly parameter?: string;
    readonly region?: string;
  };
  readonly statement: 'supported' | 'unsupported' | 'preview' | 'limited' | 'value';
  /** For `value`: the limit, date, access class, error code, … as printed. */
  readonly value?: string | number;
  /**
   * `absence`: the source prints a list that it calls complete and does not name the subject. Weaker than
   * a sentence: it disputes, but evidence that something works makes it `undocumented`, not `contradicted`.
   * `sample`: printed in a sample of code or output, where nobody says that it matters. Weaker as well.
   */
  readonly basis?: 'absence' | 'sample';
  /**
   * Checks that no answer can pass if the statement holds: where one of them passed on traffic of the
   * subject, that observation refutes the statement.
   */
  readonly excludes?: readonly string[];
  /** Where in the source: heading, table row and column, line. */
  readonly where: string;
  /** At most about 200 characters of the source. */
  readonly quote?: string;
}
