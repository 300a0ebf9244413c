/**
 * Tools that the service runs itself. None of them is intelligent: a few words of the question decide
 * whether it is used, and the result follows from the question alone.
 *
 *   const hosted = openHosted(scene);           throws the refusals of what cannot be used
 *   hosted.uses(question, itemId)               in the order of `tools`; empty where none is wanted
 */
import { hostedToolUnsupported } from '../refusal.ts';
import type { HostedTool } from '../requests/hosted-tools.ts';
import { codeInterpreter } from './code-interpreter.ts';
import { computerUse } from './computer-use.ts';
import { fileSearch } from './file-search.ts';
import { imageGeneration } from './image-generation.ts';
import type { ReadyTool, Scene, Use } from './use.ts';
import { webSearch } from './web-search.ts';

export interface Hosted {
  uses(question: string, id: (prefix: string) => string): readonly Use[];
}

/** Throws where a tool is not offered by the model, or what it names is not there. */
export function openHosted(scene: Scene): Hosted {
  const ready = (scene.request.tools ?? []).flatMap((tool) =>
    tool.type === 'function' || tool.type === 'mcp' ? [] : [readyTool(tool, scene)],
  );
  return {
    uses: (question, id) =>
      chosen(ready, scene, question)
        .slice(0, scene.request.max_tool_calls ?? Number.POSITIVE_INFINITY)
        .map((tool) => tool.use(question, id)),
  };
}

function readyTool(tool: HostedTool, scene: Scene): ReadyTool {
  if (!scene.model.hosted.includes(tool.type)) throw hostedToolUnsupported(tool.type, scene.model.name);
  switch (tool.type) {
    case 'code_interpreter':
      return codeInterpreter(tool, scene);
    case 'file_search':
      return fileSearch(tool, scene);
    case 'web_search':
    case 'web_search_preview':
      return webSearch(tool, scene);
    case 'image_generation':
      return imageGeneration(tool, scene);
    case 'computer_use_preview':
      return computerUse(scene);
    case 'local_shell':
      throw hostedToolUnsupported(tool.type, scene.model.name);
  }
}

function chosen(ready: readonly ReadyTool[], { request, conversation }: Scene, question: string) {
  const choice = request.tool_choice ?? 'auto';
  if (choice === 'none') return [];
  if (typeof choice === 'object') return ready.filter(({ type }) => type === choice.type);
  const last = conversation.at(-1);
  const asked = last?.type === 'message' && last.role === 'user';
  const wanted = asked ? ready.filter((tool) => tool.wanted(question)) : [];
  const forced = choice === 'required' && wanted.length === 0 && ready.length === request.tools?.length;
  return forced ? ready.slice(0, 1) : wanted;
}
