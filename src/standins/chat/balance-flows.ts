import type { Flows } from './flow.ts';
import type { Person } from './person.ts';

export type BalanceBot = {
  /** Where the bot asks for challenges, without a slash at the end. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly person: Person;
  /** How long a link is good for. */
  readonly seconds: number;
};

/** Started when the person asks for the balance. */
export const VERIFY_FLOW = 'Verify';
/** Started by the verdict. */
export const BALANCE_FLOW = 'Balance';

/**
 * The two flows of a bot that shows a balance only to whom it belongs. The first asks for a link and sends it; the
 * second is named in that request, is started by the verdict, and branches on `user_validated`.
 */
export function balanceFlows({ apiUrl, apiKey, person, seconds }: BalanceBot): Flows {
  return {
    [VERIFY_FLOW]: [
      {
        type: 'set_attributes',
        attributes: {
          telefono: person.phone,
          fecha_cumple: person.dateOfBirth,
          flow_name: BALANCE_FLOW,
          user_validated: null,
        },
      },
      {
        type: 'json_request',
        url:
          `${apiUrl}/generate_dynamic_page?client_id={{chatfuel user id}}&telefono={{telefono}}` +
          '&flow_name={{flow_name}}&fecha_cumple={{fecha_cumple}}',
        headers: { 'X-API-Key': apiKey },
        save: { dynamic_url: 'urlDinamica' },
        failed: [
          {
            type: 'condition',
            attribute: 'http_status',
            branches: {
              '429': [
                {
                  type: 'message',
                  text: 'I may not ask you again for now: there were too many wrong answers, or too many links. Please try again later.',
                },
              ],
            },
            otherwise: [
              {
                type: 'message',
                text: 'I cannot verify anybody at the moment. Please try again in a minute.',
              },
            ],
          },
        ],
      },
      {
        type: 'message',
        text: `Gladly. First let me make sure that it is you: answer one question behind this link. You have ${seconds} seconds.\n{{urlDinamica}}`,
      },
    ],
    [BALANCE_FLOW]: [
      {
        type: 'condition',
        attribute: 'user_validated',
        branches: {
          true: [
            { type: 'message', text: `Thank you, ${person.name}. Your vault holds 12,480.50 as of today.` },
          ],
        },
        otherwise: [
          {
            type: 'message',
            text: 'I am sorry: I could not make sure that it is you, so I cannot show the balance. Write “balance” to try again.',
          },
        ],
      },
      { type: 'set_attributes', attributes: { user_validated: null } },
    ],
  };
}
