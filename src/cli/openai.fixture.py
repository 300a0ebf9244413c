"""For tests: the two calls of the `openai` package that a snippet makes, over HTTP, with errors alike."""

import json
import sys
import urllib.error
import urllib.request
from types import SimpleNamespace

sys.dont_write_bytecode = True


class APIStatusError(Exception):
    def __init__(self, status_code, body):
        super().__init__(f"Error code: {status_code} - {body}")
        self.status_code = status_code
        self.body = body.get("error", {})
        self.code = self.body.get("code")


class OpenAI:
    def __init__(self, base_url, api_key):
        self.base_url, self.api_key = base_url, api_key
        self.responses = SimpleNamespace(create=lambda **body: self._response(body))
        self.chat = SimpleNamespace(completions=SimpleNamespace(create=lambda **body: self._post("chat/completions", body)))

    def _response(self, body):
        response = self._post("responses", body)
        texts = [part.text for item in response.output if item.type == "message" for part in item.content]
        response.output_text = "".join(texts)
        return response

    def _post(self, path, body):
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.api_key}"}
        request = urllib.request.Request(self.base_url + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.load(answer, object_hook=lambda members: SimpleNamespace(**members))
        except urllib.error.HTTPError as error:
            raise APIStatusError(error.code, json.load(error)) from None


def main():
    """Reads a call a line from standard input; writes its text or its error, and what the rules say of it."""
    sys.path.insert(0, sys.argv[3])
    from call_model import call_model
    from remedy import remedy

    client = OpenAI(sys.argv[1], sys.argv[2])
    for line in sys.stdin:
        call = json.loads(line)
        try:
            if call.get("naive"):
                answer = client.chat.completions.create(model=call["model"], messages=call["messages"], **call["options"])
                text = answer.choices[0].message.content
            else:
                text = call_model(client, call["model"], call["messages"], **call["options"])
            print(json.dumps({"text": text}))
        except APIStatusError as error:
            message = error.body.get("message", "")
            print(json.dumps({"status": error.status_code, "remedy": remedy(error.status_code, error.code, message)}))
        except LookupError as error:
            print(json.dumps({"unknown": str(error)}))


main()
