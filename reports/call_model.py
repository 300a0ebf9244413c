"""Calls each model through the API it offers, without the parameters it refuses."""

# Parameters of the other API: refused of every model.
FOREIGN = {
    "chat": {"omit":[],"instead":{}},
    "responses": {"omit":["messages","max_tokens","max_completion_tokens","reasoning_effort","response_format","presence_penalty","frequency_penalty","logit_bias","n","seed","stop"],"instead":{"messages":"input","max_tokens":"max_output_tokens","max_completion_tokens":"max_output_tokens","reasoning_effort":"reasoning.effort","response_format":"text.format"}},
}

# Which API to use, what to leave out, what to send instead; models that are not offered any more are not listed.
MODELS = {
    "computer-use-preview": {"api":"responses","omit":[],"instead":{}},
    "gpt-4.1": {"api":"chat","omit":[],"instead":{}},
    "gpt-4.1-mini": {"api":"chat","omit":[],"instead":{}},
    "gpt-4.1-nano": {"api":"chat","omit":[],"instead":{}},
    "gpt-4o": {"api":"chat","omit":[],"instead":{}},
    "gpt-4o-mini": {"api":"chat","omit":[],"instead":{}},
    "gpt-5": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-5-mini": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-5-nano": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-5-pro": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
    "gpt-5-codex": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
    "gpt-5.1": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
    "gpt-5.1-codex": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
    "gpt-5.1-codex-mini": {"api":"responses","omit":["temperature","top_p","parallel_tool_calls"],"instead":{}},
    "gpt-5.1-codex-max": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
    "gpt-5.2": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-5.2-codex": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
    "gpt-5.3-codex": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
    "gpt-5.4": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-5.4-mini": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens","parallel_tool_calls"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-5.4-nano": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-5.4-pro": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
    "gpt-5.5": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-5.6-luna": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-5.6-sol": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-5.6-terra": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-6-astra": {"api":"chat","omit":["max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-6-luna": {"api":"chat","omit":["presence_penalty","frequency_penalty","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-6-sol": {"api":"chat","omit":["presence_penalty","frequency_penalty","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
    "gpt-chat-latest": {"api":"responses","omit":[],"instead":{}},
    "deepseek-r1": {"api":"chat","omit":[],"instead":{}},
    "deepseek-r1-0528": {"api":"chat","omit":[],"instead":{}},
    "deepseek-v3-0324": {"api":"chat","omit":[],"instead":{}},
    "deepseek-v3.1": {"api":"chat","omit":[],"instead":{}},
    "deepseek-v4-pro": {"api":"chat","omit":[],"instead":{}},
    "mai-ds-r1": {"api":"chat","omit":[],"instead":{}},
}


def call_model(client, model, messages, deployment=None, **options):
    """The answer as text. `options` are those of Chat Completions, such as temperature or max_tokens."""
    call = MODELS.get(model)
    if call is None:
        raise LookupError(f"{model} is not offered any more, or no API is known to work with it")
    omit = FOREIGN[call["api"]]["omit"] + call["omit"]
    instead = {**FOREIGN[call["api"]]["instead"], **call["instead"]}
    sent = {}
    for option, value in options.items():
        name = instead.get(option, None if option in omit else option)
        if name is None or value is None:
            continue
        place, _, member = name.partition(".")
        sent[place] = {**sent.get(place, {}), member: value} if member else value
    if call["api"] == "responses":
        return client.responses.create(model=deployment or model, input=messages, **sent).output_text
    completion = client.chat.completions.create(model=deployment or model, messages=messages, **sent)
    return completion.choices[0].message.content
