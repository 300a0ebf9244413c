/** Items of a conversation: what comes out of a response, and what may go into the next. */
import { hexOf, itemId } from '../identity.ts';
import type { Json, JsonObject } from '../json.ts';
import type { InputItem } from '../requests/responses.ts';

/** An output item. It is JSON as the wire has it, and a valid input item of a later request. */
export type OutputItem =
  | {
      readonly type: 'reasoning';
      readonly id: string;
      readonly encrypted_content?: string;
      readonly summary: readonly { readonly type: 'summary_text'; readonly text: string }[];
    }
  | {
      readonly type: 'message';
      readonly id: string;
      readonly status: 'in_progress' | 'completed' | 'incomplete';
      readonly content: readonly {
        readonly type: 'output_text';
        readonly annotations: readonly Json[];
        readonly logprobs: readonly JsonObject[];
        readonly text: string;
      }[];
      readonly role: 'assistant';
    }
  | {
      readonly type: 'function_call';
      readonly id: string;
      readonly status: 'in_progress' | 'completed';
      readonly arguments: string;
      readonly call_id: string;
      readonly name: string;
    }
  | {
      readonly type: 'mcp_list_tools';
      readonly id: string;
      readonly server_label: string;
      readonly tools: readonly JsonObject[];
      /** Only where the tools could not be listed. */
      readonly error?: string;
    }
  | {
      readonly type: 'mcp_call';
      readonly id: string;
      readonly approval_request_id: string | null;
      readonly arguments: string;
      readonly error: JsonObject | null;
      readonly name: string;
      readonly output: string | null;
      readonly server_label: string;
    }
  | {
      readonly type: 'mcp_approval_request';
      readonly id: string;
      readonly arguments: string;
      readonly name: string;
      readonly server_label: string;
    }
  | HostedCall;

/** A call of a tool that the service runs itself. */
export type HostedCall =
  | {
      readonly type: 'code_interpreter_call';
      readonly id: string;
      readonly status: CallStatus;
      readonly code: string;
      readonly container_id: string;
      /** Null where the request does not include them. */
      readonly outputs: readonly JsonObject[] | null;
    }
  | {
      readonly type: 'file_search_call';
      readonly id: string;
      readonly status: CallStatus;
      readonly queries: readonly string[];
      /** Null where the request does not include them. */
      readonly results: readonly JsonObject[] | null;
    }
  | {
      readonly type: 'web_search_call';
      readonly id: string;
      readonly status: CallStatus;
      readonly action: JsonObject;
    }
  | {
      readonly type: 'image_generation_call';
      readonly id: string;
      readonly status: CallStatus;
      readonly background?: string;
      readonly output_format?: string;
      readonly quality?: string;
      /** Base64; absent while it is painted. */
      readonly result?: string;
      readonly revised_prompt?: string;
      readonly size?: string;
    }
  | {
      readonly type: 'computer_call';
      readonly id: string;
      readonly status: CallStatus;
      readonly action: JsonObject;
      readonly call_id: string;
      readonly pending_safety_checks: readonly JsonObject[];
    };

type CallStatus = 'in_progress' | 'completed';

/** The item as it stands when its `output_item.added` event is sent. */
export function opened(item: OutputItem): OutputItem {
  switch (item.type) {
    case 'reasoning':
      return { ...item, summary: [] };
    case 'message':
      return { ...item, status: 'in_progress', content: [] };
    case 'function_call':
      return { ...item, status: 'in_progress', arguments: '' };
    case 'mcp_list_tools':
      return { ...item, tools: [] };
    case 'mcp_call':
      return { ...item, arguments: '', error: null, output: null };
    case 'mcp_approval_request':
      return item;
    case 'code_interpreter_call':
      return { ...item, status: 'in_progress', code: '', outputs: [] };
    case 'file_search_call':
      return { ...item, status: 'in_progress', queries: [], results: null };
    case 'web_search_call':
      return { ...item, status: 'in_progress', action: { type: 'search' } };
    case 'image_generation_call':
      return { id: item.id, type: item.type, status: 'in_progress' };
    case 'computer_call':
      return { ...item, status: 'in_progress' };
  }
}

/** What stands in for an encrypted thought: bound to its item, so that a forged or moved one is noticed. */
export function encryptedThought(reasoningId: string): string {
  return `gAAAAAB${hexOf(120, 'thought', reasoningId)}==`;
}

const PREFIXES: Readonly<Partial<Record<InputItem['type'], string>>> = {
  message: 'msg',
  function_call: 'fc',
  function_call_output: 'fc',
  mcp_approval_response: 'mcpr',
  computer_call_output: 'cuo',
};

/** Input items as they are stored and listed: with an id, a type, and text content in parts. */
export function stored(input: string | readonly InputItem[], responseId: string): InputItem[] {
  const items: readonly InputItem[] =
    typeof input === 'string' ? [{ type: 'message', role: 'user', content: input }] : input;
  return items.map((item, index) => {
    const prefix = PREFIXES[item.type];
    const id = ('id' in item ? item.id : undefined) ?? itemId(prefix ?? 'item', responseId, `in ${index}`);
    if (item.type === 'message') {
      const part = item.role === 'assistant' ? 'output_text' : 'input_text';
      const content =
        typeof item.content === 'string' ? [{ type: part, text: item.content } as const] : item.content;
      return { id, type: 'message', status: 'completed', content, role: item.role };
    }
    return prefix === undefined ? item : { ...item, id };
  });
}
