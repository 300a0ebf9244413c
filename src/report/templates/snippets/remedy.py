"""What to do about an error answer, by status, code and message together."""

import re

RULES = []  # filled in from errors.yaml


def remedy(status, code, message):
    """A sentence, or None for an answer that no rule knows."""
    for rule in RULES:
        if status in rule["http"] and code in rule.get("code", [code]):
            if re.search(rule.get("message", ""), message, re.IGNORECASE):
                return rule["remedy"]
    return None


# try:
#     text = call_model(client, "gpt-5-pro", messages, temperature=0.7)
# except openai.APIStatusError as error:
#     print(remedy(error.status_code, error.code, (error.body or {}).get("message", "")) or error)
