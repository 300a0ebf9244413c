/** The text of a first scenario, with the words that lead on from it. Pure. */

/** `schema`: path of the schema from the file, for the editor. */
export function renderScenario(feature: string, schema: string): string {
  const title = feature.replace(/^.*\//, '').replaceAll('-', ' ');
  return `# yaml-language-server: $schema=${schema}
# Written by: aoai-conform init --scenario ${feature}
# An editor with the YAML language server completes and explains every key from the schema above.

# The line of the feature in plan and report.
feature:
  title: ${JSON.stringify(title)} # or { en: …, zh-CN: …, zh-TW: … }
  kinds: [general, reasoning] # the kinds of model that are asked
  # scope: target            # asked once a target instead of once a model
  # targetKinds: [azure]     # asked only there
  estimate: { requests: 2, inputTokens: 30, outputTokens: 200 }
  # The page that says how it has to be.
  source: https://learn.microsoft.com/azure/ai-foundry/openai/latest

# Requests in their order, each with what must come back. Schema, stream grammar, error contract and usage are
# checked of every answer without being asked; a check here says what makes the feature work.
steps:
  - name: created
    ask: responses.create # the deployment is filled in; what is created is deleted again
    body: { input: Name one colour. }
    expect:
      - { check: completed, says: the response is completed, at: /status, equals: completed }
      # at: a JSON pointer, with one of equals, type, pattern, present, absent, schema.
      # Instead of at: header, status (a number) or error (a class of error).

  - ask: responses.retrieve
    id: \${created#/id} # what stands at /id in the answer of the step "created"
    expect:
      - { check: same-id, says: it can be read again by its id, at: /id, equals: '\${created#/id}' }

  # A request that no client would write, which the service must refuse:
  # - send: POST /responses
  #   raw: '{"model": "\${deployment}", "input":'
  #   refused: true
  #   expect:
  #     - { check: refused, says: JSON that breaks off is answered by 400, status: 400 }
`;
}
