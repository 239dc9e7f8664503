import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deskChannels } from '../../app/desk-channels.ts';
import { tryPolicy } from '../../app/try-policy.ts';
import type { FactKind } from '../../domain/facts/fact.ts';
import { type GivenFacts, parseFacts } from '../../domain/facts/parse-facts.ts';
import { dayOf } from '../../kernel/calendar.ts';
import { questionField, type TrialForm, triedPage, tryPage } from '../../pages/desk/try-page.ts';
import { refusalInWords } from '../api/create-refusal.ts';
import { sentenceForFact } from '../api/facts.ts';
import { sentForm } from '../form.ts';
import { problem } from '../problem.ts';
import type { DeskContext } from './desk-context.ts';
import { sendDeskPage } from './send-desk-page.ts';
import { frameOf, operatorIn, parametersOf } from './signed-in.ts';

const PATH = '/desk/try';

/** `GET` and `POST /desk/try` */
export function tryRoutes(scope: FastifyInstance, context: DeskContext): void {
  const { service } = context;
  const policies = [...service.policies.values()];

  const show = (request: FastifyRequest, reply: FastifyReply, form: TrialForm, fault: string | null) =>
    sendDeskPage(
      reply,
      fault === null ? 200 : 422,
      tryPage(frameOf(context, request), policies, form, fault),
    );

  scope.get(PATH, (request, reply) => {
    const { policy, channel } = parametersOf(request);
    const chosen = channelFor(request, channel);
    return show(
      request,
      reply,
      { channel: chosen.id, policy: policy ?? chosen.policy.name, language: '', values: new Map() },
      null,
    );
  });

  scope.post(PATH, async (request, reply) => {
    const values = new Map([...sentForm(request)].map(([name, [value = '']]) => [name, value.trim()]));
    const channel = channelFor(request, values.get('channel'));
    const form: TrialForm = {
      channel: channel.id,
      policy: values.get('policy') ?? '',
      language: values.get('language') ?? '',
      values,
    };
    const policy = service.policies.get(form.policy);
    if (policy === undefined) return show(request, reply, form, 'Choose one of the policies.');
    const facts = parseFacts(givenFacts(policy.facts, values), {
      today: dayOf(service.clock.now()),
      lists: service.lists,
    });
    if (!facts.ok) return show(request, reply, form, sentenceForFact(facts.error));
    const outcome = await tryPolicy(service, channel, operatorIn(request), {
      policy: policy.name,
      locale: form.language === '' ? null : form.language.slice(0, 35),
      facts: facts.value,
    });
    if (outcome.type !== 'created') {
      const { code, detail } = refusalInWords(outcome);
      return show(request, reply, form, problem(code, detail, null).detail);
    }
    return sendDeskPage(reply, 200, triedPage(frameOf(context, request), outcome.challenge));
  });

  /** The channel of that name that the operator may see, or else the first one. */
  function channelFor(request: FastifyRequest, name: string | undefined) {
    const channels = deskChannels(service, operatorIn(request).scope);
    const [first] = channels;
    if (first === undefined) throw new Error('an operator without a channel was let in');
    return channels.find(({ id }) => id === name) ?? first;
  }
}

/** What was filled in, in the form in which a bot would send it. */
function givenFacts(kinds: readonly FactKind[], values: ReadonlyMap<string, string>): GivenFacts {
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const value = values.get(kind) ?? '';
      const question = values.get(questionField(kind)) ?? '';
      if (value === '') return [];
      return [[kind, question === '' ? value : { value, question }]];
    }),
  );
}
