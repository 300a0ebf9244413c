/** `code_interpreter`: runs a program in a container, which it opens or finds again. */
import { copyInto } from '../containers/operations.ts';
import { Container, type ContainerFile, pathOf } from '../containers/store.ts';
import type { JsonObject } from '../json.ts';
import { arithmeticIn } from '../model/arithmetic.ts';
import { containerExpired, containerNotFound, fileNotFound } from '../refusal.ts';
import type { HostedTool } from '../requests/hosted-tools.ts';
import { programFor } from './python.ts';
import type { Citation, ReadyTool, Scene } from './use.ts';

type Tool = Extract<HostedTool, { type: 'code_interpreter' }>;

export function codeInterpreter({ container: wanted }: Tool, scene: Scene): ReadyTool {
  const { request, state } = scene;
  const fileIds = typeof wanted === 'string' ? [] : (wanted.file_ids ?? []);
  const missing = fileIds.find((id) => !state.files.has(id));
  if (missing !== undefined) throw fileNotFound(missing, 'tools');
  const named = typeof wanted === 'string' ? namedContainer(wanted, scene) : null;
  return {
    type: 'code_interpreter',
    wanted: (question) =>
      /\b(?:python|code|calculate|compute|csv|plot|chart)\b/i.test(question) ||
      arithmeticIn(question) !== undefined,
    use(question, id) {
      const now = state.seconds();
      const container = named ?? activeContainer(scene) ?? opened(wanted, scene);
      container.touch(now);
      for (const file of [...fileIds, ...attachedFiles(scene)]) copyInto(container, file, 'tools', state);
      const { code, logs, made } = programFor(question, [...container.files.values()]);
      const file =
        made === null
          ? null
          : container.put(made.filename, new TextEncoder().encode(made.text), 'assistant', now);
      return {
        item: {
          id: id('ci'),
          type: 'code_interpreter_call',
          status: 'completed',
          code,
          container_id: container.id,
          outputs: request.include?.includes('code_interpreter_call.outputs')
            ? [{ type: 'logs', logs }]
            : null,
        },
        told: file === null ? logs.trim() : `${logs.trim()}, saved as ${linkTo(file)}`,
        citations: file === null ? [] : [citationOf(container, file)],
      };
    },
  };
}

function namedContainer(id: string, { state }: Scene): Container {
  const container = state.containers.get(id);
  if (container === undefined) throw containerNotFound(id);
  if (container.expired(state.seconds())) throw containerExpired();
  return container;
}

/** The container of an earlier call of this conversation (documentation of `auto`). */
function activeContainer({ conversation, state }: Scene): Container | undefined {
  const ids = conversation.flatMap((item) =>
    item.type === 'code_interpreter_call' ? [item.container_id] : [],
  );
  const container = state.containers.get(ids.at(-1) ?? '');
  return container?.expired(state.seconds()) ? undefined : container;
}

function opened(wanted: Tool['container'], { state, ordinal }: Scene): Container {
  const memory = typeof wanted === 'string' ? undefined : (wanted.memory_limit ?? undefined);
  const container = new Container(ordinal, state.seconds(), { memory });
  state.containers.set(container.id, container);
  return container;
}

/** Files of the input are there for the code without being named again (documentation). */
function attachedFiles({ conversation, state }: Scene): string[] {
  return conversation.flatMap((item) => {
    if (item.type !== 'message' || typeof item.content === 'string') return [];
    return item.content.flatMap((part) =>
      part.type === 'input_file' && state.files.has(part.file_id ?? '') ? [part.file_id ?? ''] : [],
    );
  });
}

function linkTo(file: ContainerFile): string {
  return `[${file.filename}](sandbox:${pathOf(file)})`;
}

function citationOf(container: Container, file: ContainerFile): Citation {
  return {
    marker: `sandbox:${pathOf(file)}`,
    annotation: (start, end): JsonObject => ({
      type: 'container_file_citation',
      container_id: container.id,
      end_index: end,
      file_id: file.id,
      filename: file.filename,
      start_index: start,
    }),
  };
}
