/** The ARM id of an account: the only place that takes it apart. Never shown. */
export interface ResourceId {
  readonly subscription: string;
  readonly group: string;
  readonly account: string;
}

const ID =
  /^\/subscriptions\/(?<subscription>[0-9a-f-]{36})\/resourceGroups\/(?<group>[^/]{1,90})\/providers\/Microsoft\.CognitiveServices\/accounts\/(?<account>[A-Za-z0-9][A-Za-z0-9._-]{1,63})\/?$/i;

/** Null for anything else, such as the id of a project or of another kind of resource. */
export function parseResourceId(text: string): ResourceId | null {
  const { subscription, group, account } = ID.exec(text.trim())?.groups ?? {};
  return subscription === undefined || group === undefined || account === undefined
    ? null
    : { subscription, group, account };
}
