/** A step a tool call announces with an event of its own. */
interface Phase {
  /** Type of the item that announces it. */
  readonly holder: string;
  /** Position in the call; an event with a lower one comes too late. */
  readonly rank: number;
  readonly repeatable: boolean;
  readonly last: boolean;
}

const CALLS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  web_search_call: [['in_progress'], ['searching'], ['completed']],
  file_search_call: [['in_progress'], ['searching'], ['completed']],
  code_interpreter_call: [['in_progress'], ['interpreting'], ['completed']],
  image_generation_call: [['in_progress'], ['generating'], ['partial_image'], ['completed']],
  mcp_call: [['in_progress'], ['completed', 'failed']],
  mcp_list_tools: [['in_progress'], ['completed', 'failed']],
};

/** Event type to phase, from openai@7.55.0#ResponseStreamEvent. */
export const PHASES: ReadonlyMap<string, Phase> = new Map(
  Object.entries(CALLS).flatMap(([holder, steps]) =>
    steps.flatMap((names, rank) =>
      names.map((name): [string, Phase] => [
        `response.${holder}.${name}`,
        { holder, rank, repeatable: name === 'partial_image', last: rank === steps.length - 1 },
      ]),
    ),
  ),
);
