"""Calls each model through the API it offers, without the parameters it refuses."""

# Parameters of the other API: refused of every model.
FOREIGN = {}  # filled in from feed.json

# Which API to use, what to leave out, what to send instead; models that are not offered any more are not listed.
MODELS = {}  # filled in from feed.json


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
