import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  startStandInServer,
} from './stand-in-server.ts';

/** `running` until its Wait node is reached. */
export type ExecutionState = 'running' | 'waiting' | 'finished';

export type N8nStandIn = StandInServer & {
  /** Makes an execution, and answers the URL that resumes it (`$execution.resumeUrl`), signed. */
  execution(id: string, state: ExecutionState): string;
  /** Bodies that resumed an execution, by its id. */
  readonly resumed: ReadonlyMap<string, unknown>;
};

const PATH = '/webhook-waiting/';

/**
 * Resumes workflows as n8n's Wait node does ("On Webhook Call", POST): signature first, then whether there is such
 * an execution, then whether it waits. As n8n's packages/cli/src/webhooks/waiting-webhooks.ts answers.
 */
export async function startN8nStandIn(options: StandInOptions = {}): Promise<N8nStandIn> {
  const states = new Map<string, ExecutionState>();
  const resumed = new Map<string, unknown>();
  const server = await startStandInServer(options, (call): StandInAnswer => {
    const id = call.path.startsWith(PATH) ? call.path.slice(PATH.length) : null;
    const state = id === null ? undefined : states.get(id);
    if (id === null || state === undefined) return failure(404, `The execution "${id}" does not exist.`);
    if (call.target !== targetOf(id)) return { status: 401, body: { error: 'Invalid token' } };
    if (state === 'running') return failure(409, `The execution "${id}" is running already.`);
    if (state === 'finished') return failure(409, `The execution "${id} has finished already.`);
    if (call.method !== 'POST') return failure(404, noWebhook(id));
    resumed.set(id, bodyOf(call));
    states.set(id, 'finished');
    return { status: 200, body: { message: 'Workflow was started' } };
  });
  return {
    ...server,
    resumed,
    execution(id, state) {
      states.set(id, state);
      return `${server.url}${targetOf(id)}`;
    },
  };
}

/** With characters that a URL parser would write in another way. */
const targetOf = (id: string): string => `${PATH}${id}?signature=a%2Fb'|{s1gnature}`;

const noWebhook = (id: string): string =>
  `The workflow for execution "${id}" does not contain a waiting webhook with a matching path/method.`;

const failure = (status: number, message: string): StandInAnswer => ({
  status,
  body: { code: status, message },
});

function bodyOf({ body }: StandInCall): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
