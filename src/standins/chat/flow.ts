/**
 * What a bot keeps of one person, as bot platforms do: texts by name. Null and absent are the same: not set.
 */
export type Attributes = Map<string, string | null>;

/** One block of a flow. `{{name}}` in a text stands for the attribute of that name. */
export type Step =
  | { readonly type: 'set_attributes'; readonly attributes: Readonly<Record<string, string | null>> }
  | JsonRequest
  | { readonly type: 'message'; readonly text: string }
  | {
      readonly type: 'condition';
      readonly attribute: string;
      /** Steps by the attribute's value. */
      readonly branches: Readonly<Record<string, readonly Step[]>>;
      readonly otherwise: readonly Step[];
    };

export type JsonRequest = {
  readonly type: 'json_request';
  /** Attributes are percent-encoded where they are put in. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Attribute by member of the answer. */
  readonly save: Readonly<Record<string, string>>;
  /** What follows anything but a 2xx; `http_status` then holds the status, and is not set where none came. */
  readonly failed: readonly Step[];
};

/** Flows by name. */
export type Flows = Readonly<Record<string, readonly Step[]>>;

/** What a step can reach: the person's attributes, the chat, and the web. */
export type FlowRun = {
  readonly attributes: Attributes;
  say(text: string): void;
  request(url: string, headers: Readonly<Record<string, string>>): Promise<JsonAnswer>;
};

export type JsonAnswer = {
  /** Null where no answer came. */
  readonly status: number | null;
  /** The members of the answer that are texts. */
  readonly members: Readonly<Record<string, string>>;
};

/** Plays a flow from its first step. @returns false where there is no flow of that name. */
export async function playFlow(flows: Flows, name: string, run: FlowRun): Promise<boolean> {
  const steps = Object.hasOwn(flows, name) ? flows[name] : undefined;
  if (steps === undefined) return false;
  await play(steps, run);
  return true;
}

/** @returns false where a failed request has led away from the steps that would follow. */
async function play(steps: readonly Step[], run: FlowRun): Promise<boolean> {
  for (const step of steps) {
    if (!(await playStep(step, run))) return false;
  }
  return true;
}

async function playStep(step: Step, run: FlowRun): Promise<boolean> {
  switch (step.type) {
    case 'set_attributes':
      for (const [name, value] of Object.entries(step.attributes)) run.attributes.set(name, value);
      return true;
    case 'message':
      run.say(filledIn(step.text, run.attributes, (value) => value));
      return true;
    case 'json_request':
      return playRequest(step, run);
    case 'condition': {
      const value = run.attributes.get(step.attribute) ?? null;
      const branch = value !== null && Object.hasOwn(step.branches, value) ? step.branches[value] : undefined;
      return play(branch ?? step.otherwise, run);
    }
  }
}

async function playRequest(step: JsonRequest, run: FlowRun): Promise<boolean> {
  const url = filledIn(step.url, run.attributes, encodeURIComponent);
  const { status, members } = await run.request(url, step.headers);
  run.attributes.set('http_status', status === null ? null : String(status));
  if (status === null || status < 200 || status > 299) {
    await play(step.failed, run);
    return false;
  }
  for (const [member, attribute] of Object.entries(step.save)) {
    run.attributes.set(attribute, members[member] ?? null);
  }
  return true;
}

const filledIn = (text: string, attributes: Attributes, encode: (value: string) => string): string =>
  text.replaceAll(/\{\{([^{}]+)\}\}/gu, (_whole, name: string) => encode(attributes.get(name) ?? ''));
